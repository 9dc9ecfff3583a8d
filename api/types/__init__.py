"""The types of the schema. Each field says how it is read, in the words of `api/reading/declared.py`.

Begin with `partners.py`, which has a field of nearly every kind.
"""
