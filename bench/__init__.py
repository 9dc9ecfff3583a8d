"""Measurements beside peers: `reads/` of queries, `live/` of subscriptions, `recompute/` of jobs."""
