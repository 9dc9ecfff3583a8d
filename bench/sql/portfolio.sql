-- A portfolio of {partners} partners and {clients} clients with {days} days of activity each, in an empty database, so
-- that every id is its row's number. The few largest partners have hundreds of clients, most have a few dozen; every
-- credit status and every tier occurs.
-- The references are right as they are made; checking two million of them would take longer than a recompute.
SET session_replication_role = replica;

INSERT INTO partner (external_id, name, domains, domain_keys, joined_on)
SELECT 'p' || i, pg_temp.name_of(i), ARRAY['d' || i || '.example'], ARRAY['d' || i || '.example'], '2016-01-01'
FROM generate_series(1, {partners}) AS i;

INSERT INTO certification (partner_id, valid_from, valid_until)
SELECT id, '2018-01-01', '2018-12-31' FROM partner WHERE id % 10 <> 0;

-- Two employees a partner, then somebody of each client's own.
INSERT INTO actor (address)
SELECT 'e' || i || '@' || CASE WHEN i % 14 = 0 THEN 'mail.example' ELSE 'd' || (i + 1) / 2 || '.example' END
FROM generate_series(1, 2 * {partners}) AS i;
INSERT INTO actor (address) SELECT 'own@c' || i || '.example' FROM generate_series(1, {clients}) AS i;
INSERT INTO employee (external_id, partner_id, email, email_domain, actor_id)
SELECT 'e' || id, (id + 1) / 2, address, split_part(address, '@', 2), id FROM actor WHERE id <= 2 * {partners};

CREATE TEMP TABLE plan AS
SELECT i, 1 + ((i * 7919) % {clients}) * ((i * 7919) % {clients}) / {clients} * {partners} / {clients} AS partner
FROM generate_series(1, {clients}::bigint) AS i;

INSERT INTO client (external_id, name, registered_on, sold_by_id, sold_on)
SELECT 'c' || i, pg_temp.name_of(i), date '2016-08-01' + (i * 37 % 640)::int,
    CASE WHEN i % 5 < 3 THEN partner END, CASE WHEN i % 5 < 3 THEN date '2016-08-01' + (i * 37 % 640 + i % 20)::int END
FROM plan ORDER BY i;

INSERT INTO access (client_id, employee_id, granted_on, revoked_on)
SELECT i, 2 * partner - i % 2, registered_on,
    CASE WHEN i % 11 = 0 AND registered_on < '2018-03-01' THEN date '2018-03-01' WHEN i % 23 = 0 THEN '2018-06-01' END
FROM plan JOIN client ON client.id = i WHERE i % 5 < 4
UNION ALL
SELECT i, 1 + i * 31 % (2 * {partners}), registered_on + 5, NULL
FROM plan JOIN client ON client.id = i WHERE i % 6 = 0;

INSERT INTO mrr_line (period, revision, client_id, amount, currency)
SELECT '2018-04-01', 1, i, round(i * 7919 % 100000 * (ARRAY[10, 50, 100, 300, 800])[1 + partner % 5] / 10000.0, 2), 'USD'
FROM plan WHERE i % 13 <> 0;
INSERT INTO mrr_report (period, revision, ran_on) VALUES ('2018-04-01', 1, '2018-05-03');

-- The older days first, as they came in. Odd ones are the partner's employee's, except in every ninth client.
SELECT make_activity_months((date '2018-05-14' - {days} * 6), date '2018-06-30');
DROP INDEX daily_activity_by_day; -- millions of rows are indexed much faster once they are all there
ALTER TABLE daily_activity DROP CONSTRAINT daily_activity_key;
INSERT INTO daily_activity (client_id, day, actor_id, events, logins, apps)
SELECT i, date '2018-05-14' - (k * 6 + i % 6)::int,
    CASE WHEN k % 2 = 1 AND i % 9 <> 0 THEN 2 * partner - i % 2 ELSE 2 * {partners} + i END,
    3, 1, CASE WHEN i % 17 <> 0 THEN 1::bigint << ((i + (i * k * 7919) % (1 + i % 9)) % 16)::int ELSE 0 END
FROM generate_series({days} - 1, 0, -1) AS k CROSS JOIN plan
ORDER BY k DESC, i;

ALTER TABLE daily_activity ADD CONSTRAINT daily_activity_key
    UNIQUE (client_id, day, actor_id) INCLUDE (events, logins, apps);
CREATE INDEX daily_activity_by_day ON daily_activity (day);

DROP TABLE plan;
RESET session_replication_role
