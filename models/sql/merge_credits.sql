-- Makes the credits of the newest computed day equal the run's, where its chunks found them to differ.
WITH gone AS (
    DELETE FROM client_credit WHERE id IN (SELECT id FROM gone_credit_{run})
)
INSERT INTO client_credit AS kept (partner_id, client_id, sold_amount, sold_status, sold_until, managed_amount,
                                   managed_status, managed_until, apps_used, counts_in_median, steady_until)
SELECT * FROM changed_credit_{run}
ON CONFLICT (partner_id, client_id) DO UPDATE
SET sold_amount = excluded.sold_amount, sold_status = excluded.sold_status, sold_until = excluded.sold_until,
    managed_amount = excluded.managed_amount, managed_status = excluded.managed_status,
    managed_until = excluded.managed_until, apps_used = excluded.apps_used,
    counts_in_median = excluded.counts_in_median, steady_until = excluded.steady_until
