-- The days on which decisions take effect.
SELECT DISTINCT effective_on AS day FROM tier_decision ORDER BY day
