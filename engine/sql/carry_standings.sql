-- The standings of untouched partners are those as of $1, the newest computed day, but for being provisional ($2). $3 is the
-- program.
INSERT INTO new_standing_{run}
SELECT partner_id, metrics, factors, $2, tier, 0
FROM standing
WHERE as_of = $1 AND program = $3 AND partner_id NOT IN (SELECT partner_id FROM touched_partner_{run})
