-- All certifications, existing and staged, of the partners that would have two at a time if every staged line were taken.
WITH periods AS (
    SELECT partner.id AS partner_id,
        coalesce(existing.valid_from, staged.valid_from) AS valid_from,
        existing.valid_until AS existing_until,
        staged.valid_until AS staged_until,
        staged.number
    FROM (SELECT * FROM certification WHERE partner_id IN (
        SELECT partner.id FROM intake_certification JOIN partner ON partner.external_id = intake_certification.partner
    )) AS existing
    FULL JOIN (
        SELECT partner.id AS partner_id, valid_from, valid_until, number
        FROM intake_certification JOIN partner ON partner.external_id = intake_certification.partner
    ) AS staged ON staged.partner_id = existing.partner_id AND staged.valid_from = existing.valid_from
    JOIN partner ON partner.id = coalesce(existing.partner_id, staged.partner_id)
),
neighbours AS (
    SELECT *, max(coalesce(staged_until, existing_until)) OVER (
        PARTITION BY partner_id ORDER BY valid_from ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS until_before
    FROM periods
)
SELECT partner_id, valid_from, existing_until, staged_until, number
FROM neighbours
WHERE partner_id IN (SELECT partner_id FROM neighbours WHERE until_before >= valid_from)
ORDER BY partner_id, valid_from
