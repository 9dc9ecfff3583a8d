"""The commands of `tierline`, a module each: what they take, what they call and what they print.

`ops/cli.py` lists them, and imports the one that is asked for.
"""
