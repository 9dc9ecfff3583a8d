-- Makes the credits of the newest computed day equal new_credit; equal rows are not touched.
WITH gone AS (
    DELETE FROM client_credit kept
    WHERE NOT EXISTS (
        SELECT FROM new_credit n WHERE n.partner_id = kept.partner_id AND n.client_id = kept.client_id
    )
)
INSERT INTO client_credit AS kept (partner_id, client_id, sold_amount, sold_status, sold_until, managed_amount,
                                   managed_status, managed_until, apps_used, counts_in_median)
SELECT * FROM new_credit ORDER BY partner_id, client_id
ON CONFLICT (partner_id, client_id) DO UPDATE
SET sold_amount = excluded.sold_amount, sold_status = excluded.sold_status, sold_until = excluded.sold_until,
    managed_amount = excluded.managed_amount, managed_status = excluded.managed_status,
    managed_until = excluded.managed_until, apps_used = excluded.apps_used,
    counts_in_median = excluded.counts_in_median
WHERE (kept.sold_amount, kept.sold_status, kept.sold_until, kept.managed_amount, kept.managed_status,
       kept.managed_until, kept.apps_used, kept.counts_in_median)
    IS DISTINCT FROM
      (excluded.sold_amount, excluded.sold_status, excluded.sold_until, excluded.managed_amount,
       excluded.managed_status, excluded.managed_until, excluded.apps_used, excluded.counts_in_median)
