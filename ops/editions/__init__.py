"""What `tierline editions` does: `views.py` looks, `changes.py` changes.

Texts and rows are found by `finding.py`, and said by `telling.py`.
"""
