-- What a schema that is made to be served by PostGraphile has: computed columns, and indexes in the orders that it asks for.
CREATE INDEX partner_by_plain_name ON partner (name_key, id);
CREATE INDEX client_by_plain_name ON client (name_key, id);

CREATE FUNCTION partner_current_tier(partner) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT d.tier FROM tier_decision d WHERE d.partner_id = $1.id AND d.effective_on <= current_date
    ORDER BY d.effective_on DESC, d.revision DESC LIMIT 1
$$;
CREATE FUNCTION partner_newest_standing(partner) RETURNS standing LANGUAGE sql STABLE AS $$
    SELECT s FROM standing s WHERE s.partner_id = $1.id AND s.as_of = (SELECT max(day) FROM computed_day)
$$;
CREATE FUNCTION partner_tier_history(partner) RETURNS SETOF tier_decision LANGUAGE sql STABLE AS $$
    SELECT d FROM tier_decision d WHERE d.partner_id = $1.id AND d.effective_on <= current_date AND NOT EXISTS (
        SELECT FROM tier_decision n
        WHERE n.partner_id = d.partner_id AND n.effective_on = d.effective_on AND n.revision > d.revision
    )
    ORDER BY d.effective_on DESC
$$;
