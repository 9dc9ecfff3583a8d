-- One line for each certification is left, and none that overlaps.
WITH written AS (
    INSERT INTO certification AS kept (partner_id, valid_from, valid_until)
    SELECT partner.id, staged.valid_from, staged.valid_until
    FROM intake_certification AS staged
    JOIN partner ON partner.external_id = staged.partner
    ORDER BY partner.id, staged.valid_from
    ON CONFLICT (partner_id, valid_from) DO UPDATE SET valid_until = excluded.valid_until
    WHERE kept.valid_until <> excluded.valid_until
    RETURNING partner_id
)
INSERT INTO stale_partner (partner_id, with_clients) SELECT partner_id, false FROM written
