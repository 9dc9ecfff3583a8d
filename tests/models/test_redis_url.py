import pytest
from redis.asyncio.connection import SSLConnection, UnixDomainSocketConnection

from jobs.queue import Queue, connect_redis
from jobs.redis_url import check_redis_url

SECRET = "hunter"


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("http://cache", "must look like"),
        ("redis://", "must look like"),
        ("unix://", "must look like"),
        ("redis://cache:port/0", "must look like"),
        ("redis://cache:65536/0", "must look like"),
        ("redis://cache:6379/tierline", "names a database 'tierline'"),
        ("redis://cache:6379/0/1", "names a database '0/1'"),
        ("redis://cache:6379/-1", "names a database '-1'"),
        ("redis://cache:6379/\u0664", "names a database"),
        ("redis://cache?db=", "names a database ''"),
        ("redis://cache/1?db=2", "names two databases: 2 and 1"),
        ("unix:///run/valkey.sock?db=main", "names a database 'main'"),
        ("redis://cache?timeuot=3", "has an option 'timeuot'"),
        ("redis://cache?ssl_ca_certs=/ca.pem", "has an option 'ssl_ca_certs'"),
        (f"redis://:{SECRET}/x@cache/0", "write / as %2F"),
        (f"redis://app:12/{SECRET}@cache/0", "write / as %2F"),
        (f"redis://app:12?{SECRET}@cache/0", "write / as %2F"),
        (f"redis://app:12?{SECRET}=1@cache/0", "write / as %2F"),
        (f"redis://app:12#{SECRET}@cache/0", "write / as %2F"),
        (f"redis://app:{SECRET}@cache/main", "names a database 'main'"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_tells_no_password(url: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=r"^(must|has|names) ") as raised:
        check_redis_url(url)
    assert complaint in str(raised.value)
    assert SECRET not in str(raised.value)
    with pytest.raises(ValueError, match=r"^(must|has|names) "):
        Queue(url)


def test_names_passwords_and_paths_are_percent_encoded() -> None:
    of = connect_redis("rediss://tl%20user:p%40ss%2Fw%3Ard@[::1]:6380/3").connection_pool
    given = {name: of.connection_kwargs[name] for name in ("username", "password", "host", "port", "db")}
    assert given == {"username": "tl user", "password": "p@ss/w:rd", "host": "::1", "port": 6380, "db": 3}
    assert of.connection_class is SSLConnection
    of = connect_redis("unix://app:p%40ss@/run/a%20b/valkey.sock?db=2").connection_pool
    given = {name: of.connection_kwargs[name] for name in ("username", "password", "path", "db")}
    assert given == {"username": "app", "password": "p@ss", "path": "/run/a b/valkey.sock", "db": 2}
    assert issubclass(of.connection_class, UnixDomainSocketConnection)
