-- The gaps in the numbers of events.
SELECT format('no event has a number between %s and %s', seq, next)
FROM (SELECT seq, lead(seq) OVER (ORDER BY seq) AS next FROM event) AS numbered
WHERE next > seq + 1
