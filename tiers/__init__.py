"""The rules, as pure functions over frozen dataclasses, and the editions of the program as data (`editions/`).

Imports the standard library only, and does no I/O: days, facts and editions are arguments. Begin with `assess` in
`assessment.py`, which makes a partner's numbers, credits and tier of its facts by an edition; docs/rules.md says the
same in words, and `explanation.py` what a credit is made of.
"""
