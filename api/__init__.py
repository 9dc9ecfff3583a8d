"""GraphQL over HTTP, server-sent events and websockets: who asks, what they may see, what it costs, what they get.

Imports all but `workers` and `ops`. Begin with `http/app.py`, which puts a process together, or with the roots:
`queries/`, `mutations/` and `subscriptions.py`. `auth/scope.py` says who sees what.
"""
