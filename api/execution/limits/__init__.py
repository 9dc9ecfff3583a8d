"""How much anybody may ask for, judged before work begins that grows with it; docs/limits.md has what is counted.

Begin with `bounds.py`, which has the numbers, and `sizes.py`, which every new list of objects has to be in.
"""
