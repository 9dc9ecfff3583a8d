-- The partners after the row $1, of those in $2, of all for null, that have about $4 clients in program $3 together: at
-- least one, if there is any, and at most $5.
SELECT id
FROM (
    SELECT id, sum(1 + clients) OVER (ORDER BY id) - clients AS first
    FROM (
        SELECT p.id, (SELECT count(*) FROM client_credit c WHERE c.partner_id = p.id AND c.program = $3) AS clients
        FROM partner p
        WHERE p.id > $1 AND ($2::bigint[] IS NULL OR p.id = ANY ($2))
        ORDER BY p.id
        LIMIT $5
    ) AS following
) AS cut
WHERE first <= $4
ORDER BY id
