-- The partners whose credits do not add up to their standing of the newest computed day, and those with a credit that is
-- known to be valid only until a day before it. Evidence adds up to those numbers by the editions $1.
WITH newest AS (
    SELECT (SELECT day FROM newest_day) AS day, (SELECT program FROM newest_day) AS program
),
summed AS (
    SELECT partner_id, sum(sold_amount) AS sold, sum(managed_amount) AS managed,
           (percentile_cont(0.5) WITHIN GROUP (ORDER BY apps_used) FILTER (WHERE counts_in_median))::numeric(12, 1)
               AS median,
           min(valid_until) AS valid_until
    FROM client_credit
    WHERE program = coalesce((SELECT program FROM newest), program)
    GROUP BY partner_id
),
stood AS (
    SELECT * FROM standing WHERE as_of = (SELECT day FROM newest) AND program = (SELECT program FROM newest)
)
SELECT format('partner %s: ', coalesce(p.external_id, '#' || partner_id))
       || CASE WHEN s.id IS NULL THEN format('has credits, and no standing of %s', coalesce(newest.day::text, 'any day'))
               WHEN c.valid_until < newest.day
                   THEN format('has a credit that is valid until %s only, before %s', c.valid_until, newest.day)
               ELSE format('credits of sold %s, managed %s, median %s, and a standing of %s, %s, %s',
                           coalesce(c.sold, 0), coalesce(c.managed, 0), coalesce(c.median::text, 'none'),
                           s.sold_mrr, s.managed_mrr, coalesce(s.median_app_usage::text, 'none')) END
FROM newest
CROSS JOIN (stood s FULL JOIN summed c USING (partner_id))
LEFT JOIN partner p ON p.id = partner_id
WHERE s.id IS NULL OR c.valid_until < newest.day
   OR s.edition = ANY ($1::text[])
   AND (s.sold_mrr, s.managed_mrr, s.median_app_usage)
       IS DISTINCT FROM (coalesce(c.sold, 0), coalesce(c.managed, 0), c.median)
