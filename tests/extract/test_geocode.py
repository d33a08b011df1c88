"""Which place of a name is meant: with its score and the runners-up."""

from pathlib import Path

import pytest

from legation.extract.geocode import choices
from legation.extract.reader import Reader
from legation.extract.toponym import Toponym
from legation.knowledge import Knowledge
from legation.language.parse import parse


def toponyms(text: str, *names: str) -> tuple[object, list[Toponym]]:
    """A parse of the text and its toponyms, by names of one word."""
    doc = next(parse([text]))
    knowledge = Knowledge.open()
    places = [
        Toponym(token.i, token.i + 1, token.text, knowledge.places(token.text)) for token in doc if token.text in names
    ]
    return doc, places


def test_a_choice_keeps_its_score_and_the_runners_up() -> None:
    doc, places = toponyms("It rained in Paris.", "Paris")
    (choice,) = choices(doc, places)  # type: ignore[arg-type]
    assert choice is not None
    assert choice.place.country == "FRA"
    scores = [score for _, score in choice.runners_up]
    assert scores
    assert scores == sorted(scores, reverse=True)
    assert choice.score >= scores[0]
    assert choice.place not in [place for place, _ in choice.runners_up]


def test_a_name_that_no_gazetteer_has_has_no_choice() -> None:
    doc = next(parse(["It rained in Xyzzyville."]))
    assert choices(doc, [Toponym(3, 4, "Xyzzyville", ())]) == [None]


HOMES = [  # text · address of publication · country of "London"
    ("Police closed a road in London.", None, "GBR"),
    ("Police in London and St Thomas closed a road near Woodstock.", "https://news.example.ca/1", "CAN"),
]


@pytest.mark.parametrize(("text", "url", "country"), HOMES)
def test_the_state_of_publication_counts(text: str, url: str | None, country: str) -> None:
    report = Reader().read(text, published="2018-03-14", url=url)
    assert [place.country for place in report.places if place.name == "London"] == [country]


SHORT = [  # text · name of the area
    ("The B.C. government objected.", "British Columbia"),
    ("She lives in Wichita, Kan., with her son.", "Kansas"),
]


@pytest.mark.parametrize(("text", "name"), SHORT)
def test_initials_of_areas_are_read(text: str, name: str) -> None:
    assert name in {place.name for place in Reader().read(text, published="2018-03-14").places}


def test_a_degree_is_no_area(tmp_path: Path) -> None:
    report = Reader().read("Ana Lund, M.D., lives in Lima.", published="2018-03-14")
    assert [place.name for place in report.places] == ["Lima"]
