"""A PostgreSQL server of the tests' own: made in a temporary folder, met over a socket in it, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

# Nothing here outlives the tests, so nothing need be safe from a power cut.
SETTINGS = {"listen_addresses": "''", "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
TEMPLATE = "legation_template"


class Server:
    """A running server; `database()` makes a fresh database and gives its address."""

    def __init__(self, folder: Path, programs: Path, settings: dict[str, str]) -> None:
        self.folder = folder
        self._programs = programs
        self._settings = settings
        self._numbers = count(1)
        self._free: list[str] = []

    def _run(self, program: str, *words: str) -> None:
        command = [str(self._programs / program), *words]
        if os.geteuid() == 0:  # the server refuses to run as root
            command = ["runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=self.folder)
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stdout}")

    def make(self) -> None:
        """Make the cluster, with an order of words that is not that of code points, as most servers have it."""
        order = ("--locale-provider=icu", "--icu-locale=en", "--locale=C.UTF-8", "--encoding=UTF8")
        self._run("initdb", "--auth=trust", "--username=legation", "--no-sync", *order, "-D", str(self.folder / "data"))

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = " ".join(f"-c {name}={value}" for name, value in self._settings.items())
        log = str(self.folder / "log")
        words = ("-D", str(self.folder / "data"), "-l", log, "-o", f"-k {self.folder} {options}", "-w", "start")
        # pg_ctl would keep the pipe open for as long as the server runs: it writes to the log.
        self._run("pg_ctl", *words)

    def stop(self, mode: str = "immediate") -> None:
        """Stop the server: "fast" ends its connections, "immediate" is like a power cut."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", mode, "-w", "stop")

    def url(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql+psycopg://legation@/{name}?host={self.folder}"

    def database(self, *, template: str = TEMPLATE) -> str:
        """The address of a new database, with an empty ledger in it unless another template is named."""
        if template == TEMPLATE and self._free:
            return self._free.pop()
        name = f"ledger{next(self._numbers)}"
        self.ask(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def give_back(self, url: str) -> None:
        """Empty a ledger for the next test: far quicker than to make a database for each."""
        from sqlalchemy import Integer, create_engine, text

        from legation.ledger.schema import metadata

        engine = create_engine(url)
        with engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())
                (key, *others) = table.primary_key.columns
                if isinstance(key.type, Integer) and not others:
                    sequence = f"pg_get_serial_sequence('{table.name}', '{key.name}')"
                    connection.execute(text(f"SELECT setval({sequence}, 1, false)"))  # the schema's names
        engine.dispose()
        self._free.append(url)

    def ask(self, command: str) -> None:
        """Run a command on the server itself."""
        import psycopg

        with psycopg.connect(host=str(self.folder), user="legation", dbname="postgres", autocommit=True) as connection:
            connection.execute(command.encode())


def programs() -> Path | None:
    """Where the server's programs lie: on the path, or where Debian puts them."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    return max((path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")), default=None)


def why_not() -> str | None:
    """Why there can be no server here, if there can't."""
    if programs() is None:
        return "PostgreSQL is not installed: apt-get install postgresql"
    try:
        import psycopg
    except ModuleNotFoundError:
        return "psycopg is not installed: pip install 'legation[postgres]'"
    if os.geteuid() == 0 and "postgres" not in {user.pw_name for user in pwd.getpwall()}:
        return "there is no user postgres to run the server as"
    return None if psycopg else "never"


@contextmanager
def running(**settings: str) -> Iterator[Server]:
    """A server with an empty ledger as its template."""
    from legation.ledger.store import Ledger

    where = programs()
    assert where is not None
    folder = Path(tempfile.mkdtemp(prefix="legation-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        server = Server(folder, where, {**SETTINGS, **settings})
        server.make()
        server.start()
        try:
            Ledger(server.database(template="template0")).close()
            server.ask(f"ALTER DATABASE ledger1 RENAME TO {TEMPLATE}")
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
