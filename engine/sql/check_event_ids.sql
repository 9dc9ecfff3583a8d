-- The ids of events that are there twice, or that loads do not know of and would add once more; and, as long as no month
-- was dropped, those that loads know of and whose event is not there.
WITH loaded AS (
    SELECT external_id COLLATE "C" AS external_id, count(*) AS times FROM activity_event GROUP BY 1
),
seen AS (
    SELECT external_id COLLATE "C" AS external_id, 1 AS once FROM seen_event
)
SELECT format('event %s: ', external_id)
       || CASE WHEN times > 1 THEN format('is there %s times', times)
               WHEN once IS NULL THEN 'is there, and its id is not noted in seen_event'
               ELSE 'its id is noted in seen_event, and it is not there' END
FROM loaded
FULL JOIN seen USING (external_id)
WHERE times > 1 OR once IS NULL OR (times IS NULL AND (SELECT activity_from FROM calendar) IS NULL)
