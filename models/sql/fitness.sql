-- What a database has to be like before migrations are applied to it: one row.
SELECT pg_encoding_to_char(encoding) AS encoding,
       current_schema()::text AS current,
       current_setting('search_path') AS path,
       current_user::text AS "user",
       coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS may_create,
       (SELECT nspname::text FROM pg_namespace WHERE oid = migrations.relnamespace) AS kept_in,
       pg_get_userbyid(migrations.relowner)::text AS owner,
       pg_has_role(migrations.relowner, 'USAGE') AS is_owner,
       trigrams.extnamespace::regnamespace::text AS trigrams_in,
       has_schema_privilege(trigrams.extnamespace, 'USAGE') AS may_use_trigrams,
       EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm') AS knows_trigrams,
       has_database_privilege(datname, 'CREATE') AS may_extend,
       datname::text AS database
FROM pg_database
LEFT JOIN pg_extension trigrams ON trigrams.extname = 'pg_trgm'
LEFT JOIN pg_class migrations ON migrations.oid = to_regclass('tortoise_migrations')
WHERE datname = current_database()
