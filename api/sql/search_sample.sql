-- Of some 75 pages of clients, always the same: how many clients there are, how many have the text $1 in their name or
-- external id, and how many of these do so elsewhere than at the beginning of their names. None where just one or two of
-- the pages have any: what was loaded together may stand there, and tells nothing of the others.
SELECT coalesce(sum(rows), 0)::bigint AS rows,
       CASE WHEN count(*) FILTER (WHERE found > 0) >= least(3, count(*)) THEN coalesce(sum(found), 0) ELSE 0 END::bigint AS found,
       CASE WHEN count(*) FILTER (WHERE inside > 0) >= least(3, count(*)) THEN coalesce(sum(inside), 0) ELSE 0 END::bigint AS inside
FROM (
    SELECT count(*) AS rows, count(*) FILTER (WHERE place > 0 OR has_id) AS found,
           count(*) FILTER (WHERE place > 1 OR place = 0 AND has_id) AS inside
    FROM (
        SELECT (ctid::text::point)[0] AS page, strpos(name_key, text) AS place, strpos(folded(external_id), text) > 0 AS has_id
        FROM client TABLESAMPLE SYSTEM (
                 least(100, 7500.0 * current_setting('block_size')::int / greatest(pg_relation_size('client'), 1))
             ) REPEATABLE (0),
             (SELECT folded($1::text) COLLATE "C" AS text OFFSET 0) asked
    ) sample
    GROUP BY page
) paged
