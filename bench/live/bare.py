"""The limit: frames that are ready, from a websocket route that does nothing else, served as the API is."""

import asyncio
import sys
from collections import defaultdict

import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from api.http.server import server_config
from bench.live.document import EVERYBODY, NOTHING_YET, payload_of

audiences: defaultdict[str, set[asyncio.Queue[list[str]]]] = defaultdict(set)


async def serve(socket: WebSocket) -> None:
    """As much of the protocol as the clients need to begin; from then on frames alone."""
    await socket.accept(subprotocol="graphql-transport-ws")
    await socket.receive_text()
    await socket.send_text('{"type":"connection_ack"}')
    asked = orjson.loads(await socket.receive_text())
    begin = f'{{"id":"{asked["id"]}","type":"next","payload":'
    audience = audiences[asked["payload"]["variables"].get("partner") or EVERYBODY]
    queue: asyncio.Queue[list[str]] = asyncio.Queue()
    audience.add(queue)
    sending = asyncio.create_task(_send(socket, begin, queue))
    try:
        while True:
            await socket.receive_text()
    except WebSocketDisconnect:
        pass
    finally:
        audience.discard(queue)
        sending.cancel()


async def _send(socket: WebSocket, begin: str, queue: asyncio.Queue[list[str]]) -> None:
    snapshot = payload_of({"kind": "SNAPSHOT", "cursor": NOTHING_YET, "decision": None})
    await socket.send({"type": "websocket.send", "text": f"{begin}{snapshot}}}"})
    while True:
        for payload in await queue.get():
            await socket.send({"type": "websocket.send", "text": f"{begin}{payload}}}"})


async def emit(request: Request) -> Response:
    rendered: defaultdict[str, list[str]] = defaultdict(list)
    for event in orjson.loads(await request.body()):
        payload = payload_of(event["change"])
        for audience in (EVERYBODY, event["partner"]):
            if audience in audiences:
                rendered[audience].append(payload)
    for audience, payloads in rendered.items():
        for queue in audiences[audience]:
            queue.put_nowait(payloads)
    return Response(status_code=204)


def main(port: int) -> None:
    app = Starlette(routes=[Route("/", emit, methods=["POST"]), WebSocketRoute("/graphql", serve)])
    uvicorn.Server(server_config(app, "127.0.0.1", port, log_level="warning")).run()


if __name__ == "__main__":
    main(int(sys.argv[1]))
