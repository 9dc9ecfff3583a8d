-- Makes the standings of program $4 as of $1 equal the run's; $2 is the edition, $3 the moment. Equal rows keep their
-- moment. Returns the partners whose standing is another one now, with its row where there is one.
WITH gone AS (
    DELETE FROM standing WHERE as_of = $1 AND program = $4 AND partner_id NOT IN (SELECT partner_id FROM new_standing_{run})
    RETURNING partner_id
),
merged AS (
    INSERT INTO standing AS existing (partner_id, as_of, metrics, factors, provisional, tier, edition, computed_at,
                                      program)
    SELECT partner_id, $1, metrics, factors, provisional, tier, $2, $3, $4
    FROM new_standing_{run}
    ORDER BY partner_id
    ON CONFLICT (partner_id, as_of, program) DO UPDATE
    SET metrics = excluded.metrics, factors = excluded.factors, provisional = excluded.provisional, tier = excluded.tier,
        edition = excluded.edition, computed_at = excluded.computed_at
    WHERE (existing.metrics, existing.factors, existing.provisional, existing.tier, existing.edition)
        IS DISTINCT FROM
          (excluded.metrics, excluded.factors, excluded.provisional, excluded.tier, excluded.edition)
    RETURNING id, partner_id
)
SELECT partner_id, id FROM merged UNION ALL SELECT partner_id, NULL FROM gone
