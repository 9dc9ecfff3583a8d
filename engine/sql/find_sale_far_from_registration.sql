-- The clients that were sold more than $1 days before or after they registered.
SELECT abs(sold_on - registered_on) AS size, sold_by_id AS partner_id, id AS client_id, NULL::bigint AS employee_id,
       NULL::date AS period, format('sold on %s, registered on %s', sold_on, registered_on) AS detail
FROM client
WHERE abs(sold_on - registered_on) > $1::int
