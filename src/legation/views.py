"""Views: how a report and a ledger's answer show in a notebook, and the tables that they become.

What makes them (`legation.export.notebook`) knows words for records, which the stages that have these methods don't: it
is a later stage, looked up by its name when it is first asked for, so that none of them depends on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

_MAKER = "legation.export.notebook"


class ReportViews:
    """The views of a report."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        shown: str = _maker().report_html(self)
        return shown

    def to_arrow(self, kind: str = "events") -> pa.Table:
        """The records of one kind ("events", "statements", "actors" …) as an Arrow table, with their words and names.

        Raises LegationError where pyarrow is not installed, and for a kind that there isn't.
        """
        return _maker().report_table(self, kind)

    def to_pandas(self, kind: str = "events") -> Any:
        """The same as a pandas DataFrame."""
        return _maker().to_pandas(self.to_arrow(kind))

    def to_polars(self, kind: str = "events") -> Any:
        """The same as a polars DataFrame."""
        return _maker().to_polars(self.to_arrow(kind))


class AnswerViews:
    """The views of a ledger's answer."""

    def _repr_html_(self) -> str:
        shown: str = _maker().answer_html(self)
        return shown

    def to_arrow(self) -> pa.Table:
        """All records as an Arrow table, with their words, the names of their actors and their reports.

        Raises LegationError where pyarrow is not installed.
        """
        return _maker().answer_table(self)

    def to_pandas(self) -> Any:
        """The same as a pandas DataFrame."""
        return _maker().to_pandas(self.to_arrow())

    def to_polars(self) -> Any:
        """The same as a polars DataFrame."""
        return _maker().to_polars(self.to_arrow())


def _maker() -> Any:
    from importlib import import_module

    return import_module(_MAKER)
