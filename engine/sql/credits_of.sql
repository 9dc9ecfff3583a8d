-- The credits of the partners $1 on the newest computed day of program $2; amounts in cents, which the driver reads many
-- times faster.
SELECT partner_id, client_id, (sold_amount * 100)::bigint AS sold_cents, sold_status, sold_until,
       (managed_amount * 100)::bigint AS managed_cents, managed_status, managed_until, apps_used, counts_in_median,
       ways, further_apps_used
FROM client_credit
WHERE partner_id = ANY ($1::bigint[]) AND program = $2
