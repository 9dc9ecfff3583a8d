"""What can be asked, by subject. Begin with `query.py`, the root."""
