-- Every rejected line, in the order of the file.
SELECT number, field, reason FROM intake_rejection ORDER BY number
