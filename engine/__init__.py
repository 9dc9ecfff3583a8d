"""From facts to assessments: SQL gathers, `tiers` decides, and an assessment is published, compared or answered.

Imports all but `workers`, `api` and `ops`; it alone writes derived rows. Begin with `gather.py` and `assessment.py`, on
which all of it rests. A run publishes: `runs.py` says what one is, then come `chunks.py` and `publication.py`, and
`invalidation.py` says what need not be looked at. `answers.py` is for whoever asks, on any day and without a run, and
`comparison.py` holds what it says beside what is stored.
"""
