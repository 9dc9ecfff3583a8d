-- Makes every decision that the run's chunks set aside visible: effective on $1, as of $2, by edition $3, known at $4, $5 being the
-- digest of the edition and $6 the program.
INSERT INTO tier_decision (id, partner_id, effective_on, as_of, revision, tier, rank, edition, metrics, factors,
                           provisional, known_at, edition_digest, inputs_digest, program)
SELECT d.id, d.partner_id, $1, $2, d.revision, n.tier, n.rank, $3::text, n.metrics, n.factors, n.provisional, $4, $5, d.inputs_digest, $6
FROM new_decision_{run} d
JOIN new_standing_{run} n USING (partner_id)
ORDER BY d.id
