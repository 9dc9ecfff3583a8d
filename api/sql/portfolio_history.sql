-- How many partners held which tier of which edition, with the sums of what they were decided on: on the last day of each
-- month on which decisions took effect, after the day $2 and up to $1, and on $1 itself, which has the sums of the newest
-- computed day unless decisions took effect on it. Of the program $3.
WITH deciding AS MATERIALIZED (
    SELECT d.day
    FROM generate_series(date_trunc('month', $2::date), $1::date, interval '1 month') AS m (month)
    CROSS JOIN LATERAL newest_decision_until(least((m.month + interval '1 month')::date - 1, $1::date)) AS d (day)
    WHERE d.day >= m.month::date AND d.day > $2::date
),
-- Few decisions have been revised: those are looked for, instead of having all of them put in order by partner.
revised AS MATERIALIZED (
    SELECT partner_id, effective_on, max(revision) AS revision
    FROM tier_decision
    WHERE program = $3::text AND effective_on = ANY (ARRAY(SELECT day FROM deciding)) AND revision > 1
    GROUP BY partner_id, effective_on
),
counted AS MATERIALIZED (
    SELECT d.effective_on AS day, d.edition, d.tier,
           count(*) AS partners, sum(d.sold_mrr) AS sold_mrr, sum(d.managed_mrr) AS managed_mrr
    FROM tier_decision d
    LEFT JOIN revised r USING (partner_id, effective_on)
    JOIN partner p ON p.id = d.partner_id AND p.joined_on <= d.effective_on
    WHERE d.program = $3::text AND d.effective_on = ANY (ARRAY(SELECT day FROM deciding))
      AND d.revision = coalesce(r.revision, 1)
    GROUP BY d.effective_on, d.edition, d.tier
),
-- Days on which not all were decided about: one joined on the day itself, for example. Mostly there are none.
incomplete AS MATERIALIZED (
    SELECT d.day
    FROM deciding d
    WHERE (SELECT count(*) FROM partner p WHERE p.joined_on <= d.day)
        > coalesce((SELECT sum(c.partners) FROM counted c WHERE c.day = d.day), 0)
)
SELECT day, edition, tier, partners, sold_mrr, managed_mrr
FROM counted
UNION ALL
SELECT d.day, e.edition, e.tier, count(*), NULL, NULL
FROM incomplete d
JOIN partner p ON p.joined_on <= d.day
LEFT JOIN LATERAL decision_in_effect(p.id, d.day, $3::text) e ON true
WHERE NOT EXISTS (
    SELECT FROM tier_decision o WHERE o.partner_id = p.id AND o.effective_on = d.day AND o.program = $3::text
)
GROUP BY d.day, e.edition, e.tier
UNION ALL
SELECT $1::date, e.edition, e.tier, count(*), sum(s.sold_mrr), sum(s.managed_mrr)
FROM partner p
LEFT JOIN LATERAL decision_in_effect(p.id, $1::date, $3::text) e ON true
LEFT JOIN newest_standing s ON s.partner_id = p.id AND s.program = $3::text
WHERE p.joined_on <= $1::date AND NOT EXISTS (SELECT FROM deciding o WHERE o.day = $1::date)
GROUP BY e.edition, e.tier
ORDER BY 1
