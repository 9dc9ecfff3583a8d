-- When each of the partners $3, of all for null, has joined, and its certifications that cover a day from $1 to $2, if any.
SELECT p.id AS partner_id, p.joined_on, c.valid_from, c.valid_until
FROM partner p
LEFT JOIN certification c ON c.partner_id = p.id AND c.valid_from <= $2 AND c.valid_until >= $1
WHERE $3::bigint[] IS NULL OR p.id = ANY ($3)
