-- Every line in {table}, in the order of the file.
SELECT {columns} FROM {table} ORDER BY number
