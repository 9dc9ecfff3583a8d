-- The roles that Tierline's processes log in as, made by who may make roles, in Tierline's database:
--
--   WRITER_PASSWORD=... API_PASSWORD=... OWNER=tierline psql --file=deploy/roles.sql "$DATABASE_URL"
--
-- OWNER is whom `tierline migrate` runs as, by default who runs this. It becomes a member of the writer's role. What the
-- roles may do in the database, `tierline migrate` says. May be run again, as for new passwords.
\set ON_ERROR_STOP on
\set owner :USER
\getenv owner OWNER
\getenv writer_password WRITER_PASSWORD
\getenv api_password API_PASSWORD

SET client_min_messages = warning;

\if :{?writer_password}
\else
DO $$ BEGIN RAISE 'WRITER_PASSWORD is not set'; END $$;
\endif
\if :{?api_password}
\else
DO $$ BEGIN RAISE 'API_PASSWORD is not set'; END $$;
\endif

SELECT format('CREATE ROLE %I', name) FROM unnest(ARRAY['tierline_writer', 'tierline_api']) AS name
WHERE to_regrole(name) IS NULL
\gexec

ALTER ROLE tierline_writer LOGIN PASSWORD :'writer_password';
ALTER ROLE tierline_api LOGIN PASSWORD :'api_password';
GRANT tierline_writer TO :"owner";
GRANT CONNECT, TEMPORARY ON DATABASE :"DBNAME" TO tierline_writer, tierline_api;
