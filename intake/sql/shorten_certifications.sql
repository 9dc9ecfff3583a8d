-- First what gets shorter, so that no two periods overlap on the way to the merged state either. Gives how many did.
WITH written AS (
    UPDATE certification AS existing SET valid_until = staged.valid_until
    FROM intake_certification AS staged
    JOIN partner ON partner.external_id = staged.partner
    WHERE existing.partner_id = partner.id AND existing.valid_from = staged.valid_from
        AND staged.valid_until < existing.valid_until
    RETURNING existing.partner_id
),
marked AS (
    INSERT INTO stale_partner (partner_id, with_clients) SELECT partner_id, false FROM written
)
SELECT count(*) FROM written
