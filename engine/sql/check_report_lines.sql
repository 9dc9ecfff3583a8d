-- The clients that have, in one revision of a report, a line without a product line beside lines with one: their MRR would
-- count twice.
SELECT format('client %s: has lines with and without a product line in revision %s of %s', c.external_id, found.revision,
              to_char(found.period, 'YYYY-MM'))
FROM (
    SELECT client_id, period, revision
    FROM mrr_line
    GROUP BY client_id, period, revision
    HAVING bool_or(line IS NULL) AND bool_or(line IS NOT NULL)
) AS found
JOIN client c ON c.id = found.client_id
