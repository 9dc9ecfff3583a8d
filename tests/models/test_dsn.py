"""DATABASE_URL, as people and their providers write it, against a server that is set up so."""

import ssl
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import trustme

from models.database import acquire
from models.dsn import BadDsn, read_dsn
from tests.postgres import HOST, Address, Server, give_to_server, opened, running

PASSWORD = "S3cretPart/Rest@+%"
ESCAPED = "S3cretPart%2FRest%40+%25"
SETUP = (
    "CREATE ROLE app LOGIN PASSWORD 'S3cretPart/Rest@+%'",
    """CREATE ROLE "tl user@tenant" LOGIN PASSWORD 'simple'""",
    """CREATE DATABASE "tier line+db" OWNER "tl user@tenant" """,
    "CREATE DATABASE app OWNER app",
)
HBA = "local all postgres trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
WHO = "SELECT current_user::text, current_database()::text"


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """A server that wants passwords."""
    async with running() as server:
        hba = server.data.postgres / "hba.conf"
        hba.write_text(HBA)
        give_to_server(hba)
        await server.admin(*SETUP, f"ALTER SYSTEM SET hba_file = '{hba}'")
        server.stop()
        await server.start()
        await server.admin("CREATE SCHEMA app AUTHORIZATION app", database="app")
        yield server


async def ask(url: str, question: str = WHO) -> tuple[Any, ...]:
    async with opened(url, pool_size=1):
        async with acquire() as connection:
            row = await connection.fetchrow(question)
        assert row is not None
        return tuple(row)


async def test_urls_mean_what_they_mean_to_libpq(server: Server) -> None:
    at = f"{HOST}:{server.port}"
    app = f"postgresql://app:{ESCAPED}@{at}/app"
    tenant = f"postgresql://tl%20user%40tenant:simple@{at}/tier%20line%2Bdb"
    assert await ask(tenant) == ("tl user@tenant", "tier line+db")
    assert await ask(app) == ("app", "app")
    assert await ask(f"{app}?connect_timeout=10&channel_binding=prefer&gssencmode=disable") == ("app", "app")
    by_parameters = f"postgresql:///?host={HOST}&port={server.port}&dbname=app&user=app&password={ESCAPED}"
    assert await ask(by_parameters) == ("app", "app")
    schema = "SELECT current_schema()::text, current_setting('application_name')"
    assert await ask(f"{app}?options=-csearch_path%3Dapp&application_name=a%20b+c", schema) == ("app", "a b+c")
    assert await ask(f"{app}?options=-csearch_path%3Dpublic", schema) == ("public", "tierline")


async def test_tls_is_as_strict_as_the_url_says(server: Server, tmp_path: Path) -> None:
    authority, files = trustme.CA(), {name: tmp_path / f"{name}.pem" for name in ("own", "other")}
    authority.cert_pem.write_to_path(str(files["own"]))
    trustme.CA().cert_pem.write_to_path(str(files["other"]))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(tls)
    async with Address(server.port, tls) as address:
        plain = f"postgresql://app:{ESCAPED}@{HOST}:{address.port}/app"
        named = plain.replace(HOST, "localhost")
        for url, is_encrypted in (
            (f"{plain}?sslmode=disable", False),
            (plain, True),
            (f"{plain}?ssl=true", True),
            (f"{plain}?sslmode=require", True),
            (f"{plain}?sslmode=verify-ca&sslrootcert={files['own']}", True),
            (f"{named}?sslmode=verify-full&sslrootcert={files['own']}", True),
        ):
            before = address.encrypted
            assert await ask(url) == ("app", "app")
            assert address.encrypted - before == int(is_encrypted), url
        with pytest.raises(ssl.SSLCertVerificationError, match="unable to get local issuer"):
            await ask(f"{named}?sslmode=verify-full&sslrootcert={files['other']}")
        with pytest.raises(ssl.SSLCertVerificationError, match="IP address mismatch"):
            await ask(f"{plain}?sslmode=verify-full&sslrootcert={files['own']}")


