-- The $1 partners that lack least for the next tier by the standings of the newest computed day, each with the gates that
-- it lacks, as JSON; as `Portfolio.nearNext` has them.
SELECT near.external_id AS partner, near.name, near.as_of, near.tier, near.edition, near.next_tier, near.lack::text AS lack,
       (SELECT json_agg(json_build_object(
            'metric', g.metric_key, 'comparison', g.comparison,
            'required', g.required::text, 'actual', g.actual::text, 'missing', g.missing::text
        ) ORDER BY g.place)
        FROM gates_ahead(near.program, near.edition, near.tier, near.metrics, near.factors) g
        WHERE NOT g.passed AND g.alternative = near.alternative) AS gates
FROM (
    SELECT s.*, p.external_id, p.name, n.tier AS next_tier, n.alternative, n.lacking, n.lack
    FROM newest_standing s
    JOIN partner p ON p.id = s.partner_id
    CROSS JOIN LATERAL nearest_alternative(s.program, s.edition, s.tier, s.metrics, s.factors) n
    WHERE n.lacking > 0
    ORDER BY n.lacking, n.lack, p.external_id COLLATE "C"
    LIMIT $1
) near
ORDER BY near.lacking, near.lack, near.external_id COLLATE "C"
