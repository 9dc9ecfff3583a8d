-- What is supposed of clients' MRR, in the order in which it was given.
SELECT staged.number, client.id AS client_id, staged.amount, staged.currency, staged.line
FROM intake_client_mrr AS staged
LEFT JOIN client ON client.external_id = staged.client
ORDER BY staged.number
