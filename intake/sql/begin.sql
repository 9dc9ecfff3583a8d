-- What every load starts with: room to sort and hash in memory, and where what is said of its lines goes. A rejected line
-- that is, or may be, of a report says so, and of which: null where that cannot be read; one that confirming would have
-- loaded says that.
SET LOCAL work_mem = '64MB';
CREATE TEMP TABLE intake_rejection (
    number bigint, field text, reason text, of_report boolean NOT NULL DEFAULT false, period date, revision integer,
    confirmable boolean NOT NULL DEFAULT false
) ON COMMIT DROP;
CREATE TEMP TABLE intake_warning (number bigint, field text, reason text) ON COMMIT DROP
