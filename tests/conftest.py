"""What tests share: an empty ledger. (Standing here, it also lets every test import `factories`.)"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from legation.ledger.store import Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger in a file of its own."""
    with Ledger(tmp_path / "ledger.db") as opened:
        yield opened
