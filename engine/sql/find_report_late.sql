-- As of the day $1, of the months $2, whose reports were due by the end of the days $3, those that some client counts by.
SELECT $1::date - late.due + 1 AS size, NULL::bigint AS partner_id, NULL::bigint AS client_id, NULL::bigint AS employee_id,
       late.period, NULL::text AS detail
FROM unnest($2::date[], $3::date[]) AS late (period, due)
WHERE EXISTS (SELECT FROM client WHERE registered_on < late.period)
