"""A made-up portfolio as lines of the import format, the same for the same seed: what `tierline up --sample` loads.

Begin with `generate` in `portfolio.py`.
"""
