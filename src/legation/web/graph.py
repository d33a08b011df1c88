"""The graph: what stands between states, drawn by a layout that is the same for the same commitments."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from legation.export.csv import PART, to_rows
from legation.knowledge.labels import labels
from legation.web import items, urls
from legation.web.downloads import exported
from legation.web.site import Site, View, asked_of, views

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from starlette.requests import Request

    from legation.ledger.history import History
    from legation.web.known import Known

_LEGEND = (
    ("in_force", "in force, reaffirmed"),
    ("proposed", "proposed"),
    ("questioned", "questioned, threatened"),
    ("ended", "suspended, abandoned, ended"),
    ("disputed", "disputed"),
)
WIDTH, HEIGHT = 960, 640
_MARGIN = 60
_STEPS = 300
# A treaty of more than so many is a circle and no bond of each two of them.
_MOST_PARTIES = 4


@dataclass(frozen=True, slots=True)
class Bond:
    """All that stands between two states."""

    one: str
    other: str
    histories: tuple[History, ...]

    @property
    def status(self) -> str:
        """How the arrangement with most reports stands."""
        return self.histories[0].statuses[0]


@dataclass(frozen=True, slots=True)
class Node:
    """A state on the drawing."""

    id: str
    name: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Edge:
    """A bond on the drawing."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    status: str
    title: str
    address: str


def show(site: Site, request: Request) -> View:
    """The arrangements that fit, between states."""
    asked = asked_of(request, "kind", "status", "actor")
    found = site.known.histories(**asked)
    bonds = bonds_of(found, site.known)
    nodes, edges = drawn(bonds, site.known)
    wide = [h for h in found if len(_states(h, site.known)) > _MOST_PARTIES]
    values = {
        "nodes": nodes,
        "edges": edges,
        "size": (WIDTH, HEIGHT),
        "rows": [_row(bond, site.known) for bond in bonds],
        "wide": [(h, items.arrangement(h, site.known)) for h in wide],
        "filters": asked,
        "kinds": sorted(labels().commitment.items(), key=lambda pair: pair[1]),
        "statuses": sorted(labels().status.items(), key=lambda pair: pair[1]),
        "legend": _LEGEND,
    }
    return View(
        template="graph.html",
        values=values,
        data=lambda: [_data(bond) for bond in bonds],
        rows=lambda: [_data(bond) for bond in bonds],
        table=lambda: to_rows(
            ("one", "other", "kinds", "status", "histories"),
            ((b.one, b.other, PART.join(h.kind for h in b.histories), b.status, PART.join(h.id for h in b.histories))
             for b in bonds),
        ),
        files={"graphml": lambda: exported(site, "graphml", **asked)},
    )  # fmt: skip


def _data(bond: Bond) -> dict[str, Any]:
    return {
        "one": bond.one,
        "other": bond.other,
        "commitments": [
            {"history": h.id, "kind": h.kind, "name": h.name, "statuses": h.statuses} for h in bond.histories
        ],
    }


def _row(bond: Bond, known: Known) -> dict[str, Any]:
    called = known.names((bond.one, bond.other))
    return {
        "one": (bond.one, called[bond.one]),
        "other": (bond.other, called[bond.other]),
        "commitments": [(h.id, h.name or labels().commitment[h.kind], h.statuses[0], labels().status[h.statuses[0]])
                        for h in bond.histories],
    }  # fmt: skip


def _states(history: History, known: Known) -> list[str]:
    return sorted({side for side in history.sides if known.is_state(side)})


def bonds_of(found: Iterable[History], known: Known) -> list[Bond]:
    """What stands between each two states, the pairs with most of it first."""
    between: dict[tuple[str, str], list[History]] = defaultdict(list)
    for history in found:
        states = _states(history, known)
        if len(states) <= _MOST_PARTIES:
            for one, other in combinations(states, 2):
                between[one, other].append(history)
    made = [Bond(one, other, tuple(histories)) for (one, other), histories in between.items()]
    return sorted(made, key=lambda bond: (-len(bond.histories), bond.one, bond.other))


def drawn(bonds: Sequence[Bond], known: Known) -> tuple[list[Node], list[Edge]]:
    """The bonds as a drawing: states that much stands between lie near to each other."""
    states = sorted({state for bond in bonds for state in (bond.one, bond.other)})
    if not states:
        return [], []
    number = {state: index for index, state in enumerate(states)}
    pairs = np.array([(number[bond.one], number[bond.other]) for bond in bonds])
    places = layout(len(states), pairs)
    degrees = np.bincount(pairs.ravel(), minlength=len(states))
    called = known.names(states)
    at = {state: (round(float(x), 1), round(float(y), 1)) for state, (x, y) in zip(states, places, strict=True)}
    nodes = [
        Node(state, called[state], *at[state], round(6 + 2.2 * float(degrees[number[state]]) ** 0.5, 1))
        for state in states
    ]
    edges = [_edge(bond, at, called) for bond in bonds]
    return nodes, edges


def _edge(bond: Bond, at: dict[str, tuple[float, float]], called: dict[str, str]) -> Edge:
    what = ", ".join(
        f"{h.name or labels().commitment[h.kind]} ({labels().status[h.statuses[0]]})" for h in bond.histories[:6]
    )
    title = f"{called[bond.one]} – {called[bond.other]}: {what}"
    width = min(1.5 + len(bond.histories), 7.0)
    return Edge(*at[bond.one], *at[bond.other], width, bond.status, title, urls.pair(bond.one, bond.other))


def layout(count: int, pairs: NDArray[np.int_]) -> NDArray[np.float64]:
    """Where each of `count` nodes stands, from the `pairs` of them that are joined: (count, 2), within the drawing.

    Forces after Fruchterman and Reingold (1991), from a circle in the order of the nodes: no chance is in it. Takes
    time in proportion to the square of `count`.
    """
    turn = 2 * np.pi * np.arange(count) / count
    places = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    length = 1.6 / np.sqrt(count)
    for step in range(_STEPS):
        gaps = places[:, None] - places[None]
        square = np.maximum((gaps**2).sum(axis=2), 1e-6)
        moves = (gaps * (length**2 / square)[..., None]).sum(axis=1)
        along = places[pairs[:, 0]] - places[pairs[:, 1]]
        pull = along * (np.sqrt((along**2).sum(axis=1)) / length)[:, None]
        np.subtract.at(moves, pairs[:, 0], pull)
        np.add.at(moves, pairs[:, 1], pull)
        moves -= 0.6 * places  # what hangs on nothing else would drift away
        far = np.sqrt((moves**2).sum(axis=1, keepdims=True))
        cooling = 0.15 * (1 - step / _STEPS)
        places = places + moves / np.maximum(far, 1e-9) * np.minimum(far, cooling)
    low, high = places.min(axis=0), places.max(axis=0)
    room = np.array([WIDTH - 2 * _MARGIN, HEIGHT - 2 * _MARGIN])
    made: NDArray[np.float64] = _MARGIN + (places - low) / np.maximum(high - low, 1e-9) * room
    return made


ROUTES = views("/graph", show, forms=("json", "csv", "jsonl", "graphml"))
