-- How many findings of a kind there are, and the first of them, the largest first, with what facts call what they are about.
SELECT total, size::numeric, p.external_id AS partner, c.external_id AS client, e.external_id AS employee, period, detail
FROM (
    SELECT *, count(*) OVER () AS total
    FROM (
{kind}
    ) AS every (size, partner_id, client_id, employee_id, period, detail)
    ORDER BY size DESC, partner_id, client_id, employee_id, period, detail COLLATE "C"
    LIMIT {most}
) AS found
LEFT JOIN partner p ON p.id = found.partner_id
LEFT JOIN client c ON c.id = found.client_id
LEFT JOIN employee e ON e.id = found.employee_id
ORDER BY size DESC, found.partner_id, client_id, employee_id, period, detail COLLATE "C"
