-- What waits to be taken in or looked at again, and is not there. As a subquery of each row, so that however many wait
-- no more than their own events are looked up.
SELECT format('stale_day %s: client #%s is not there', id, client_id)
FROM stale_day s
WHERE NOT EXISTS (SELECT FROM client c WHERE c.id = s.client_id)
UNION ALL
SELECT format('stale_day %s: client #%s has no event on %s', id, client_id, day)
FROM stale_day s
WHERE (SELECT 1 FROM activity_event e WHERE e.client_id = s.client_id AND e.day = s.day LIMIT 1) IS NULL
  AND EXISTS (SELECT FROM client c WHERE c.id = s.client_id)
UNION ALL
SELECT format('stale_client %s: client #%s is not there', id, client_id)
FROM stale_client s
WHERE NOT EXISTS (SELECT FROM client c WHERE c.id = s.client_id)
UNION ALL
SELECT format('stale_partner %s: partner #%s is not there', id, partner_id)
FROM stale_partner s
WHERE NOT EXISTS (SELECT FROM partner p WHERE p.id = s.partner_id)
