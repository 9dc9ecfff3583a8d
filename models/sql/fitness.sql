-- What a database has to be like before migrations are applied to it: one row.
SELECT pg_encoding_to_char(encoding) AS encoding,
       current_schema()::text AS current,
       current_setting('search_path') AS path,
       current_user::text AS "user",
       coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS may_create,
       (SELECT nspname::text FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE pg_class.oid = to_regclass('tortoise_migrations')) AS kept_in
FROM pg_database
WHERE datname = current_database()
