"""The `tierline` command, its settings, and what it takes to run all of it on one machine.

Imports everything, and nothing imports it. Begin with `cli.py` and `commands/`, a module for each command;
`installation.py` is how every command finds its database, `up.py` the one that starts the others.
"""
