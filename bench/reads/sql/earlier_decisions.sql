-- The newest decisions once more for each of the eleven months before, so that there is a year of them.
INSERT INTO tier_decision (partner_id, effective_on, as_of, revision, tier, rank, program, edition, metrics, factors,
                           provisional, known_at, edition_digest)
SELECT partner_id, month, month - 1, revision, tier, rank, program, edition, metrics, factors, provisional,
       known_at - k * interval '1 month', edition_digest
FROM tier_decision
CROSS JOIN generate_series(1, 11) AS k
CROSS JOIN LATERAL (SELECT (effective_on - k * interval '1 month')::date AS month) AS earlier
ORDER BY month, id
