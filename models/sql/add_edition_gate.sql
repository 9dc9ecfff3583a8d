-- A gate that is shown to who holds a tier: program, edition, the tier that is held, alternative, place, the tier whose
-- gate it is, metric, decimals, comparison, threshold and step.
INSERT INTO edition_gate (
    program, edition, held, alternative, place, tier, metric, decimals, comparison, threshold, step
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT DO NOTHING
