-- Until when certifications of any of the partners $1 are valid.
SELECT partner_id, valid_until FROM certification WHERE partner_id = ANY ($1::bigint[])
