-- Takes out the product lines that others than the partner $1 have sold, but where its numbers without the facts show that they
-- have: a line that a client pays for which counts, as $2 do, by the partner's sale of everything, and a line that it has sold itself,
-- unless the facts say more of that.
-- What is put in are the client and the product line of each sale among the facts.
DELETE FROM pg_temp.sale AS other
WHERE partner_id <> $1 AND (
    (client_id, line) IN (SELECT client.id, told.line FROM ({told}) AS told JOIN client ON client.external_id = told.client)
    OR NOT EXISTS (
        SELECT
        FROM pg_temp.sale AS own
        WHERE own.partner_id = $1 AND own.client_id = other.client_id AND own.line = other.line
    ) AND NOT EXISTS (
        SELECT
        FROM pg_temp.client
        JOIN pg_temp.mrr_line AS paid ON paid.client_id = client.id
        WHERE client.id = other.client_id AND client.id = ANY ($2::bigint[]) AND sold_by_id = $1 AND paid.line = other.line
    )
)
