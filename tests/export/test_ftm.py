"""FollowTheMoney: the library itself takes every entity, its properties and their values."""

import json

import pytest
from followthemoney import model

from exported import made
from factories import actor, commitment, document, report
from legation.export.ftm import pieces
from legation.export.selection import Options, Selection


def entities(ledger, options=None):
    selection = Selection(ledger, options)
    return [json.loads(piece) for _, piece in pieces(selection)]


@pytest.fixture
def filled(ledger):
    ledger.add(made("r1"))
    ledger.add(made("r2", published=None, url=None, publisher=None))
    return ledger


def test_the_library_takes_every_entity_and_value(filled):
    found = entities(filled, Options(everything=True, with_text=True))
    for data in found:
        schema = model.get(data["schema"])
        assert schema is not None
        assert set(schema.required) <= set(data["properties"]), data
        proxy = model.get_proxy(data, cleaned=False)
        for name, values in data["properties"].items():
            # Later versions than the one that we test with have `proof` for links too.
            if name == "proof" and name not in schema.properties:
                continue
            assert name in schema.properties, (data["schema"], name)
            type_ = schema.get(name).type
            for value in values:
                assert type_.clean(value, proxy=proxy) is not None, (name, value)
    assert len({data["id"] for data in found}) == len(found)


def test_what_is_pointed_at_is_there_and_of_a_fitting_schema(filled):
    found = {data["id"]: data for data in entities(filled)}
    for data in found.values():
        schema = model.get(data["schema"])
        for name, values in data["properties"].items():
            prop = schema.properties.get(name)
            if prop is not None and prop.type.name == "entity":
                for value in values:
                    assert model.get(found[value]["schema"]).is_a(prop.range), (data["schema"], name)


def of(found, schema):
    return [data["properties"] for data in found if data["schema"] == schema]


def test_an_actor_is_one_entity_over_all_reports(filled):
    found = entities(filled)
    (person,) = of(found, "Person")
    assert person == {
        "name": ["Amina Odhiambo"], "country": ["ke"], "topics": ["role.pol"], "position": ["president"],
    }  # fmt: skip
    assert {body["name"][0] for body in of(found, "PublicBody")} == {"Kenya", "Cuba"}
    (united,) = of(found, "Organization")
    assert united["topics"] == ["gov.igo"]
    assert [position["name"] for position in of(found, "Position")] == [["president, KEN"]]
    assert len(of(found, "Occupancy")) == 1
    assert len(of(found, "Mention")) == 8


def test_an_event_says_who_when_where_and_on_whose_word(filled):
    found = entities(filled)
    call, killed, moved = of(found, "Event")[:3]
    assert (call["date"], call["location"], call["keywords"][:2]) == (["2020-03-04"], ["Havana"], ["CONSULT", "phone"])
    assert "organizer" not in killed  # nobody with a name
    assert (moved["startDate"], moved["endDate"]) == (["2020-02-24"], ["2020-03-01"])
    assert "according to United Nations" in moved["notes"]
    assert of(found, "Article")[0]["sourceUrl"] == ["https://harbour.example/r1"]
    assert "bodyText" not in of(found, "Article")[0]


def test_commitments_are_links_of_the_schema_that_fits(filled):
    found = entities(filled)
    payment, sanction = of(found, "Payment")[0], of(found, "Sanction")[0]
    assert (payment["amount"], payment["currency"], payment["date"]) == (["5000000"], ["USD"], ["2020-03"])
    assert (sanction["authority"], sanction["status"]) == (["Kenya"], ["proposed"])
    assert len(of(found, "Membership")) == 2


def test_a_bond_without_a_schema_is_an_unknown_link_and_one_alone_is_none(ledger):
    doc = document("Peru and Cuba are allies; a militia stays in Peru.")
    peru, cuba = actor(doc, "Peru", country="PER"), actor(doc, "Cuba", country="CUB")
    militia = actor(doc, "a militia", kind="unnamed")
    allied = commitment(doc, "alliance", "allies", (peru, "member"), (cuba, "member"))
    stays = commitment(doc, "deployment", "stays", (militia, "sender"), (peru, "host"))
    joins = commitment(doc, "membership", "are", (peru, "member"), (cuba, "member"))
    pays = commitment(doc, "payment", "in", (peru, "payer"), (cuba, "host"))
    ledger.add(report(doc, peru, cuba, militia, allied, stays, joins, pays))
    selection = Selection(ledger)
    found = [json.loads(piece) for _, piece in pieces(selection)]
    assert sorted(link["role"][0] for link in of(found, "UnknownLink")) == ["alliance", "membership", "payment"]
    assert selection.left_out == {"a commitment of fewer than two who are named": 1}
