-- Who is foreseen to fall in program $1 within the next $2 decisions, from which tier to which, and why; the largest first.
SELECT p.external_id AS partner, p.name, f.effective_on, f.tier, f.metric, c.external_id AS client, c.name AS client_name,
       f.last_day, f.mrr,
       CASE WHEN f.place = 1
            THEN (SELECT d.tier FROM decision_in_effect(f.partner_id, f.effective_on - 1, $1) d)
            ELSE (SELECT b.tier FROM forecast b
                  WHERE b.program = $1 AND b.partner_id = f.partner_id AND b.place = f.place - 1)
       END AS tier_before
FROM forecast f
JOIN partner p ON p.id = f.partner_id
LEFT JOIN client c ON c.id = f.client_id
WHERE f.program = $1 AND f.falls_first AND f.place <= $2
ORDER BY f.mrr DESC, p.external_id COLLATE "C" DESC
