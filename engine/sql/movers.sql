-- Who rose and who fell by the latest decisions of the program $1 on the day $2, by name; each with the gates by which it
-- did, as JSON. Amounts stay texts: JSON's numbers are read as binary ones.
SELECT p.external_id AS partner, p.name, b.tier AS previous_tier, d.tier, d.edition, tier_change(d.rank, b.rank) AS change,
       (SELECT coalesce(json_agg(json_build_object(
            'metric', g.metric_key, 'comparison', g.comparison,
            'required', g.required::text, 'actual', g.actual::text, 'before', g.before::text
        ) ORDER BY g.alternative, g.place), '[]') FROM gates_of_move(d.id) g) AS gates
FROM latest_decision d
JOIN partner p ON p.id = d.partner_id
LEFT JOIN LATERAL decision_in_effect(d.partner_id, d.effective_on - 1, d.program) b ON true
WHERE d.program = $1::text AND d.effective_on = $2::date AND tier_change(d.rank, b.rank) <> 'UNCHANGED'
ORDER BY p.name_key, p.name COLLATE "C", p.external_id COLLATE "C"
