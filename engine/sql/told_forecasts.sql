-- The first of the partners' $2 forecasts in program $1 that changes a tier; where none does, that of the next decision.
SELECT DISTINCT ON (partner_id) id
FROM forecast
WHERE program = $1 AND partner_id = ANY ($2::bigint[])
ORDER BY partner_id, change = 'UNCHANGED', place
