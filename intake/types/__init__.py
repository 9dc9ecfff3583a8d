"""The types of records, a module each: its fields, its checks, and how it is merged.

Begin with `access.py`, a plain one.
"""
