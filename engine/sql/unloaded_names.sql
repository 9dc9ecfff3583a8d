-- Of names that an edition looks for, those that no fact has: measures of partners ($1) and of clients ($2), credentials ($3)
-- and product lines ($4), which have sales or MRR.
SELECT what, name
FROM (
    SELECT 1 AS place, 'measure of a partner' AS what, name FROM unnest($1::text[]) AS wanted (name)
    WHERE NOT EXISTS (SELECT FROM measure m WHERE m.name = wanted.name AND m.partner_id IS NOT NULL)
    UNION ALL
    SELECT 2, 'measure of a client', name FROM unnest($2::text[]) AS wanted (name)
    WHERE NOT EXISTS (SELECT FROM measure m WHERE m.name = wanted.name AND m.client_id IS NOT NULL)
    UNION ALL
    SELECT 3, 'credential', name FROM unnest($3::text[]) AS wanted (name)
    WHERE NOT EXISTS (SELECT FROM credential c WHERE c.name = wanted.name)
    UNION ALL
    SELECT 4, 'product line', name FROM unnest($4::text[]) AS wanted (name)
    WHERE NOT EXISTS (SELECT FROM sale s WHERE s.line = wanted.name)
      AND NOT EXISTS (SELECT FROM mrr_line l WHERE l.line = wanted.name)
) AS unloaded
ORDER BY place, name COLLATE "C"
