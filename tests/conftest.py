"""What tests share: an empty ledger, on both databases for the ledger's own tests. (Standing here, it also lets every
test import `factories`.)
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import postgres
from legation.ledger.store import Ledger

# How long an example takes says more of the machine's load than of the code; no test is timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

DATABASES = ("sqlite", "postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever the ledger's tests ask for `database`, they are run on each; so are those of a module that says so."""
    of_the_ledger = "ledger" in metafunc.definition.path.parent.name
    of_the_ledger |= getattr(metafunc.module, "ON_BOTH_DATABASES", False)
    if "database" in metafunc.fixturenames:
        metafunc.parametrize("database", DATABASES if of_the_ledger else DATABASES[:1], indirect=True, scope="module")


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A PostgreSQL server, where there can be one; CI must have it."""
    reason = postgres.why_not()
    if reason:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    with postgres.running() as running:
        yield running


@pytest.fixture(scope="module")
def database(request: pytest.FixtureRequest) -> str:
    """Which database the ledgers of a test are kept in."""
    return str(request.param)


@pytest.fixture(scope="module")
def new_ledger(
    database: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator["Places"]:
    """Gives a new place for a ledger each time it is called."""
    places = Places(database, request, tmp_path_factory)
    yield places
    places.close()


class Places:
    """Places for ledgers: files, or databases of the server."""

    def __init__(self, database: str, request: pytest.FixtureRequest, folders: pytest.TempPathFactory) -> None:
        self._database = database
        self._request = request
        self._folders = folders
        self._taken: list[str] = []

    def __call__(self) -> str | Path:
        if self._database == "sqlite":
            return self._folders.mktemp("ledger") / "ledger.db"
        server: postgres.Server = self._request.getfixturevalue("server")
        self._taken.append(server.database())
        return self._taken[-1]

    def close(self) -> None:
        """Give back what was taken."""
        while self._taken:
            server: postgres.Server = self._request.getfixturevalue("server")
            server.give_back(self._taken.pop())


@pytest.fixture
def ledger(new_ledger: Places) -> Iterator[Ledger]:
    """An empty ledger of its own."""
    with Ledger(new_ledger()) as opened:
        yield opened
    new_ledger.close()
