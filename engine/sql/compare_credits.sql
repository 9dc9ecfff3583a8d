-- Sets aside how the credits of the newest computed day differ from new_credit, for the partners from $1 to $2; with the
-- id of the credit that is there, so that one without an id is new. Credits that are the same may be known to be so for
-- a shorter time, or, as of $3, for longer. $4 is the program.
WITH existing AS (
    SELECT * FROM client_credit WHERE partner_id BETWEEN $1 AND $2 AND program = $4 {of_touched}
),
changed AS (
    INSERT INTO changed_credit_{run}
    SELECT existing.id, partner_id, client_id, n.sold_amount, n.sold_status, n.sold_until, n.managed_amount,
           n.managed_status, n.managed_until, n.apps_used, n.counts_in_median, n.ways, n.valid_until,
           n.further_apps_used
    FROM new_credit n
    LEFT JOIN existing USING (partner_id, client_id)
    WHERE existing.id IS NULL
       OR (existing.sold_amount, existing.sold_status, existing.sold_until, existing.managed_amount,
           existing.managed_status, existing.managed_until, existing.apps_used, existing.counts_in_median,
           existing.ways, existing.further_apps_used)
           IS DISTINCT FROM
          (n.sold_amount, n.sold_status, n.sold_until, n.managed_amount, n.managed_status, n.managed_until,
           n.apps_used, n.counts_in_median, n.ways, n.further_apps_used)
       OR existing.valid_until IS NULL OR existing.valid_until < $3 OR existing.valid_until > n.valid_until
    ORDER BY partner_id, client_id
)
INSERT INTO gone_credit_{run}
SELECT existing.id
FROM existing
WHERE NOT EXISTS (
    SELECT FROM new_credit n WHERE n.partner_id = existing.partner_id AND n.client_id = existing.client_id
)
