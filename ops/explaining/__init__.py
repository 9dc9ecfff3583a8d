"""What `tierline explain` says: once as data, for programs, of which lines for people are made.

Begin with `data.py`.
"""
