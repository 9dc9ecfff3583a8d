-- From here on shadows are meant wherever a table of facts is named, and nothing else can be written in this transaction.
-- The search path is said, not only implied: statements that were prepared for the tables are prepared anew for these.
SELECT set_config('search_path', 'pg_temp, ' || current_setting('search_path'), true),
       set_config('transaction_read_only', 'on', true)
