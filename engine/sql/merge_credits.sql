-- Makes the credits of the newest computed day equal the run's, where its chunks found them to differ. Only runs write
-- credits, one at a time, so those that the chunks found are still there. $1 is the program.
WITH gone AS (
    DELETE FROM client_credit WHERE id IN (SELECT id FROM gone_credit_{run})
),
changed AS (
    UPDATE client_credit AS existing
    SET sold_amount = c.sold_amount, sold_status = c.sold_status, sold_until = c.sold_until,
        managed_amount = c.managed_amount, managed_status = c.managed_status, managed_until = c.managed_until,
        apps_used = c.apps_used, counts_in_median = c.counts_in_median, ways = c.ways,
        valid_until = c.valid_until, further_apps_used = c.further_apps_used
    FROM changed_credit_{run} c
    WHERE existing.id = c.id
)
INSERT INTO client_credit (partner_id, client_id, sold_amount, sold_status, sold_until, managed_amount, managed_status,
                           managed_until, apps_used, counts_in_median, ways, valid_until,
                           further_apps_used, program)
SELECT partner_id, client_id, sold_amount, sold_status, sold_until, managed_amount, managed_status, managed_until,
       apps_used, counts_in_median, ways, valid_until, further_apps_used, $1
FROM changed_credit_{run}
WHERE id IS NULL
ORDER BY partner_id, client_id
