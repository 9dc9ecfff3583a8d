-- The first change that is foreseen of each of the partners $2 in program $1, of all for null; of those with one.
SELECT DISTINCT ON (partner_id) partner_id, effective_on, change, tier, rank, metric, client_id, last_day
FROM forecast
WHERE program = $1 AND change <> 'UNCHANGED' AND ($2::bigint[] IS NULL OR partner_id = ANY ($2))
ORDER BY partner_id, place
