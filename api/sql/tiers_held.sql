-- How many of the partners that had joined by the day $1 hold which tier of which program on it; null, null for none.
SELECT held.program, held.tier, count(*) AS partners
FROM partner p
LEFT JOIN LATERAL (
    SELECT d.program, d.tier
    FROM tier_decision d
    WHERE d.partner_id = p.id AND d.effective_on <= $1::date
    ORDER BY d.effective_on DESC, d.revision DESC
    LIMIT 1
) AS held ON true
WHERE p.joined_on <= $1::date
GROUP BY held.program, held.tier
