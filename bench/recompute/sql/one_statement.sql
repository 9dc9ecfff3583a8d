-- The peer: edition 2018-05 as of $1, written out in one statement that fills the same two tables with the same rows.
-- It knows one edition, explains nothing beyond its rows, and always writes all of them. $2 is the moment.
WITH report AS (
    SELECT period, revision FROM mrr_report WHERE ran_on <= $1 ORDER BY period DESC, revision DESC LIMIT 1
),
recent AS (
    SELECT client_id, actor_id, max(day) AS last_active_on, bit_or(apps) AS apps
    FROM daily_activity
    WHERE day BETWEEN $1 - 90 AND $1
    GROUP BY client_id, actor_id
),
app_usage AS (
    SELECT client_id, bit_count((bit_or(apps) & 65535)::bit(64))::int AS apps_used FROM recent GROUP BY client_id
),
granted AS (
    SELECT partner_id, client_id,
        bool_or(valid) AS valid,
        bool_or(valid AND matches) AS matches,
        max(least(last_active_on + 90, revoked_on - 1)) FILTER (
            WHERE valid AND matches AND last_active_on IS NOT NULL
        ) AS until
    FROM (
        SELECT e.partner_id, a.client_id, a.revoked_on, r.last_active_on,
            coalesce(a.revoked_on > $1, true) AS valid, e.email_domain = ANY (p.domain_keys) AS matches
        FROM access a
        JOIN employee e ON e.id = a.employee_id
        JOIN partner p ON p.id = e.partner_id
        LEFT JOIN recent r ON r.client_id = a.client_id AND r.actor_id = e.actor_id
        WHERE a.granted_on <= $1
    ) AS one
    GROUP BY partner_id, client_id
),
sold AS (
    SELECT sold_by_id AS partner_id, id AS client_id, sold_on, sold_on >= ($1 - interval '12 months')::date AS in_time
    FROM client
    WHERE sold_on <= $1
),
link AS (
    SELECT p.id AS partner_id, c.id AS client_id, sold.sold_on, sold.in_time, granted.valid, granted.matches, granted.until,
        CASE WHEN report.period > c.registered_on THEN coalesce(line.amount, 0) END AS mrr,
        coalesce(app_usage.apps_used, 0) AS apps_used
    FROM sold
    FULL JOIN granted USING (partner_id, client_id)
    JOIN client c ON c.id = client_id AND c.registered_on <= $1
    JOIN partner p ON p.id = partner_id AND p.joined_on <= $1
    LEFT JOIN report ON true
    LEFT JOIN mrr_line line
        ON line.client_id = c.id AND line.period = report.period AND line.revision = report.revision
    LEFT JOIN app_usage ON app_usage.client_id = c.id
),
credit AS MATERIALIZED (
    SELECT partner_id, client_id,
        CASE WHEN in_time THEN coalesce(mrr, 0) ELSE 0 END AS sold_amount,
        CASE
            WHEN sold_on IS NULL THEN 'NOT_SOLD_BY_PARTNER'
            WHEN NOT in_time THEN 'EXPIRED'
            WHEN mrr IS NULL THEN 'PENDING_REPORT'
            ELSE 'COUNTED'
        END AS sold_status,
        CASE WHEN in_time AND mrr IS NOT NULL THEN
            CASE WHEN extract(day FROM sold_on + 1) = 1
                THEN ((sold_on + 1) + interval '12 months')::date - 1
                ELSE (sold_on + interval '12 months')::date
            END
        END AS sold_until,
        CASE WHEN until IS NOT NULL THEN coalesce(mrr, 0) ELSE 0 END AS managed_amount,
        CASE
            WHEN until IS NOT NULL THEN CASE WHEN mrr IS NULL THEN 'PENDING_REPORT' ELSE 'COUNTED' END
            WHEN matches THEN 'NO_RECENT_ACTIVITY'
            WHEN valid THEN 'DOMAIN_MISMATCH'
            ELSE 'NO_ACCESS'
        END AS managed_status,
        CASE WHEN mrr IS NOT NULL THEN until END AS managed_until,
        apps_used,
        coalesce(mrr, 0) > 0 AND (coalesce(in_time, false) OR until IS NOT NULL) AS counts_in_median
    FROM link
),
written AS (
    INSERT INTO client_credit (partner_id, client_id, sold_amount, sold_status, sold_until, managed_amount,
                               managed_status, managed_until, apps_used, counts_in_median)
    SELECT * FROM credit
),
summed AS (
    SELECT partner_id, sum(sold_amount) AS sold_mrr, sum(managed_amount) AS managed_mrr,
        (percentile_cont(0.5) WITHIN GROUP (ORDER BY apps_used) FILTER (WHERE counts_in_median))::numeric AS median
    FROM credit
    GROUP BY partner_id
),
numbers AS (
    SELECT p.id, coalesce(sold_mrr, 0) AS sold_mrr, coalesce(managed_mrr, 0) AS managed_mrr, median,
        EXISTS (
            SELECT FROM certification c WHERE c.partner_id = p.id AND $1 BETWEEN valid_from AND valid_until
        ) AS certified
    FROM partner p
    LEFT JOIN summed ON summed.partner_id = p.id
    WHERE p.joined_on <= $1
)
INSERT INTO standing (partner_id, as_of, metrics, provisional, tier, edition, computed_at)
SELECT id, $1,
    jsonb_build_object('SOLD_MRR', sold_mrr, 'MANAGED_MRR', managed_mrr, 'MEDIAN_APP_USAGE', median, 'CERTIFIED', certified::int),
    coalesce((SELECT period FROM report) < (date_trunc('month', $1 - 13) - interval '1 month'), true),
    CASE
        WHEN NOT certified OR median IS NULL OR median < 3 THEN NULL
        WHEN sold_mrr >= 10000 AND managed_mrr >= 50000 THEN 'DIAMOND'
        WHEN sold_mrr >= 3750 AND managed_mrr >= 20000 THEN 'PLATINUM'
        WHEN sold_mrr >= 2100 AND managed_mrr >= 6000 THEN 'GOLD'
        WHEN sold_mrr >= 1125 AND managed_mrr >= 1125 THEN 'SILVER'
    END,
    '2018-05', $2
FROM numbers
