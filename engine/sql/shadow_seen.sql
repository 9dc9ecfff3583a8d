-- Which of the clients $2 the partner $1 may see, and of which of those the MRR: as its token does (api/types/clients.py
-- and credits.py).
SELECT client_id, 'COUNTED' IN (sold_status, managed_status) AS shows_mrr
FROM client_credit
WHERE partner_id = $1 AND client_id = ANY ($2::bigint[])
