-- New rows of shadows get ids below 0, which no row of the database has.
CREATE TEMP SEQUENCE supposed_id INCREMENT -1 OWNED BY pg_temp.partner.id
