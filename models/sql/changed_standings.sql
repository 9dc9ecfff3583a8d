-- The standings as of $2 that differ from the same partner's as of $1 in anything but the day, or have none to compare.
SELECT new.id
FROM standing new
LEFT JOIN standing old ON old.partner_id = new.partner_id AND old.as_of = $1
WHERE new.as_of = $2
  AND (old.id IS NULL
       OR (old.sold_mrr, old.managed_mrr, old.median_app_usage, old.certified, old.provisional, old.tier, old.program)
           IS DISTINCT FROM
          (new.sold_mrr, new.managed_mrr, new.median_app_usage, new.certified, new.provisional, new.tier, new.program))
