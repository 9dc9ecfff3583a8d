import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from ops.probing import find_lack, is_ready

LACKS = {
    "/stalled/readyz": b'{"status": "not ready", "reason": "live updates stand still"}',
    "/odd/readyz": b'{"reason": 1}',
}


class Api(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/readyz" else 503)
        self.end_headers()
        self.wfile.write(LACKS.get(self.path, b""))

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Api)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy"])
def test_no_proxy_is_asked_about_this_machine(url: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert is_ready(url)
    assert not is_ready(f"{url}/elsewhere")


def test_what_does_not_listen_is_not_ready() -> None:
    assert not is_ready("http://127.0.0.1:9")


def test_who_is_not_ready_says_what_is_lacking(url: str) -> None:
    assert find_lack(url) is None
    assert find_lack(f"{url}/stalled") == "live updates stand still"
    assert find_lack(f"{url}/odd") == find_lack(f"{url}/silent") == "answers 503"
    assert find_lack("http://127.0.0.1:9") == "does not answer"
