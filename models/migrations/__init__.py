"""How a database came to its tables, a step a file, in the order of their numbers; applied by `models/migrate.py`.

A migration that was released never changes. The models say what the tables are by now.
"""
