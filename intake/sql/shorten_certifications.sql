-- First what gets shorter, so that no two periods overlap on the way to the merged state either.
WITH written AS (
    UPDATE certification AS kept SET valid_until = staged.valid_until
    FROM intake_certification AS staged
    JOIN partner ON partner.external_id = staged.partner
    WHERE kept.partner_id = partner.id AND kept.valid_from = staged.valid_from AND staged.valid_until < kept.valid_until
    RETURNING kept.partner_id
)
INSERT INTO stale_partner (partner_id, with_clients) SELECT partner_id, false FROM written
