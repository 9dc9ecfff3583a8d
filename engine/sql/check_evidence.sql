-- Evidence of decisions that are not there, but for what the run under way has set aside for those to come.
SELECT format('decision #%s is not there, and has the credits of %s clients', decision_id, count(*))
FROM decision_credit c
WHERE NOT EXISTS (SELECT FROM tier_decision d WHERE d.id = c.decision_id)
  AND NOT EXISTS (
      SELECT FROM recompute_run r
      WHERE r.finished_at IS NULL AND c.decision_id >= r.first_decision AND c.decision_id < r.first_decision + r.partners
  )
GROUP BY decision_id
