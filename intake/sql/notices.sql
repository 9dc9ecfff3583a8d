-- Every line in {table}, in the order of the file.
SELECT number, field, reason FROM {table} ORDER BY number
