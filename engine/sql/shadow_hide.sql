-- Has rows of {table} be there for the rules, and unknown to whoever names them: all but those that are {known}. They stay in
-- their order, as shares are divided by it. {secret} is what nobody can guess.
UPDATE pg_temp.{table} SET external_id = left(external_id, 200) || chr(1) || '{secret}' || id WHERE NOT ({known})
