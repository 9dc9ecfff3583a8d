-- What is read: {partners} partners and {clients} clients in an empty database, as they are after a
-- year of use, so that every id is its row's number. The few largest partners have thousands of clients, most have a
-- few dozen; every credit status and every tier occurs, and some names occur twice. External ids are of one length, so that
-- these are in the same order by them as by their rows' numbers.
-- The references are right as they are made; checking millions of them would take longer than making the rows.
SET session_replication_role = replica;

CREATE FUNCTION pg_temp.country_of(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT (ARRAY['DE', 'US', 'FR', 'GB', NULL, 'ES', 'SE', 'BR', 'JP'])[1 + n % 9]
$$;
CREATE FUNCTION pg_temp.tier_of(sold numeric, managed numeric, median numeric, certified boolean) RETURNS smallint
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN NOT certified OR median IS NULL OR median < 3 THEN 0
        WHEN sold >= 10000 AND managed >= 50000 THEN 4
        WHEN sold >= 3750 AND managed >= 20000 THEN 3
        WHEN sold >= 2100 AND managed >= 6000 THEN 2
        WHEN sold >= 1125 AND managed >= 1125 THEN 1
        ELSE 0
    END
$$;
CREATE FUNCTION pg_temp.metrics_of(sold numeric, managed numeric, median numeric, certified boolean) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_object('SOLD_MRR', sold, 'MANAGED_MRR', managed, 'MEDIAN_APP_USAGE', median, 'CERTIFIED', certified::int)
$$;
CREATE FUNCTION pg_temp.key_of(rank smallint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT (ARRAY['SILVER', 'GOLD', 'PLATINUM', 'DIAMOND'])[rank]
$$;

INSERT INTO partner (external_id, name, domains, domain_keys, country, joined_on)
SELECT 'p' || 10000000 + i, pg_temp.name_of(i * 7919::bigint % ({partners} - {partners} / 50)), ARRAY['d' || i || '.example'],
    ARRAY['d' || i || '.example'], pg_temp.country_of(i), date '2016-01-01' + (i % 365)::int
FROM generate_series(1, {partners}) AS i;

INSERT INTO certification (partner_id, valid_from, valid_until)
SELECT id, '2018-01-01', '2019-12-31' FROM partner WHERE id % 10 <> 0;

INSERT INTO actor (address) SELECT 'e' || i || '@d' || (i + 1) / 2 || '.example' FROM generate_series(1, 2 * {partners}) AS i;
INSERT INTO employee (external_id, partner_id, email, email_domain, actor_id)
SELECT 'e' || id, (id + 1) / 2, address, split_part(address, '@', 2), id FROM actor;

-- The partner that has most to do with a client, and for some a second one.
CREATE TEMP TABLE plan AS
SELECT i, 1 + (i * 7919 % {clients}) * (i * 7919 % {clients}) / {clients} * {partners} / {clients} AS partner,
    CASE WHEN i % 10 < 3 THEN 1 + i * 104729 % {partners} END AS second
FROM generate_series(1, {clients}::bigint) AS i;

INSERT INTO client (external_id, name, registered_on, country, sold_by_id, sold_on)
SELECT 'c' || 10000000 + i, pg_temp.name_of(i * 104723 % ({clients} - {clients} / 50)), date '2017-05-01' + (i * 37 % 780)::int,
    pg_temp.country_of(i), CASE WHEN i % 5 < 3 THEN partner END,
    CASE WHEN i % 5 < 3 THEN date '2017-05-01' + (i * 37 % 780 - i % 20)::int END
FROM plan ORDER BY i;

INSERT INTO mrr_line (period, revision, client_id, amount, currency)
SELECT '2019-05-01', 1, i, round(i * 7919 % 100000 * (ARRAY[10, 50, 100, 300, 800])[1 + partner % 5] / 10000.0, 2), 'USD'
FROM plan WHERE i % 13 <> 0;
INSERT INTO mrr_report (period, revision, ran_on) VALUES ('2019-05-01', 1, '2019-06-03');
INSERT INTO calendar (id, timezone) VALUES (1, 'UTC');
INSERT INTO computed_day (day, report_id, computed_at)
SELECT date '2019-06-20' - k, r.id, timestamptz '2019-06-21 02:00Z' - k * interval '1 day'
FROM generate_series(0, 30) AS k CROSS JOIN mrr_report r ORDER BY 1;

-- A client that registered after the report's month waits for the next one.
INSERT INTO client_credit (partner_id, client_id, sold_amount, sold_status, sold_until, managed_amount, managed_status,
                           managed_until, apps_used, counts_in_median)
SELECT partner_id, client_id, CASE sold WHEN 'COUNTED' THEN mrr ELSE 0 END, sold,
    CASE sold WHEN 'COUNTED' THEN (sold_on + interval '12 months')::date END,
    CASE managed WHEN 'COUNTED' THEN mrr ELSE 0 END, managed,
    CASE managed WHEN 'COUNTED' THEN date '2019-06-20' + (client_id % 91)::int END,
    apps, mrr > 0 AND (sold = 'COUNTED' OR managed = 'COUNTED')
FROM (
    SELECT one.partner_id, c.id AS client_id, c.sold_on, coalesce(line.amount, 0) AS mrr,
        CASE WHEN c.id % 17 = 0 THEN 0 ELSE 1 + c.id % 8 END AS apps,
        CASE
            WHEN c.sold_by_id IS DISTINCT FROM one.partner_id THEN 'NOT_SOLD_BY_PARTNER'
            WHEN c.sold_on < '2018-06-20' THEN 'EXPIRED'
            WHEN c.registered_on >= '2019-05-01' THEN 'PENDING_REPORT'
            ELSE 'COUNTED'
        END AS sold,
        CASE
            WHEN one.number % 20 < 3 THEN 'NO_ACCESS'
            WHEN one.number % 20 = 3 THEN 'DOMAIN_MISMATCH'
            WHEN one.number % 20 < 8 THEN 'NO_RECENT_ACTIVITY'
            WHEN c.registered_on >= '2019-05-01' THEN 'PENDING_REPORT'
            ELSE 'COUNTED'
        END AS managed
    FROM (
        SELECT i, partner AS partner_id, i / 3 AS number FROM plan
        UNION ALL
        SELECT i, second, i / 10 + 4 FROM plan WHERE second <> partner
    ) AS one
    JOIN client c ON c.id = one.i
    LEFT JOIN mrr_line line ON line.client_id = c.id AND line.period = '2019-05-01' AND line.revision = 1
) AS link
ORDER BY partner_id, client_id;

CREATE TEMP TABLE numbers AS
SELECT p.id, p.id % 10 <> 0 AS certified, coalesce(sold, 0) AS sold, coalesce(managed, 0) AS managed, median
FROM partner p
LEFT JOIN (
    SELECT partner_id, sum(sold_amount) AS sold, sum(managed_amount) AS managed,
        (percentile_cont(0.5) WITHIN GROUP (ORDER BY apps_used) FILTER (WHERE counts_in_median))::numeric(12, 1) AS median
    FROM client_credit GROUP BY partner_id
) AS summed ON summed.partner_id = p.id;

-- Numbers as they grew: by a thousandth a day, by a fortieth a month.
INSERT INTO standing (partner_id, as_of, metrics, provisional, tier, edition, computed_at)
SELECT id, date '2019-06-20' - k, pg_temp.metrics_of(s, m, median, certified), false, pg_temp.key_of(pg_temp.tier_of(s, m, median, certified)),
    '2018-05', timestamptz '2019-06-21 02:00Z' - k * interval '1 day'
FROM generate_series(30, 0, -1) AS k CROSS JOIN numbers
CROSS JOIN LATERAL (SELECT round(sold * (1000 - k) / 1000, 2) AS s, round(managed * (1000 - k) / 1000, 2) AS m) AS grown
ORDER BY k DESC, id;

-- Some months were decided again, on a corrected report.
INSERT INTO tier_decision (partner_id, effective_on, as_of, revision, tier, rank, edition, metrics, provisional,
                           known_at)
SELECT id, day, day - 1, revision, pg_temp.key_of(rank), rank, '2018-05',
    pg_temp.metrics_of(s, m, median, certified), revision = 1 AND (id + k) % 17 = 0, day + time '04:00' AT TIME ZONE 'UTC' + (revision - 1) * interval '9 days 30 minutes'
FROM generate_series(11, 0, -1) AS k
CROSS JOIN numbers
CROSS JOIN generate_series(1, 2) AS revision
CROSS JOIN LATERAL (SELECT (date '2019-06-15' - k * interval '1 month')::date AS day) AS month
CROSS JOIN LATERAL (
    SELECT round(sold * (40 - k - (2 - revision)) / 40, 2) AS s, round(managed * (40 - k - (2 - revision)) / 40, 2) AS m
) AS grown
CROSS JOIN LATERAL (SELECT pg_temp.tier_of(s, m, median, certified) AS rank) AS decided
WHERE revision = 1 OR (id + k) % 17 = 0
ORDER BY day, revision, id;

-- The evidence of some partners' newest decisions.
INSERT INTO decision_credit (decision_id, client_id, sold_amount, sold_status, sold_until, managed_amount,
                             managed_status, managed_until, apps_used, counts_in_median)
SELECT d.id, k.client_id, k.sold_amount, k.sold_status, k.sold_until, k.managed_amount, k.managed_status,
    k.managed_until, k.apps_used, k.counts_in_median
FROM tier_decision d JOIN client_credit k ON k.partner_id = d.partner_id
WHERE d.partner_id % 50 = 0 AND d.effective_on = '2019-06-15'
ORDER BY d.id, k.client_id;

DROP TABLE plan, numbers;
RESET session_replication_role
