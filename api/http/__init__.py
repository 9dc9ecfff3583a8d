"""Requests as they come over HTTP, server-sent events and websockets, and answers as they go.

Begin with `app.py`, which puts a process together, and `view.py`, which takes a request.
"""
