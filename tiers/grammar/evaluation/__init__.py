"""What an edition makes of one partner's facts on one day: credits, numbers, gates and the performing tier.

Begin with `assess` in `assessment.py`; `facts.py` is all that it may look at.
"""
