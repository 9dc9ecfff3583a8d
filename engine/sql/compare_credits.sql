-- Sets aside how the credits of the newest computed day differ from new_credit, for the partners from $1 to $2; with the
-- id of the credit that is there, so that one without an id is new. Credits that are the same may be known to be so for
-- a shorter time, or, as of $3, for longer.
WITH kept AS (
    SELECT * FROM client_credit WHERE partner_id BETWEEN $1 AND $2 {of_touched}
),
changed AS (
    INSERT INTO changed_credit_{run}
    SELECT kept.id, partner_id, client_id, n.sold_amount, n.sold_status, n.sold_until, n.managed_amount, n.managed_status,
           n.managed_until, n.apps_used, n.counts_in_median, n.valid_until
    FROM new_credit n
    LEFT JOIN kept USING (partner_id, client_id)
    WHERE kept.id IS NULL
       OR (kept.sold_amount, kept.sold_status, kept.sold_until, kept.managed_amount, kept.managed_status,
           kept.managed_until, kept.apps_used, kept.counts_in_median)
           IS DISTINCT FROM
          (n.sold_amount, n.sold_status, n.sold_until, n.managed_amount, n.managed_status, n.managed_until,
           n.apps_used, n.counts_in_median)
       OR kept.valid_until IS NULL OR kept.valid_until < $3 OR kept.valid_until > n.valid_until
    ORDER BY partner_id, client_id
)
INSERT INTO gone_credit_{run}
SELECT kept.id
FROM kept
WHERE NOT EXISTS (SELECT FROM new_credit n WHERE n.partner_id = kept.partner_id AND n.client_id = kept.client_id)
