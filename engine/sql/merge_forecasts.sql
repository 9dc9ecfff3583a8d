-- Makes what is foreseen in program $1 of the partners $2, of all for null, what job $4 has found, after the day $3. Rows
-- that say the same stay.
WITH gone AS (
    DELETE FROM forecast f
    WHERE program = $1 AND ($2::bigint[] IS NULL OR partner_id = ANY ($2))
      AND NOT EXISTS (SELECT FROM found_forecast n WHERE n.job_id = $4 AND n.partner_id = f.partner_id AND n.place = f.place)
)
INSERT INTO forecast AS kept (program, partner_id, place, effective_on, tier, rank, edition, change, falls_first, metric,
                              client_id, last_day, mrr, foreseen_on)
SELECT $1, partner_id, place, effective_on, tier, rank, edition, change, falls_first, metric, client_id, last_day, mrr, $3
FROM found_forecast
WHERE job_id = $4
ORDER BY partner_id, place
ON CONFLICT (partner_id, place, program) DO UPDATE
SET effective_on = excluded.effective_on, tier = excluded.tier, rank = excluded.rank, edition = excluded.edition,
    change = excluded.change, falls_first = excluded.falls_first, metric = excluded.metric, client_id = excluded.client_id,
    last_day = excluded.last_day, mrr = excluded.mrr, foreseen_on = excluded.foreseen_on
WHERE (kept.effective_on, kept.tier, kept.rank, kept.edition, kept.change, kept.falls_first, kept.metric, kept.client_id,
       kept.last_day, kept.mrr)
    IS DISTINCT FROM
      (excluded.effective_on, excluded.tier, excluded.rank, excluded.edition, excluded.change, excluded.falls_first,
       excluded.metric, excluded.client_id, excluded.last_day, excluded.mrr)
