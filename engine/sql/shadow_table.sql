-- A table of the transaction's own that is called as one of the database's, with its columns, and empty.
CREATE TEMP TABLE {table} ({columns}) ON COMMIT DROP
