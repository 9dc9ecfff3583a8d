"""What changes something: facts come in by `ingest.py`, jobs are asked for by `job_requests.py`.

Begin with `mutation.py`, the root. What was expected to go wrong is told in a payload, not as an error.
"""
