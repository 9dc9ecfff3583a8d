-- The clients that have no line in the report of the month $1, revision $2, although they had registered before that month,
-- with who sold them and what they had in that of the month $3, revision $4.
SELECT coalesce(former.amount, 0) AS size, c.sold_by_id AS partner_id, c.id AS client_id, NULL::bigint AS employee_id,
       $1::date AS period, NULL::text AS detail
FROM client c
LEFT JOIN (
    SELECT client_id, sum(amount) AS amount FROM mrr_line WHERE period = $3::date AND revision = $4::int GROUP BY client_id
) AS former ON former.client_id = c.id
WHERE c.registered_on < $1::date
  AND NOT EXISTS (
      SELECT FROM mrr_line l WHERE l.client_id = c.id AND l.period = $1::date AND l.revision = $2::int
  )
