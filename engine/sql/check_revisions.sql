-- The decisions effective from $1 to $2 whose revisions do not count up from 1, that say the same as the revision
-- before them, or that do not rest on the day before they take effect.
WITH decision AS (
    SELECT *, lag(id) OVER revisions AS id_before, lag(revision, 1, 0) OVER revisions AS revision_before
    FROM tier_decision
    WHERE effective_on BETWEEN $1 AND $2
    WINDOW revisions AS (PARTITION BY program, partner_id, effective_on ORDER BY revision)
),
same AS (
    SELECT d.id
    FROM decision d
    JOIN tier_decision b ON b.id = d.id_before
    WHERE (d.tier, d.edition, d.metrics, d.factors, d.provisional)
        IS NOT DISTINCT FROM
          (b.tier, b.edition, b.metrics, b.factors, b.provisional)
      AND NOT EXISTS (
          SELECT FROM (SELECT * FROM decision_credit WHERE decision_id = d.id) AS now
          FULL JOIN (SELECT * FROM decision_credit WHERE decision_id = b.id) AS before USING (client_id)
          WHERE (now.sold_amount, now.sold_status, now.sold_until, now.managed_amount, now.managed_status,
                 now.managed_until, now.apps_used, now.counts_in_median, now.ways)
              IS DISTINCT FROM
                (before.sold_amount, before.sold_status, before.sold_until, before.managed_amount,
                 before.managed_status, before.managed_until, before.apps_used, before.counts_in_median,
                 before.ways)
      )
)
SELECT format('partner %s, effective %s: ', p.external_id, d.effective_on)
       || CASE WHEN d.revision <> d.revision_before + 1
                   THEN format('revision %s follows revision %s', d.revision, d.revision_before)
               WHEN d.as_of <> d.effective_on - 1 THEN format('revision %s rests on %s', d.revision, d.as_of)
               ELSE format('revision %s says what the one before it says', d.revision) END
FROM decision d
JOIN partner p ON p.id = d.partner_id
WHERE d.revision <> d.revision_before + 1 OR d.as_of <> d.effective_on - 1 OR d.id IN (SELECT id FROM same)
