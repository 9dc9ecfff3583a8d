-- Cuts run $1 into chunks of about $2 gathered rows, each of whole partners; together they cover every partner's id.
WITH one AS (
    SELECT partner, ((sum(count(*)) OVER (ORDER BY partner) - 1) / $2::int)::bigint AS slice
    FROM gathered_{run}
    GROUP BY partner
),
slice AS (
    SELECT row_number() OVER (ORDER BY slice) AS number, max(partner) AS last_partner, count(*) AS partners
    FROM one
    GROUP BY slice
    UNION ALL
    SELECT 1, 0, 0 WHERE NOT EXISTS (SELECT FROM one)
),
chunk AS (
    INSERT INTO recompute_chunk (run_id, number, first_partner, last_partner, partners_before)
    SELECT $1, number, coalesce(lag(last_partner) OVER following + 1, 0),
           CASE WHEN number = max(number) OVER () THEN 9223372036854775807 ELSE last_partner END,
           coalesce(sum(partners) OVER (following ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
    FROM slice
    WINDOW following AS (ORDER BY number)
)
SELECT count(*) AS chunks, sum(partners)::int AS partners FROM slice
