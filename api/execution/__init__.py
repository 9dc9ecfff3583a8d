"""Operations from their text to their result: parsed, checked, priced, run in time, with errors as callers read them.

Begin with `documents.py` and `served_schema.py`; `framework.py` is where graphql-core does what it does not by itself.
"""
