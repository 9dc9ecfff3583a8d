-- A table of the transaction's own that is called as a table of facts in {schema}, with its columns, and empty.
CREATE TEMP TABLE {table} (LIKE {schema}.{table}{key}) ON COMMIT DROP
