-- What the other clients of touched partners add, by the credits of the newest computed day of program $1: together where
-- they are of one country and, for metrics that count clients, have the same statuses and add, or do not, in each way. With
-- what medians are taken of, and the product lines that are counted. OFFSET has amounts made once of each credit.
CREATE UNLOGGED TABLE carried_totals_{run} AS
SELECT partner_id, country, statuses, count(*)::int AS clients, {totals} AS amounts{medians}{lines}
FROM (
    SELECT partner_id, {country} AS country, {statuses} AS statuses, {adding} AS adding, {amounts} AS amounts, apps_used,
           further_apps_used, ways
    FROM client_credit {of_client}
    WHERE program = $1 AND partner_id IN (SELECT partner_id FROM touched_partner_{run})
      AND NOT EXISTS (SELECT FROM touched_client_{run} touched WHERE touched.client_id = client_credit.client_id)
    OFFSET 0
) AS carried
GROUP BY partner_id, country, statuses, adding
