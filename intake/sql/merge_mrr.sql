-- The last line of each client in a revision wins.
INSERT INTO mrr_line AS kept (period, revision, client_id, amount, currency)
SELECT DISTINCT ON (staged.period, staged.revision, client.id)
    staged.period, staged.revision, client.id, staged.amount, staged.currency
FROM intake_mrr AS staged
JOIN client ON client.external_id = staged.client
ORDER BY staged.period, staged.revision, client.id, staged.number DESC
ON CONFLICT (period, revision, client_id) DO UPDATE SET amount = excluded.amount, currency = excluded.currency
WHERE (kept.amount, kept.currency) IS DISTINCT FROM (excluded.amount, excluded.currency)
