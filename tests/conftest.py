"""What tests share: an empty ledger. (Standing here, it also lets every test import `factories`.)"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from legation.ledger.store import Ledger

# How long an example takes says more of the machine's load than of the code; no test is timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger in a file of its own."""
    with Ledger(tmp_path / "ledger.db") as opened:
        yield opened
