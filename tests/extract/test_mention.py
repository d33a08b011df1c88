"""The cast: who a token leads to, with docs built by hand."""

from typing import Any

import pytest

from factories import document
from legation.extract.mention import Cast
from legation.report.view import View

WORDS = ["Peru", "and", "Kenya", "thanked", "fishermen", "who", "left", "."]
HEADS = [3, 0, 0, 3, 3, 6, 4, 3]
LABELS = ["nsubj", "cc", "conj", "ROOT", "dobj", "nsubj", "relcl", "punct"]
POS = ["PROPN", "CCONJ", "PROPN", "VERB", "NOUN", "PRON", "VERB", "PUNCT"]
TAGS = ["NNP", "CC", "NNP", "VBD", "NNS", "WP", "VBD", "."]
LEMMAS = ["Peru", "and", "Kenya", "thank", "fisherman", "who", "leave", "."]


@pytest.fixture
def cast() -> Cast:
    """Two states marked; the fishermen are not."""
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    doc = Doc(Vocab(), words=WORDS, heads=HEADS, deps=LABELS, pos=POS, tags=TAGS, lemmas=LEMMAS)
    made = Cast(doc=doc, document="r1")
    for at, name, country in ((0, "Peru", "PER"), (2, "Kenya", "KEN")):
        role = made.role(name, "state")
        role.country = country
        made.mark(at, at + 1, "name", role.id, root=at)
    return made


def names(cast: Cast, ids: tuple[str, ...]) -> list[str]:
    return [cast.roles[i].name for i in ids]


def view_of(cast: Cast) -> View:
    return View.of(document(cast.doc.text))


def test_token_leads_to_its_own_actor_and_the_coordination_to_all(cast: Cast) -> None:
    assert names(cast, cast.actors_of(cast.doc[0])) == ["Peru"]
    assert names(cast, cast.conjoined(cast.doc[0])) == ["Peru", "Kenya"]


def test_asking_for_people_enters_them_and_their_pronoun_leads_there(cast: Cast) -> None:
    assert cast.actors_of(cast.doc[5]) == ()
    made = cast.actors_of(cast.doc[5], create=True)
    assert names(cast, made) == ["fishermen"]
    assert cast.actors_of(cast.doc[4]) == made


def test_role_of_one_name_and_kind_is_one(cast: Cast) -> None:
    assert cast.role("Peru", "state") is cast.role("Peru", "state")
    assert cast.role("Peru", "state") is not cast.role("Peru", "organization")
    assert cast.role("an official", "unnamed", apart=3) is not cast.role("an official", "unnamed", apart=9)


def test_merged_roles_share_their_mentions(cast: Cast) -> None:
    kept, gone = cast.actors_of(cast.doc[0])[0], cast.actors_of(cast.doc[2])[0]
    cast.merge(kept, gone)
    assert gone not in cast.roles
    assert cast.actors_of(cast.doc[2]) == (kept,)
    (record,) = cast.records(view_of(cast))
    assert len(record.mentions) == 2


def test_word_that_leans_leads_to_actors_without_mentioning_them(cast: Cast) -> None:
    peru = cast.actors_of(cast.doc[0])
    cast.lean(cast.doc[3], peru)
    assert cast.actors_of(cast.doc[3]) == peru
    assert all(mention.root != 3 for mention in cast.mentions)


def test_role_without_mention_gives_no_record(cast: Cast) -> None:
    cast.role("Oman", "state")
    assert [record.name for record in cast.records(view_of(cast))] == ["Peru", "Kenya"]


def test_mention_of_two_is_a_mention_of_each(cast: Cast) -> None:
    both = cast.conjoined(cast.doc[0])
    cast.mark(4, 5, "plural", *both, root=4)
    first: Any
    first, second = cast.records(view_of(cast))
    assert first.mentions[-1] == second.mentions[-1]
