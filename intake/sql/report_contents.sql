-- What the lines of reports come to by currency, and without one in all: $1 the reports' periods, $2 their revisions.
-- {lines} are those that there are.
SELECT wanted.period, wanted.revision, content.currency, content.lines, content.clients, content.total
FROM unnest($1::date[], $2::integer[]) AS wanted (period, revision)
CROSS JOIN LATERAL (
    SELECT currency, count(*) AS lines, count(DISTINCT client_id) AS clients, sum(amount) AS total
    FROM {lines} AS line
    WHERE period = wanted.period AND revision = wanted.revision
    GROUP BY GROUPING SETS ((currency), ())
) AS content
