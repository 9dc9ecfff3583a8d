-- All tables that are ours: those that are named in $1, those of months, and those of the open run. A row for each, with
-- the sequences of its columns.
SELECT relname::text AS name,
       relpersistence = 'u' AND relname ~ '_[0-9]+$' AS is_of_run,
       ARRAY(
           SELECT format('%I.%I', current_schema(), owned.relname)
           FROM pg_depend JOIN pg_class owned ON owned.oid = objid AND owned.relkind = 'S'
           WHERE classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass AND refobjid = tab.oid
       ) AS sequences
FROM pg_class tab
WHERE relnamespace = to_regnamespace(quote_ident(current_schema())) AND relkind IN ('r', 'p')
  AND (relname = ANY ($1::text[])
       OR oid IN (SELECT inhrelid FROM pg_inherits
                  WHERE inhparent IN (to_regclass('activity_event'), to_regclass('daily_activity')))
       OR relname ~ $2)
ORDER BY relname
