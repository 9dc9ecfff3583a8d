-- The partners that had joined by the newest computed day and have no standing of it, or have one and had not joined; but
-- for those of which something was loaded since.
SELECT format('partner %s, joined on %s: has %s standing of %s', p.external_id, p.joined_on,
              CASE WHEN s.id IS NULL THEN 'no' ELSE 'a' END, newest.day)
FROM newest_day newest
CROSS JOIN partner p
LEFT JOIN standing s ON s.partner_id = p.id AND s.as_of = newest.day AND s.program = newest.program
WHERE (s.id IS NULL) = (p.joined_on <= newest.day)
  AND NOT EXISTS (SELECT FROM stale_partner w WHERE w.partner_id = p.id)
