"""From facts to standings, credits and decisions: SQL gathers, `tiers` decides, and one transaction shows the outcome.

Imports all but `workers`, `api` and `ops`; it alone writes derived rows. Begin with `runs.py`: what a run is. Then
`gather.py`, `assessment.py`, `chunks.py` and `publication.py`, in the order of a run; `invalidation.py` says what need
not be looked at, and `comparison.py` decides once more to compare.
"""
