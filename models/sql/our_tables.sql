-- The tables and views that are ours, with the sequences of their columns: those that are named in $1, those of months,
-- and those of the open run, whose names are like $2.
SELECT relname::text AS name,
       relname ~ $2 AS is_of_run,
       ARRAY(
           SELECT owned.relname::text
           FROM pg_depend JOIN pg_class owned ON owned.oid = objid AND owned.relkind = 'S'
           WHERE classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass AND refobjid = tab.oid
       ) AS sequences
FROM pg_class tab
WHERE relnamespace = to_regnamespace(quote_ident(current_schema())) AND relkind IN ('r', 'p', 'v')
  AND (relname = ANY ($1::text[])
       OR relname ~ $2
       OR oid IN (SELECT inhrelid FROM pg_inherits
                  WHERE inhparent IN ('activity_event'::regclass, 'daily_activity'::regclass)))
ORDER BY relname