async def test_of_several_hosts_the_one_that_takes_writes_is_used(server: Server) -> None:
    async with running() as other:
        await server.admin("ALTER ROLE app SET default_transaction_read_only = on")
        await other.admin(f"CREATE ROLE app LOGIN PASSWORD '{PASSWORD}'", "CREATE DATABASE app OWNER app")
        both = f"postgresql://app:{ESCAPED}@{HOST}:{server.port},{HOST}:{other.port}/app"
        port = "SELECT inet_server_port()"
        assert await ask(both, port) == (other.port,)
        assert await ask(f"{both}?target_session_attrs=read-write", port) == (other.port,)
        assert await ask(f"{both}?target_session_attrs=any", port) == (server.port,)
        other.stop()
        with pytest.raises((asyncpg.TargetServerAttributeNotMatched, OSError)):
            await ask(both)


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("mysql://app:S3cret@db/app", "must look like postgresql://USER:PASSWORD@HOST/DATABASE"),
        ("postgresql://", "must look like postgresql://USER:PASSWORD@HOST/DATABASE"),
        ("postgresql://app:S3cret/Rest@db:5432/app", "must be percent-encoded"),
        ("postgresql://app:5432/S3cret@db:5432/app", "must be percent-encoded"),
        ("postgresql://app:S3cret?Rest@db:5432/app", "must be percent-encoded"),
        ("postgresql://app:S3cret#Rest@db:5432/app", "must be percent-encoded"),
        ("postgresql://app:S3cret@Rest@db:5432/app", "must be percent-encoded"),
        ("postgresql://app:S3cret%Rest@db:5432/app", "begins no percent-encoded character"),
        ("postgresql://app:S3cret@db:5432", "names no database"),
        ("postgresql://app:S3cret@/app", "names no host"),
        ("postgresql://app:S3cret@db1,/app", "names no host"),
        ("postgresql://app:S3cret@/app?host=a,", "names no host"),
        ("postgresql://app:S3cret@db:S3cret/app", "a host or port that cannot be read"),
        ("postgresql://app:S3cret@db:70000/app", "a port that is no number from 1 to 65535"),
        ("postgresql://app:S3cret@/app?host=db&port=S3cret", "a port that is no number from 1 to 65535"),
        ("postgresql://app:S3cret@db/app?sslmode", "a parameter without a value"),
        ("postgresql://app:S3cret@db/app?sslmode=S3cret", "sslmode can only be one of disable, allow,"),
        ("postgresql://app:S3cret@db/app?ssl=false", "the parameter ssl, which is not known here; use sslmode"),
        ("postgresql://app:S3cret@db/app?keepalives_idle=3", "the parameter keepalives_idle, which is not known here"),
        ("postgresql://app:S3cret@db/app?S3cret=3", "the parameter of another kind, which is not known here"),
        ("postgresql://app:S3cret@db/app?channel_binding=require", "channel_binding can only be one of prefer,"),
        ("postgresql://app:S3cret@db/app?target_session_attrs=standby", "target_session_attrs can only be one of"),
        ("postgresql://app:S3cret@db/app?connect_timeout=soon", "connect_timeout is a whole number of seconds"),
        ("postgresql://app:S3cret@db/app?sslrootcert=/nowhere/ca.pem", "sslrootcert: there is no file /nowhere/ca.pem"),
    ],
)
def test_what_cannot_be_used_is_told_by_name_and_without_the_password(url: str, complaint: str) -> None:
    with pytest.raises(BadDsn) as raised:
        read_dsn(url)
    assert complaint in str(raised.value)
    assert "S3cret" not in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(("text", "seconds"), [("", 60.0), ("10", 10.0), ("1", 2.0), ("0", None), ("-1", None)])
def test_a_connection_may_take_as_long_as_libpq_would_let_it(text: str, seconds: float | None) -> None:
    assert read_dsn(f"postgresql://db/app?connect_timeout={text}")["timeout"] == seconds


async def test_a_password_is_in_no_log(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    url = f"postgresql://app:{ESCAPED}@{HOST}:{server.port}/app"
    await ask(url)
    with pytest.raises(asyncpg.InvalidPasswordError) as raised:
        await ask(url.replace("app:", "app:wrong"))
    for words in (caplog.text, str(raised.value)):
        assert "S3cret" not in words
