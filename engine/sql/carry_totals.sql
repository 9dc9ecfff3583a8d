-- What the other clients of touched partners add, by the credits of the newest computed day of program $1.
CREATE UNLOGGED TABLE carried_totals_{run} AS
SELECT partner_id, (sum(sold_amount) * 100)::bigint AS sold_mrr, (sum(managed_amount) * 100)::bigint AS managed_mrr,
       coalesce(array_agg(apps_used) FILTER (WHERE counts_in_median), '{{}}') AS usages
FROM client_credit
WHERE program = $1 AND partner_id IN (SELECT partner_id FROM touched_partner_{run})
  AND NOT EXISTS (SELECT FROM touched_client_{run} touched WHERE touched.client_id = client_credit.client_id)
GROUP BY partner_id
