-- Has rows of {table} be there for the rules, and unknown to whoever names them: all but $1. In their order, as shares are
-- divided by it. $2 is what nobody can guess.
UPDATE pg_temp.{table} SET external_id = left(external_id, 200) || chr(1) || $2 || id WHERE id <> ALL ($1::bigint[])
