"""What `tierline dry-run` says: once as data, for programs, of which lines for people are made.

Begin with `reading.py`.
"""
