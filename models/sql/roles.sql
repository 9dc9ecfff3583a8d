-- What is known here of the roles $1, and what they lack that this one cannot give them: a row for each.
SELECT name,
       role IS NOT NULL AS is_there,
       coalesce(role IN (current_user::regrole::oid, owner), false) AS is_owner,
       pg_has_role(role, 'USAGE') AS is_ours,
       has_database_privilege(role, current_database(), 'CONNECT')
           AND has_database_privilege(role, current_database(), 'TEMPORARY') AS may_connect,
       has_schema_privilege(role, home, 'CREATE') AS makes,
       has_schema_privilege(role, home, 'USAGE') OR has_schema_privilege(home, 'USAGE WITH GRANT OPTION') AS may_use,
       has_schema_privilege(role, home, 'CREATE') OR has_schema_privilege(home, 'CREATE WITH GRANT OPTION') AS may_make,
       current_user::text AS "user",
       current_database()::text AS database,
       home
FROM unnest($1::text[]) AS name
CROSS JOIN LATERAL (SELECT to_regrole(quote_ident(name))::oid AS role) AS known
CROSS JOIN (SELECT current_schema()::text AS home) AS here
LEFT JOIN (SELECT relowner AS owner FROM pg_class WHERE oid = to_regclass('tortoise_migrations')) AS kept ON true
