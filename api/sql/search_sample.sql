-- Of some 75 pages of clients, always the same: how many clients there are, how many have the text $1 in their name or
-- external id, and how many of these do so elsewhere than at the beginning of their names.
SELECT count(*) AS rows,
       count(*) FILTER (WHERE place > 0 OR has_id) AS found,
       count(*) FILTER (WHERE place > 1 OR place = 0 AND has_id) AS inside
FROM (
    SELECT strpos(name_key, text) AS place, strpos(folded(external_id), text) > 0 AS has_id
    FROM client TABLESAMPLE SYSTEM (
             least(100, 7500.0 * current_setting('block_size')::int / greatest(pg_relation_size('client'), 1))
         ) REPEATABLE (0),
         (SELECT folded($1::text) COLLATE "C" AS text OFFSET 0) asked
) sample
