-- The standings as of $2 that differ from the same partner's as of $1 in anything but the day, or have none to compare.
-- As sets: a day that was written a moment ago is not in the planner's statistics, and a join would be done row by row.
SELECT standing.id
FROM (
    SELECT partner_id, sold_mrr, managed_mrr, median_app_usage, certified, provisional, tier, program
    FROM standing WHERE as_of = $2
    EXCEPT
    SELECT partner_id, sold_mrr, managed_mrr, median_app_usage, certified, provisional, tier, program
    FROM standing WHERE as_of = $1
) AS changed
JOIN standing ON standing.partner_id = changed.partner_id AND standing.as_of = $2
