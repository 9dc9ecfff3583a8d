-- A sample of $1 partners, by chance $2, for the run {run}; all of them when $1 is null.
CREATE UNLOGGED TABLE sampled_partner_{run} AS
SELECT id AS partner_id FROM partner ORDER BY hashint8extended(id, $2::bigint) LIMIT $1::bigint
