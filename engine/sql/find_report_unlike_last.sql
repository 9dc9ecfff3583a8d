-- The report of the month $1, revision $2, if it differs from that of the month $3, revision $4, by more than $5 of what that
-- one has: in how many clients it has, or in the currency in which it differs most.
WITH content AS (
    SELECT period = $1::date AS is_new, currency, client_id, amount
    FROM mrr_line
    WHERE (period, revision) IN (($1::date, $2::int), ($3::date, $4::int))
),
compared AS (
    SELECT 'clients' AS what, count(*) FILTER (WHERE is_new)::numeric AS now, count(*) FILTER (WHERE NOT is_new) AS before
    FROM (SELECT DISTINCT is_new, client_id FROM content) AS client
    UNION ALL
    SELECT currency, coalesce(sum(amount) FILTER (WHERE is_new), 0), sum(amount) FILTER (WHERE NOT is_new)
    FROM content GROUP BY currency
)
SELECT round(100 * abs(now - before) / before) AS size, NULL::bigint AS partner_id, NULL::bigint AS client_id,
       NULL::bigint AS employee_id, $1::date AS period, concat(now, ' ', what, ' after ', before) AS detail
FROM compared
WHERE before > 0 AND abs(now - before) > $5::numeric * before
ORDER BY abs(now - before) / before DESC, what = 'clients' DESC, what COLLATE "C"
LIMIT 1
