-- Which of the clients $2 the partner $1 may see, and of which of those the MRR: as its token does (api/types/clients.py
-- and credits.py), by whichever program they appear under it.
SELECT client_id, coalesce(bool_or('COUNTED' IN (sold_status, managed_status)), false) AS shows_mrr
FROM client_credit
WHERE partner_id = $1 AND client_id = ANY ($2::bigint[])
GROUP BY client_id
