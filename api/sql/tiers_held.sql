-- How many of the partners that had joined by the day $1 hold which tier of which edition on it; null, null for none.
SELECT h.edition, h.tier, count(*) AS partners
FROM partner p
LEFT JOIN LATERAL tier_on(p.id, $1::date) AS h ON true
WHERE p.joined_on <= $1::date
GROUP BY h.edition, h.tier
