-- All certifications, kept and staged, of the partners that would have two at a time if every staged line were taken.
WITH periods AS (
    SELECT partner.id AS partner_id,
        coalesce(kept.valid_from, staged.valid_from) AS valid_from,
        kept.valid_until AS kept_until,
        staged.valid_until AS staged_until,
        staged.number
    FROM (SELECT * FROM certification WHERE partner_id IN (
        SELECT partner.id FROM intake_certification JOIN partner ON partner.external_id = intake_certification.partner
    )) AS kept
    FULL JOIN (
        SELECT partner.id AS partner_id, valid_from, valid_until, number
        FROM intake_certification JOIN partner ON partner.external_id = intake_certification.partner
    ) AS staged ON staged.partner_id = kept.partner_id AND staged.valid_from = kept.valid_from
    JOIN partner ON partner.id = coalesce(kept.partner_id, staged.partner_id)
),
neighbours AS (
    SELECT *, max(coalesce(staged_until, kept_until)) OVER (
        PARTITION BY partner_id ORDER BY valid_from ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS until_before
    FROM periods
)
SELECT partner_id, valid_from, kept_until, staged_until, number
FROM neighbours
WHERE partner_id IN (SELECT partner_id FROM neighbours WHERE until_before >= valid_from)
ORDER BY partner_id, valid_from
