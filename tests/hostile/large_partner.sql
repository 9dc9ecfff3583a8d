-- Partner 1 of the bench's portfolio becomes as large as any: with 2,000 clients, of whose evidence a year of decisions is,
-- 40 employees, 1,000 domains, and activity of 400 days.
UPDATE partner
SET domains = (SELECT array_agg('d' || i || '.large-partner.example' ORDER BY i) FROM generate_series(1, 1000) AS i),
    domain_keys = (SELECT array_agg('d' || i || '.large-partner.example' ORDER BY i) FROM generate_series(1, 1000) AS i)
WHERE id = 1;

INSERT INTO actor (address) SELECT 'x' || i || '@d' || i || '.large-partner.example' FROM generate_series(1, 38) AS i;
INSERT INTO employee (external_id, partner_id, email, email_domain, actor_id)
SELECT 'x' || id, 1, address, split_part(address, '@', 2), id FROM actor WHERE address LIKE 'x%@%.large-partner.example';

INSERT INTO client_credit (partner_id, client_id, sold_amount, sold_status, managed_amount, managed_status, managed_until,
                           apps_used, counts_in_median)
SELECT 1, id, 0, 'NOT_SOLD_BY_PARTNER', 100, 'COUNTED', '2019-08-01', 3, true
FROM client ORDER BY id DESC LIMIT 2000 - (SELECT count(*) FROM client_credit WHERE partner_id = 1)
ON CONFLICT DO NOTHING;

INSERT INTO decision_credit (decision_id, client_id, sold_amount, sold_status, sold_until, managed_amount,
                             managed_status, managed_until, apps_used, counts_in_median)
SELECT d.id, k.client_id, k.sold_amount, k.sold_status, k.sold_until, k.managed_amount, k.managed_status,
    k.managed_until, k.apps_used, k.counts_in_median
FROM tier_decision d JOIN client_credit k ON k.partner_id = d.partner_id
WHERE d.partner_id = 1
ON CONFLICT DO NOTHING;

SELECT make_activity_months(month::date, month::date)
FROM generate_series(date '2018-05-01', date '2019-06-01', interval '1 month') AS month;
INSERT INTO access (client_id, employee_id, granted_on)
SELECT c.client_id, e.id, '2018-01-01'
FROM (SELECT client_id, row_number() OVER (ORDER BY client_id) AS number FROM client_credit WHERE partner_id = 1) AS c
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS number FROM employee WHERE partner_id = 1) AS e
    ON e.number = 1 + c.number % 40;
INSERT INTO daily_activity (client_id, day, actor_id, events, logins, apps)
SELECT x.client_id, day::date, e.actor_id, 3, 1, 1
FROM access x JOIN employee e ON e.id = x.employee_id
CROSS JOIN generate_series(date '2018-05-17', date '2019-06-20', interval '1 day') AS day
WHERE e.partner_id = 1 AND (x.client_id + extract(doy FROM day)::int) % 3 = 0;
ANALYZE
