"""The data directory: what `tierline up` keeps on this machine, and where its servers are reached."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

DATABASE = "postgres"  # the one that every new cluster has
OWNER = "postgres"  # of the cluster, and of its tables
WRITER = "tierline_writer"
API = "tierline_api"
# sun_path is 104 bytes on macOS and 108 on Linux, its final NUL included.
LONGEST_SOCKET_PATH = 103
POSTGRES_SOCKET = ".s.PGSQL.5432"
VALKEY_SOCKET = "valkey.sock"


@dataclass(frozen=True)
class DataDirectory:
    """Everything below `path` belongs to one `tierline up`."""

    path: Path

    @classmethod
    def at(cls, path: Path) -> "DataDirectory":
        """The directory by its real path, whether it exists or not."""
        return cls(path.expanduser().resolve())

    @property
    def postgres(self) -> Path:
        return self.path / "postgres"

    @property
    def valkey(self) -> Path:
        return self.path / "valkey"

    @property
    def lock(self) -> Path:
        return self.path / "up.lock"

    @property
    def secret(self) -> Path:
        return self.path / "secret"

    def log(self, name: str) -> Path:
        return self.path / f"{name}.log"

    @property
    def postgres_sockets(self) -> Path:
        """The directory of PostgreSQL's socket."""
        return self._sockets(self.postgres, POSTGRES_SOCKET)

    @property
    def valkey_socket(self) -> Path:
        return self._sockets(self.valkey, VALKEY_SOCKET) / VALKEY_SOCKET

    @property
    def database_url(self) -> str:
        """Where PostgreSQL listens while `up` runs here, for the owner of the tables."""
        return self.database_url_of(OWNER)

    def database_url_of(self, role: str) -> str:
        """The same for another role. The socket trusts whoever may open it, so there are no passwords."""
        return f"postgresql://{role}@/{DATABASE}?host={quote(str(self.postgres_sockets), safe='/')}"

    @property
    def redis_url(self) -> str:
        """Where Valkey listens while `up` runs here."""
        return f"unix://{quote(str(self.valkey_socket), safe='/')}"

    def has_database(self) -> bool:
        """Whether PostgreSQL's socket is there."""
        return (self.postgres_sockets / POSTGRES_SOCKET).exists()

    def has_redis(self) -> bool:
        """Whether Valkey's socket is there."""
        return self.valkey_socket.exists()

    def _sockets(self, inside: Path, name: str) -> Path:
        """`inside`, or a short directory that stands for it where a socket's path would be too long for the system."""
        if len(os.fsencode(inside / name)) <= LONGEST_SOCKET_PATH:
            return inside
        digest = hashlib.sha256(os.fsencode(inside)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"tierline-{os.getuid()}-{digest}"
