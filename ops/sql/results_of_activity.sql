-- What rests on the activity of the days from $1 to $2, which editions look back on for $3 days at most: the first day
-- with standings, and the days on which decisions take effect.
SELECT (SELECT min(as_of) FROM standing WHERE as_of >= $1) AS first_day,
       (SELECT array_agg(DISTINCT effective_on ORDER BY effective_on) FROM tier_decision
        WHERE as_of >= $1 AND as_of <= $2::date + $3::int) AS months
