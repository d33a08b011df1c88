"""Actors: who is entered, as what, with which office, of which country."""

import pytest

from extract.test_coreference import cast_of
from legation.extract.actor import Actor


def actors_of(text: str, published: str | None = "2018-03-14") -> dict[str, Actor]:
    """The actor records of a report that is just this text, by name."""
    cast, view = cast_of(text, published)
    return {record.name: record for record in cast.records(view)}


ENTERED = [  # text · name · kind · country
    ("Kenyan tea is sold in Peru.", "Kenya", "state", "KEN"),
    ("Uhuru Kenyatta flew to Lima.", "Uhuru Kenyatta", "person", "KEN"),
    ("The Kurds objected.", "Kurds", "people", None),
    ("The European Union objected.", "European Union", "igo", None),
    ("The Rift Valley Institute objected.", "Rift Valley Institute", "organization", None),
    ("The Green Dawn party objected.", "Green Dawn party", "organization", None),
    ("The Syrian national dialogue congress met.", "Syrian national dialogue congress", "organization", None),
    ("The Peruvian supreme court ruled.", "Peruvian supreme court", "government_body", "PER"),
    ("Reuters said so.", "Reuters", "media", None),
]


@pytest.mark.parametrize(("text", "name", "kind", "country"), ENTERED)
def test_actor_is_entered(text: str, name: str, kind: str, country: str | None) -> None:
    found = actors_of(text)
    assert name in found
    assert (found[name].kind, found[name].country) == (kind, country)


@pytest.mark.parametrize(
    ("text", "name", "sectors"),
    [
        ("UN troops left the town.", "UN troops", ("IGO", "MIL")),
        ("EU officials objected.", "EU officials", ("IGO", "GOV")),
        ("Kenyan officials objected.", "Kenyan officials", ("GOV",)),
    ],
)
def test_those_of_an_intergovernmental_body_have_its_sector(text: str, name: str, sectors: tuple[str, ...]) -> None:
    assert actors_of(text)[name].sectors == sectors


OFFICES = [  # text · person · country · title · whose · status
    ("Kenya’s trade minister, Asha Mwangi, left.", "KEN", "trade minister", "Kenya", "incumbent"),
    ("Asha Mwangi, Kenya’s trade minister, left.", "KEN", "trade minister", "Kenya", "incumbent"),
    ("Kenyan Trade Minister Asha Mwangi left.", "KEN", "trade minister", "Kenya", "incumbent"),
    ("The Kenyan trade minister Asha Mwangi left.", "KEN", "trade minister", "Kenya", "incumbent"),
    ("Asha Mwangi, a former Kenyan trade minister, left.", "KEN", "trade minister", "Kenya", "former"),
    ("Asha Mwangi, the acting president of Kenya, left.", "KEN", "president", "Kenya", "acting"),
    ("Asha Mwangi, the president-elect of Kenya, left.", "KEN", "president", "Kenya", "elect"),
    ("Kenya will wait, according to Asha Mwangi, a senior foreign ministry official.", "KEN",
     "senior foreign ministry official", None, "incumbent"),
    ("Kenya paid well, the country’s trade minister, Asha Mwangi, said.", "KEN", "trade minister", "Kenya",
     "incumbent"),
    ("Asha Mwangi, the director of Asian studies at Dawn University, left.", None, "director of asian studies", None,
     "incumbent"),
    ("Asha Mwangi, a spokeswoman for the European Union, left.", None, "spokeswoman", "European Union", "incumbent"),
    ("Macron’s advisers Asha Mwangi and Erik Berg left.", "FRA", "adviser", "Emmanuel Macron", "incumbent"),
    ("Kenya’s Minister of Industry and Trade Asha Mwangi left.", "KEN", "minister of industry and trade", "Kenya",
     "incumbent"),
    ("Texas governor Asha Mwangi left.", "USA", "governor", None, "incumbent"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "country", "title", "of", "status"), OFFICES)
def test_office_is_read(text: str, country: str | None, title: str, of: str | None, status: str) -> None:
    person = actors_of(text)["Asha Mwangi"]
    assert person.country == country
    assert [(o.title, o.of, o.status, o.basis) for o in person.offices] == [(title, of, status, "text")]


def test_advisers_named_together_share_their_title() -> None:
    found = actors_of("Macron’s advisers Asha Mwangi and Erik Berg left.")
    assert [o.title for o in found["Erik Berg"].offices] == ["adviser"]


def test_two_introduced_by_title_are_two_though_their_surnames_are_one() -> None:
    found = actors_of("Gov. Lund said no. Texas governor Ana Lund agreed. Lund is new.")
    assert [o.title for o in found["Lund"].offices] == ["governor"]
    assert len(found["Ana Lund"].mentions) == 2


def test_surname_without_title_is_that_of_the_full_name_further_down() -> None:
    found = actors_of("Lund said no. The Texas governor, Ana Lund, is new.")
    assert "Lund" not in found
    assert len(found["Ana Lund"].mentions) == 3


def test_surname_of_a_leader_is_read_by_the_date() -> None:
    assert "Theresa May" in actors_of("Mrs May met Juncker.", "2018-03-14")
    assert "Theresa May" not in actors_of("Mrs May met Juncker.", "2009-03-14")


def test_leader_before_the_term_is_elect() -> None:
    (office,) = actors_of("Emmanuel Macron spoke in Paris.", "2017-05-10")["Emmanuel Macron"].offices
    assert (office.title, office.status, office.basis) == ("president", "elect", "data")


def test_office_in_the_text_is_not_told_twice() -> None:
    found = actors_of("The French president, Emmanuel Macron, spoke.")["Emmanuel Macron"]
    assert [(o.title, o.basis) for o in found.offices] == [("president", "text")]


def test_relations_are_no_offices() -> None:
    found = actors_of("She met her Kenyan counterpart, Asha Mwangi, and Erik Berg, a Danish citizen.")
    assert found["Asha Mwangi"].offices == ()
    assert found["Erik Berg"].offices == ()
    assert found["Erik Berg"].country == "DNK"


NOBODY = [
    "The North American Free Trade Agreement was signed.",
    "Foreign policy is hard.",
    "The South China Sea is deep.",
    "New Mexico is dry.",
    "She ate turkey and china broke.",
    "Monday was warm.",
    "The ferry sank in Kobane.",
]


@pytest.mark.parametrize("text", NOBODY)
def test_nobody_is_entered(text: str) -> None:
    assert actors_of(text) == {}


def test_records_stand_in_order_with_evidence_and_equal_ids() -> None:
    text = "He said so. Peru thanked Kenya. It was glad."
    found, again = actors_of(text), actors_of(text)
    assert list(found) == ["Peru", "Kenya"]
    assert [a.id for a in found.values()] == [a.id for a in again.values()]
    for record in found.values():
        assert record.evidence == record.mentions[:1]
        assert text[slice(*record.evidence[0])] == record.name


def test_evidence_is_the_name_where_a_title_stands_first() -> None:
    text = "The trade minister of Kenya, Asha Mwangi, left."
    (evidence,) = actors_of(text)["Asha Mwangi"].evidence
    assert text[slice(*evidence)] == "Asha Mwangi"
