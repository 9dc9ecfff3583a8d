"""What `tierline status` says, a module for each part of it. Begin with `lines.py`, which says what a line is."""
