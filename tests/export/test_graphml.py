"""Commitments as a graph: what NetworkX reads from the file is the graph that it is given."""

import io

import networkx as nx
import pytest

from exported import made
from factories import actor, commitment, document, report
from legation.errors import LegationError
from legation.export.graphml import pieces, to_networkx
from legation.export.selection import Selection


def read(ledger, **filters):
    data = b"".join(piece for _, piece in pieces(Selection(ledger, **filters)))
    return nx.read_graphml(io.BytesIO(data), force_multigraph=True)


def edges(graph):
    return {(one, other, key): about for one, other, key, about in graph.edges(keys=True, data=True)}


def test_the_file_is_the_graph(ledger):
    ledger.add(made("r1"))
    ledger.add(made("r2", published="2020-03-06"))
    graph = to_networkx(Selection(ledger))
    back = read(ledger)
    assert dict(back.nodes(data=True)) == dict(graph.nodes(data=True))
    assert edges(back) == edges(graph)
    assert graph.nodes["KEN"] == {"label": "Kenya", "kind": "state"}
    pays = next(about for about in edges(graph).values() if about["kind"] == "payment")
    assert (pays["directed"], pays["status"], pays["reports"], pays["documents"]) == (True, "in_force", 2, "r1 r2")
    assert next(key for key, about in edges(graph).items() if about["kind"] == "payment")[:2] == ("KEN", "CUB")


def test_those_side_by_side_are_joined_two_by_two(ledger):
    doc = document("The pact of <Peru> & Chile and Cuba.")
    names = [("Peru", "PER"), ("Chile", "CHL"), ("Cuba", "CUB")]
    members = [actor(doc, name, country=country) for name, country in names]
    pact = commitment(doc, "treaty", "pact", *((member, "member") for member in members), name="<Peru> & \x02all")
    ledger.add(report(doc, *members, pact))
    found = edges(read(ledger))
    assert sorted(key[:2] for key in found) == [("CHL", "CUB"), ("CHL", "PER"), ("CUB", "PER")]
    assert {about["name"] for about in found.values()} == {"<Peru> & all"}
    assert not any(about["directed"] for about in found.values())


def test_an_empty_ledger_is_an_empty_graph(ledger):
    assert len(read(ledger)) == 0


def test_without_networkx_the_extra_is_named(ledger, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "networkx", None)
    with pytest.raises(LegationError) as raised:
        to_networkx(Selection(ledger))
    assert raised.value.mend == "pip install 'legation[graph]'"


def test_asked_for_one_source_an_edge_has_its_entries_alone(ledger):
    ledger.add(made("r1"))
    ledger.add(made("r2", published="2020-03-06", publisher="Other News"))
    assert {about["documents"] for about in edges(read(ledger, source="Other News")).values()} == {"r2"}
