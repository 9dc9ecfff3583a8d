from tortoise import migrations
from tortoise.migrations import operations as ops

# Both look at gates with nothing but `gates_ahead`: whoever asks, it is what a standing shows of its own.
#
# What a partner rose or fell by is asked of one tier, the lost or the new one, of which the row of gates that is held
# below it gives the gates; the highest tier has two such rows, which say the same.
GATES_OF_MOVE = """
CREATE FUNCTION gates_of_move(decision bigint)
RETURNS TABLE (
    tier text, alternative smallint, place smallint,
    metric_key text, metric_name text, metric_unit text, metric_description text,
    comparison text, required numeric, actual numeric, before numeric
) LANGUAGE sql STABLE PARALLEL SAFE ROWS 3
BEGIN ATOMIC
    WITH move AS (
        SELECT d.program, d.edition, d.metrics, d.factors, p.metrics AS metrics_before, d.rank < coalesce(e.rank, 0) AS fell,
               CASE WHEN d.rank < coalesce(e.rank, 0) THEN e.tier ELSE d.tier END AS tier
        FROM tier_decision d
        LEFT JOIN LATERAL decision_in_effect(d.partner_id, d.effective_on - 1, d.program) e ON true
        LEFT JOIN tier_decision p ON p.id = e.id
        WHERE d.id = decision AND d.rank <> coalesce(e.rank, 0)
    ),
    gate AS (
        SELECT m.fell, g.*, b.actual AS before, b.passed AS passed_before,
               bool_and(g.passed) OVER (PARTITION BY g.alternative) AS met
        FROM move m
        CROSS JOIN LATERAL (
            SELECT min(o.held) AS held FROM edition_gate o
            WHERE o.program = m.program AND o.edition = m.edition AND o.tier = m.tier
        ) below
        CROSS JOIN LATERAL gates_ahead(m.program, m.edition, below.held, m.metrics, m.factors) g
        JOIN LATERAL gates_ahead(m.program, m.edition, below.held, m.metrics_before, m.factors) b
            ON b.alternative = g.alternative AND b.place = g.place
        WHERE g.tier = m.tier
    )
    SELECT g.tier, g.alternative, g.place, g.metric_key, g.metric_name, g.metric_unit, g.metric_description,
           g.comparison, g.required, g.actual, g.before
    FROM gate g
    WHERE CASE
        WHEN g.fell THEN NOT g.passed AND NOT EXISTS (SELECT FROM gate o WHERE o.met)
        ELSE NOT g.passed_before AND g.alternative = (SELECT min(o.alternative) FROM gate o WHERE o.met)
    END
    ORDER BY g.alternative, g.place;
END;
COMMENT ON FUNCTION gates_of_move IS
    'Of a decision by which a partner fell, the gates of the tier it lost that keep it from that; of one by which it rose, those of its tier that its numbers before did not pass.'
"""
# A part of a whole that is 0, or below it, is no number that could be compared: all of it is lacking then.
NEAREST = """
CREATE FUNCTION nearest_alternative(of_program text, of_edition text, tier_held text, metrics jsonb, factors jsonb)
RETURNS TABLE (tier text, alternative smallint, lacking bigint, lack numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
BEGIN ATOMIC
    SELECT g.tier, g.alternative, count(*) FILTER (WHERE NOT g.passed) AS lacking,
           round(coalesce(sum(
               CASE WHEN g.required > 0 THEN g.missing / g.required ELSE 1 END
           ) FILTER (WHERE NOT g.passed), 0), 6) AS lack
    FROM gates_ahead(of_program, of_edition, tier_held, metrics, factors) g
    WHERE g.tier IS DISTINCT FROM tier_held
    GROUP BY g.tier, g.alternative
    ORDER BY lacking, lack, g.alternative
    LIMIT 1;
END;
COMMENT ON FUNCTION nearest_alternative IS
    'The alternative of the next tier that lacks least, none when the highest is held: how many gates fail, and the sum of what each lacks as a part of what it requires.'
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0041_names_of_employees")]

    operations = [
        ops.RunSQL(GATES_OF_MOVE, reverse_sql="DROP FUNCTION gates_of_move"),
        ops.RunSQL(NEAREST, reverse_sql="DROP FUNCTION nearest_alternative"),
    ]
