-- The evidence of the decisions $1; amounts in cents, which the driver reads many times faster.
SELECT decision_id, client_id, (sold_amount * 100)::bigint AS sold_cents, sold_status, sold_until,
       (managed_amount * 100)::bigint AS managed_cents, managed_status, managed_until, apps_used, counts_in_median,
       ways
FROM decision_credit
WHERE decision_id = ANY ($1::bigint[])
