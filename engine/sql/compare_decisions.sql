-- Sets aside a decision of program $6, effective on $1, by edition $2, for each partner from $3 to $4 that has none yet or
-- whose latest revision has another outcome; rule 8 of docs/rules.md lists what makes one. Their ids begin with $5, in the
-- order of partners. Their evidence is written at once: it is seen with them.
-- A first decision is to be notified when its tier is not that of the decision before it, a later one when its tier is
-- not that of the revision before it.
WITH new_standing AS (
    SELECT *, $5::bigint + row_number() OVER (ORDER BY partner_id) - 1 AS id
    FROM new_standing_{run}
    WHERE partner_id BETWEEN $3 AND $4
),
latest AS (
    SELECT * FROM latest_decision WHERE effective_on = $1 AND partner_id BETWEEN $3 AND $4 AND program = $6
),
evidence AS (
    SELECT l.partner_id, c.client_id, c.sold_amount, c.sold_status, c.sold_until, c.managed_amount, c.managed_status,
           c.managed_until, c.apps_used, c.counts_in_median, c.ways
    FROM latest l
    JOIN decision_credit c ON c.decision_id = l.id
),
credit AS (
    SELECT c.partner_id, c.client_id, c.sold_amount, c.sold_status, c.sold_until, c.managed_amount, c.managed_status,
           c.managed_until, c.apps_used, c.counts_in_median, c.ways
    FROM latest
    JOIN new_credit c USING (partner_id)
),
credits_differ AS (
    (SELECT * FROM evidence EXCEPT SELECT * FROM credit) UNION ALL (SELECT * FROM credit EXCEPT SELECT * FROM evidence)
),
digest AS (
    {digest}
),
added AS (
    INSERT INTO new_decision_{run} (id, revision, notify, partner_id, inputs_digest)
    SELECT n.id, coalesce(l.revision, 0) + 1,
           n.tier IS DISTINCT FROM CASE WHEN l.id IS NULL THEN p.tier ELSE l.tier END,
           n.partner_id, d.inputs_digest
    FROM new_standing n
    JOIN digest d USING (partner_id)
    LEFT JOIN latest l USING (partner_id)
    LEFT JOIN LATERAL decision_in_effect(n.partner_id, $1::date - 1, $6) p ON true
    WHERE l.id IS NULL
       OR (l.tier, l.edition, l.metrics, l.factors, l.provisional)
           IS DISTINCT FROM
          (n.tier, $2::text, n.metrics, n.factors, n.provisional)
       OR n.partner_id IN (SELECT partner_id FROM credits_differ)
    ORDER BY n.id
    RETURNING id, partner_id
)
INSERT INTO decision_credit (decision_id, client_id, sold_amount, sold_status, sold_until, managed_amount,
                             managed_status, managed_until, apps_used, counts_in_median, ways)
SELECT a.id, c.client_id, c.sold_amount, c.sold_status, c.sold_until, c.managed_amount, c.managed_status,
       c.managed_until, c.apps_used, c.counts_in_median, c.ways
FROM added a
JOIN new_credit c USING (partner_id)
ORDER BY a.id, c.client_id
