-- Has what is foreseen in program $1 of the partners in {partners} looked at again.
INSERT INTO stale_forecast (program, partner_id) SELECT $1, partner_id FROM {partners}
