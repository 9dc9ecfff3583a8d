-- The standings of program $3 as of $2 that differ from the same partner's as of $1 in anything but the day, or have none
-- to compare.
-- As groups: a day that was written a moment ago is not in the planner's statistics, and any join would be done row by row.
SELECT max(id) AS id
FROM standing
WHERE as_of IN ($1, $2) AND program = $3
GROUP BY partner_id, metrics, factors, provisional, tier, edition
HAVING count(*) = 1 AND max(as_of) = $2
