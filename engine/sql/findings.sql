-- How many findings a check has, and the first few of them; the check gives a line of text for each.
SELECT finding, count(*) OVER () AS total
FROM (
{check}
) AS found (finding)
ORDER BY finding COLLATE "C"
LIMIT {examples}
