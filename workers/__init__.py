"""The processes that run jobs: what one does every few seconds, the job it has, and its help with others' runs.

Imports all but `api` and `ops`. Begin with `main.py` (arq's side of it), then `runner.py` (one job) and `steps.py` (its
days, one after the other).
"""
