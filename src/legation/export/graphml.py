"""Commitments between actors as a graph: GraphML for Gephi, yEd, igraph and NetworkX, or a NetworkX graph itself.

Nodes are sides: states for all that act for them, else actors over all reports. An edge is an arrangement between two
of them, from who gives to who gets where there is such a way; it has kind, name, status, days and the reports it is in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from legation.export.tables import needed
from legation.knowledge.labels import labels
from legation.ledger.history import Entry, History, statuses_of

if TYPE_CHECKING:
    import networkx as nx

    from legation.export.selection import Selection

NAME = "commitments.graphml"
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])


class Edge(NamedTuple):
    """One arrangement between two."""

    id: str
    source: str
    target: str
    kind: str
    label: str
    name: str
    status: str
    directed: bool
    first_day: str
    last_day: str
    reports: int
    documents: str  # ids, parted by spaces
    commitments: str  # the same of the records


_NODE_KEYS = {"label": "string", "kind": "string"}
_EDGE_KEYS = {
    "kind": "string", "label": "string", "name": "string", "status": "string", "directed": "boolean",
    "first_day": "string", "last_day": "string", "reports": "int", "documents": "string", "commitments": "string",
}  # fmt: skip


def pieces(selection: Selection) -> Iterator[tuple[str, bytes]]:
    """The graph as GraphML."""
    nodes, edges = graph_of(selection)
    yield NAME, _head().encode()
    for node, about in nodes.items():
        yield NAME, _element("node", f"id={_quoted(node)}", about, "n").encode()
    written = {id_ for edge in edges for id_ in edge.commitments.split()}
    if written:
        selection.counts["commitment"] = len(written)
    for edge in edges:
        ends = f"id={_quoted(edge.id)} source={_quoted(edge.source)} target={_quoted(edge.target)}"
        about = {name: getattr(edge, name) for name in _EDGE_KEYS}
        yield NAME, _element("edge", ends, about, "e").encode()
    yield NAME, b"</graph>\n</graphml>\n"


def graph_of(selection: Selection) -> tuple[dict[str, dict[str, str]], list[Edge]]:
    """The nodes by id with what they are called, and the edges."""
    ledger = selection.ledger
    histories = ledger.history(**selection.filters.asked())
    edges = [edge for history in histories for edge in _edges(history, selection.entries(history))]
    sides = dict.fromkeys(side for edge in edges for side in (edge.source, edge.target))
    names = ledger.side_names(sides)
    nodes = {side: {"label": names.get(side, side), "kind": _kind(side)} for side in sides}
    return nodes, edges


def to_networkx(selection: Selection) -> nx.MultiDiGraph:
    """The same as a NetworkX graph. Raises LegationError where networkx is not installed."""
    graph = needed("networkx", "graph").MultiDiGraph()
    nodes, edges = graph_of(selection)
    graph.add_nodes_from(nodes.items())
    for edge in edges:
        about: dict[str, Any] = {name: getattr(edge, name) for name in _EDGE_KEYS}
        graph.add_edge(edge.source, edge.target, key=edge.id, **about)
    return graph


def _edges(history: History, entries: Sequence[Entry]) -> Iterator[Edge]:
    """One edge where one gives and another gets; between those side by side, one each two."""
    pairs: list[tuple[str, str, bool]] = []
    if history.giving and history.getting:
        pairs.append((history.giving, history.getting, True))
    else:
        pairs += [(one, other, False) for one, other in combinations(sorted(set(history.sides)), 2)]
    days = sorted(entry.day for entry in entries if entry.day)
    for number, (one, other, directed) in enumerate(pairs):
        yield Edge(
            id=history.id if not number else f"{history.id}-{number}", source=one, target=other, kind=history.kind,
            label=labels().commitment[history.kind], name=history.name or "", status=" ".join(statuses_of(entries)),
            directed=directed, first_day=days[0] if days else "", last_day=days[-1] if days else "",
            reports=len({entry.document for entry in entries}),
            documents=" ".join(dict.fromkeys(entry.document for entry in entries)),
            commitments=" ".join(dict.fromkeys(entry.commitment.id for entry in entries)),
        )  # fmt: skip


def _kind(side: str) -> str:
    return "state" if len(side) == len("ISO") and side.isupper() else "actor"


def _head() -> str:
    keys = [("n", "node", _NODE_KEYS), ("e", "edge", _EDGE_KEYS)]
    declared = "".join(
        f'<key id="{short}_{name}" for="{part}" attr.name="{name}" attr.type="{type_}"/>\n'
        for short, part, names in keys
        for name, type_ in names.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
        f'{declared}<graph id="commitments" edgedefault="directed">\n'
    )


def _element(tag: str, attributes: str, about: dict[str, Any], short: str) -> str:
    data = "".join(f'<data key="{short}_{name}">{_escaped(value)}</data>' for name, value in about.items())
    return f"<{tag} {attributes}>{data}</{tag}>\n"


def _escaped(value: object) -> str:
    words = str(value).lower() if isinstance(value, bool) else str(value)
    return escape(words.translate(_CONTROLS))


def _quoted(value: str) -> str:
    return quoteattr(value.translate(_CONTROLS))
