-- What every load starts with: room to sort and hash in memory, and where its rejected lines go.
SET LOCAL work_mem = '64MB';
CREATE TEMP TABLE intake_rejection (number bigint, field text, reason text) ON COMMIT DROP
