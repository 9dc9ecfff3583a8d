-- What is computed or decided in program $2 as of $1 or a later day, or is being so by a job of one of the kinds $3: days of
-- standings, and days on which decisions take effect. `last_day` is the newest day that anything of it rests on, null when
-- nothing is. A job that runs is at the first day that is not finished, or at the 14th of its month. The first and the last
-- ones are those before $4, the first day of the edition that follows, 'infinity' where none does.
SELECT greatest(
           (SELECT max(day) FROM computed_day WHERE day >= $1 AND program = $2),
           (SELECT max(as_of) FROM tier_decision WHERE as_of >= $1 AND program = $2),
           (SELECT max(day) FROM recompute_run WHERE finished_at IS NULL AND day >= $1 AND program = $2),
           (SELECT max(day)
            FROM recompute_job
            CROSS JOIN LATERAL (SELECT coalesce(first_day + steps_done, month + 13) AS day) AS step
            WHERE status = 'RUNNING' AND kind = ANY ($3) AND day >= $1 AND program = $2)
       ) AS last_day,
       (SELECT min(as_of) FROM standing WHERE as_of >= $1 AND as_of < $4 AND program = $2) AS first_computed,
       (SELECT max(as_of) FROM standing WHERE as_of >= $1 AND as_of < $4 AND program = $2) AS last_computed,
       (SELECT min(effective_on) FROM tier_decision WHERE as_of >= $1 AND as_of < $4 AND program = $2) AS first_decision,
       (SELECT max(effective_on) FROM tier_decision WHERE as_of >= $1 AND as_of < $4 AND program = $2) AS last_decision
