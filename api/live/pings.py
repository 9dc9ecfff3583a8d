"""How often sockets are asked for a sign of life."""

PING_SECONDS = 25.0  # between pings of the WebSocket protocol, and without a word until a client is asked for one
PINGS_MISSED = 3  # until a client is given up: a stalled tab comes back within a minute
