-- The staging table of one type; lines carry their numbers. In the session's own schema, gone when the transaction ends.
CREATE TEMP TABLE {staging} (number bigint, {columns}) ON COMMIT DROP
