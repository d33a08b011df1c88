"""Clauses: who does what to whom in parsed sentences, one construction a row; and any text is borne."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Token

from legation.language import clause
from legation.language.parse import parse


@cache
def parsed(text: str) -> Doc:
    return next(iter(parse([text])))


def word(text: str, of: str) -> Token:
    """The first token that reads `of`."""
    return next(token for token in parsed(text) if token.text == of)


# text · verb · its grammatical subject · its objects · the doer · passive?
VERBS = [
    ("Norway praised Chad.", "praised", "Norway", "Chad", "Norway", False),
    ("Chad was praised by Norway.", "praised", "Chad", "", "Norway", True),
    ("The town was shelled.", "shelled", "town", "", "", True),
    ("Kenya condemned and sanctioned Uganda.", "condemned", "Kenya", "Uganda", "Kenya", False),
    ("Kenya condemned and sanctioned Uganda.", "sanctioned", "Kenya", "Uganda", "Kenya", False),
    ("Kenya left and later condemned Uganda.", "condemned", "Kenya", "Uganda", "Kenya", False),
    ("The rebels were arrested and deported.", "deported", "rebels", "", "", True),
    ("The rebels who seized the port left.", "seized", "rebels", "port", "rebels", False),
    ("The treaty that Spain signed is old.", "signed", "Spain", "treaty", "Spain", False),
    ("The port seized by rebels is closed.", "seized", "port", "", "rebels", True),
    ("The ship, which was seized by pirates, is Greek.", "seized", "ship", "", "pirates", True),
    ("Troops crossing the river were seen.", "crossing", "Troops", "river", "Troops", False),
    ("Turkey agreed to send troops.", "send", "Turkey", "troops", "Turkey", False),
    ("Turkey refused to sign the pact.", "sign", "Turkey", "pact", "Turkey", False),
    ("Poland urged Germany to close the port.", "close", "Germany", "port", "Germany", False),
    ("Germany was urged to close the port.", "close", "Germany", "port", "Germany", False),
    ("Kenya threatened to close the port.", "close", "Kenya", "port", "Kenya", False),
    ("Iran was accused of breaking the pact.", "breaking", "Iran", "pact", "Iran", False),
    ("Israel accused Iran of breaking the pact.", "breaking", "Iran", "pact", "Iran", False),
    ("Kenya stopped Uganda from closing the port.", "closing", "Uganda", "port", "Uganda", False),
    ("Kenya left without closing the port.", "closing", "Kenya", "port", "Kenya", False),
    ("Kenya left, closing the port.", "closing", "Kenya", "port", "Kenya", False),
    ("Kenya's plan to close the port failed.", "close", "Kenya", "port", "Kenya", False),
    ("Kenya made a promise to close the port.", "close", "Kenya", "port", "Kenya", False),
    ("Kenya is due to close the port.", "close", "Kenya", "port", "Kenya", False),
    ("Kenya is ready to close the port.", "close", "Kenya", "port", "Kenya", False),
    ("Norway was the first state to close the port.", "close", "Norway", "port", "Norway", False),
    ("Germany helped Mali rebuild the port.", "helped", "Germany", "Mali", "Germany", False),
    ("There were protests.", "were", "protests", "", "protests", False),
    ("Rain fell.", "fell", "Rain", "", "Rain", False),
]


@pytest.mark.parametrize(("text", "verb", "subject", "objects", "doer", "passive"), VERBS)
def test_parties_of_a_verb(text: str, verb: str, subject: str, objects: str, doer: str, passive: bool) -> None:
    token = word(text, verb)
    found, acting = clause.subject(token), clause.doer(token)
    assert (found.text if found else "") == subject
    assert " ".join(t.text for t in clause.objects(token)) == objects
    assert (acting.text if acting else "") == doer
    assert clause.is_passive(token) is passive


@pytest.mark.parametrize(
    ("text", "verb", "met"),
    [
        ("Norway praised Chad.", "praised", "Chad"),
        ("Chad was praised.", "praised", "Chad"),
        ("The port seized by rebels is closed.", "seized", "port"),
        ("Rain fell.", "fell", ""),
    ],
)
def test_whom_an_act_meets_in_either_voice(text: str, verb: str, met: str) -> None:
    assert " ".join(t.text for t in clause.sufferers(word(text, verb))) == met


def test_receivers() -> None:
    assert [t.text for t in clause.indirect_objects(word("They sent him tanks.", "sent"))] == ["him"]


def test_prepositional_objects_are_those_of_the_head_itself() -> None:
    head = word("Norway held talks with Chad in Oslo about fish.", "talks")
    assert [t.text for t in clause.prep_objects(head, "with")] == ["Chad"]
    assert clause.prep_objects(head, "against") == []


def test_coordination() -> None:
    first = word("Mali, Niger and Togo left.", "Mali")
    assert [t.text for t in clause.conjuncts(first)] == ["Mali", "Niger", "Togo"]
    assert clause.first_conjunct(word("Mali, Niger and Togo left.", "Togo")).text == "Mali"


def test_possessors() -> None:
    assert [t.text for t in clause.possessors(word("Turkey's long war ended.", "war"))] == ["Turkey"]
    assert clause.possessors(word("The long war ended.", "war")) == []


NEGATED = [
    ("Turkey did not attack Syria.", "attack", "not"),
    ("Turkey never attacked Syria.", "attacked", "never"),
    ("No talks were held.", "held", "No"),
    ("Nobody attacked Syria.", "attacked", "Nobody"),
    ("Turkey left without attacking Syria.", "attacking", "without"),
    ("Turkey held no talks.", "talks", "no"),
    ("Turkey attacked Syria.", "attacked", ""),
]


@pytest.mark.parametrize(("text", "of", "by"), NEGATED)
def test_negation(text: str, of: str, by: str) -> None:
    found = clause.negation(word(text, of))
    assert (found.text if found else "") == by


TENSES = [
    ("Norway left.", "left", "past", False, False),
    ("Norway leaves.", "leaves", "present", False, False),
    ("Norway will leave.", "leave", "future", False, False),
    ("Norway has left.", "left", "present", True, False),
    ("Norway had left.", "left", "past", True, False),
    ("Norway is leaving.", "leaving", "present", False, True),
    ("Norway has been leaving.", "leaving", "present", True, True),
    ("Norway was praised.", "praised", "past", False, False),
    ("Norway may leave.", "leave", "present", False, False),
    ("Norway hopes to leave.", "leave", None, False, False),
]


@pytest.mark.parametrize(("text", "verb", "tense", "perfect", "progressive"), TENSES)
def test_tense_and_aspect(text: str, verb: str, tense: str | None, perfect: bool, progressive: bool) -> None:
    found = clause.tense_aspect(word(text, verb))
    assert (found.tense, found.perfect, found.progressive) == (tense, perfect, progressive)


@pytest.mark.parametrize(
    ("text", "verb", "modals"),
    [
        ("Norway could leave.", "leave", ("could",)),
        ("They'll leave.", "leave", ("will",)),
        ("Norway won't leave.", "leave", ("will",)),
        ("Norway may leave and return.", "return", ("may",)),
        ("Norway left.", "left", ()),
    ],
)
def test_modals(text: str, verb: str, modals: tuple[str, ...]) -> None:
    assert clause.modals(word(text, verb)) == modals


@pytest.mark.parametrize(
    ("text", "verb", "mark"),
    [
        ("Norway will stay if Chad leaves.", "leaves", "if"),
        ("Norway will stay unless Chad leaves.", "leaves", "unless"),
        ("Norway smiled when Chad left.", "left", "when"),
        ("Norway stayed after leaving Chad.", "leaving", "after"),
        ("Norway stayed.", "stayed", None),
    ],
)
def test_the_word_that_opens_a_clause(text: str, verb: str, mark: str | None) -> None:
    assert clause.mark_of(word(text, verb)) == mark


def test_complement_clauses() -> None:
    assert [t.text for t in clause.complement_clauses(word("Chad said that Mali left.", "said"))] == ["left"]
    assert [t.text for t in clause.complement_clauses(word("Chad agreed to leave.", "agreed"))] == ["leave"]


def test_governors_and_clauses() -> None:
    text = "Chad said that the Malian troops left Togo."
    assert [t.text for t in [clause.clause_of(word(text, "Malian"))]] == ["left"]
    governor = clause.governing_verb(word(text, "left"))
    assert governor is not None
    assert governor.text == "said"
    assert clause.governing_verb(word(text, "said")) is None


@pytest.mark.parametrize(
    ("text", "of", "span"),
    [
        ("Chad said that the Malian troops left Togo.", "said", "Chad said"),
        ("Chad said that the Malian troops left Togo.", "troops", "that the Malian troops left Togo"),
    ],
)
def test_the_span_of_a_clause_leaves_what_is_below_it_out(text: str, of: str, span: str) -> None:
    start, end = clause.clause_span(word(text, of))
    assert text[start:end] == span


@pytest.mark.parametrize(
    ("text", "of", "span"),
    [
        ("The US troops in Poland who left are home.", "troops", "The US troops in Poland"),
        ("Mali and Niger left.", "Mali", "Mali"),
    ],
)
def test_the_span_of_a_phrase(text: str, of: str, span: str) -> None:
    start, end = clause.phrase_span(word(text, of))
    assert text[start:end] == span


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["who", "that", "to", "and", "Mali", "left", "seized", "by", ",", "’s"]), min_size=1))
def test_any_parse_is_borne(words: list[str]) -> None:
    doc = parsed(" ".join(words))
    for token in doc:
        met = [clause.subject(token), clause.doer(token), clause.agent(token), clause.governing_verb(token)]
        assert all(t is None or t.doc is doc for t in met)
        for start, end in (clause.clause_span(token), clause.phrase_span(token)):
            assert 0 <= start < end <= len(doc.text)
        assert all(t.doc is doc for t in (*clause.objects(token), *clause.complement_clauses(token)))
