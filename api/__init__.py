"""GraphQL over HTTP, server-sent events and websockets: who asks, what they may see, what it costs, what they get.

Imports all but `workers` and `ops`. Begin with `app.py`, which puts a process together, or with the schema's roots:
`queries.py`, `mutations/` and `subscriptions.py`. `scope.py` says who sees what.
"""
