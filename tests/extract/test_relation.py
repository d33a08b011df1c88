"""The relation of two given actors: types by voice and form, mode and modality, and what any text must give."""

import re
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import resources
from math import isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.errors import InputError
from legation.extract import pair_encoder
from legation.extract.reader import Reader
from legation.extract.relation import Relation

# [actor] and {recipient} · type · mode · modality
PAIRS = [
    # Active
    ("[Norway] praised {Gambia} for its patience during the count.", "SUPPORT", None, "occurred"),
    ("[Kenya] condemned {Uganda} over the raid.", "ACCUSE", "disapprove", "occurred"),
    ("[Bolivia] has expelled {two Peruvian diplomats}.", "SANCTION", "expel", "occurred"),
    ("[India] donated vaccines to {Nepal}.", "AID", None, "occurred"),
    ("[Spain] broke off relations with {Belarus} in May.", "SANCTION", "discontinue", "occurred"),
    ("[The coastguard] detained {nine Vietnamese sailors} on Sunday.", "COERCE", "arrest", "occurred"),
    ("[Zambia] urged {Malawi} to wait.", "REQUEST", None, "occurred"),
    ("[Brazil] withdrew its troops from {Haiti}.", "RETREAT", "withdraw", "occurred"),
    ("[The king] pardoned {the Sudanese captain}.", "CONCEDE", None, "occurred"),
    ("[Latvia] shared intelligence with {Estonia}.", "COOPERATE", None, "occurred"),
    ("[Vietnam] rejected {the Chinese} proposal.", "REJECT", None, "occurred"),
    ("[Indian students] demonstrated against {the education minister}.", "PROTEST", "demo", "occurred"),
    ("[Finland] massed troops on the border with {Russia}.", "MOBILIZE", "troops", "occurred"),
    ("[Serbia] threatened to bomb {Kosovo}.", "THREATEN", "violence", "occurred"),
    ("[Cuba] agreed to send doctors to {Angola}.", "AGREE", None, "occurred"),
    ("[Rebel fighters] shelled {the garrison} all night.", "ASSAULT", "heavy-weapons", "occurred"),
    ("[A prosecutor in Lima] opened an inquiry into {the former governor}.", "ACCUSE", "investigate", "occurred"),
    ("[The junta] released {the novelist} after eleven years.", "RETREAT", "release", "occurred"),
    # Passive
    ("{Gambia} was praised by [Norway].", "SUPPORT", None, "occurred"),
    ("{Uganda} has been condemned by [Kenya].", "ACCUSE", "disapprove", "occurred"),
    ("{Two Peruvian diplomats} were expelled by [Bolivia].", "SANCTION", "expel", "occurred"),
    ("Vaccines were donated to {Nepal} by [India].", "AID", None, "occurred"),
    ("{The British sailors} were detained by [Iran].", "COERCE", "arrest", "occurred"),
    ("{Malawi} was urged by [Zambia] to wait.", "REQUEST", None, "occurred"),
    ("{The envoy} was received by [the Omani sultan] at the palace.", "CONSULT", None, "occurred"),
    # Relative clauses, participles, controlled infinitives
    ("[Turkey], which attacked {Syria} in May, is quiet.", "ASSAULT", None, "occurred"),
    ("The food aid sent by [Spain] to {Benin} has arrived.", "AID", None, "occurred"),
    ("[Kenya] left the hall, condemning {Uganda} over the raid.", "ACCUSE", "disapprove", "occurred"),
    ("[Norway] refused to meet {Gambia}.", "REJECT", "meet", "occurred"),
    ("[Kenya] offered to help {Somalia}.", "AGREE", None, "occurred"),
    # Nouns
    ("[Turkey]'s attack on {Syria} was brief.", "ASSAULT", None, "occurred"),
    ("Talks between [Norway] and {Gambia} ended at dawn.", "CONSULT", None, "occurred"),
    ("[Peru]'s apology to {Chile} came late.", "CONCEDE", None, "occurred"),
    ("A complaint against {the bank} by [Ghana] was heard.", "ACCUSE", "allege", "occurred"),
    # Reciprocal
    ("[Indian soldiers] clashed with {Chinese soldiers}.", "ASSAULT", None, "occurred"),
    ("[President Macron] spoke by telephone with {President Sall}.", "CONSULT", "phone", "occurred"),
    # What the table has no line for
    ("[The ministry] has put {the cartoonist} behind bars.", "COERCE", "arrest", "occurred"),
    ("[The ambassador] had warm words for {the mediators}.", "SUPPORT", None, "occurred"),
    ("[Lawyers for the union] took {the mining company} to court.", "ACCUSE", "allege", "occurred"),
    # Modality
    ("[Spain] did not condemn {Belarus}.", "ACCUSE", "disapprove", "negated"),
    ("[Spain] may condemn {Belarus}.", "ACCUSE", "disapprove", "hypothetical"),
    ("[Army units] are shelling {the garrison}.", "ASSAULT", "heavy-weapons", "ongoing"),
    # What is promised is agreed to
    ("[Norway] will visit {Gambia} next month.", "AGREE", None, "occurred"),
    # Nobody is named as recipient
    ("[Finland] put its army on high alert.", "MOBILIZE", "troops", "occurred"),
]


@cache
def reader() -> Reader:
    return Reader()


def pair(marked: str) -> tuple[str, tuple[int, int], tuple[int, int] | None]:
    """The sentence without its brackets, and where the actor and the recipient stand."""
    text, spans = "", {}
    for part in re.split(r"(\[[^\]]*\]|\{[^}]*\})", marked):
        words = part[1:-1] if part[:1] in {"[", "{"} else part
        if words != part:
            spans[part[0]] = (len(text), len(text) + len(words))
        text += words
    return text, spans["["], spans.get("{")


@pytest.mark.parametrize(("marked", "type_", "mode", "modality"), PAIRS, ids=lambda value: str(value)[:40])
def test_type_mode_and_modality(marked: str, type_: str, mode: str | None, modality: str) -> None:
    found = reader().relate(*pair(marked))
    assert (found.type, found.modality) == (type_, modality)
    if mode is not None:
        assert found.mode == mode


def check(found: Relation) -> None:
    assert len(found.probabilities) == 15
    assert isclose(sum(found.probabilities.values()), 1, abs_tol=1e-9)
    assert all(value >= 0 for value in found.probabilities.values())
    assert next(iter(found.probabilities)) == found.type
    assert list(found.probabilities.values()) == sorted(found.probabilities.values(), reverse=True)


def test_many_keep_their_order_and_give_what_one_gives() -> None:
    asked = [pair(marked) for marked, *_ in PAIRS]
    asked += [("Norway praised Gambia, and Gambia thanked Norway.", (0, 6), (15, 21)),
              ("Norway praised Gambia, and Gambia thanked Norway.", (27, 33), None)]  # fmt: skip
    together = reader().relate_many(asked)
    assert together == [reader().relate(*one) for one in asked]
    assert reader().relate_many(reversed(asked)) == together[::-1]
    for found in together:
        check(found)


def test_none_asked_none_told() -> None:
    assert reader().relate_many([]) == []


def test_one_reader_serves_several_threads() -> None:
    asked = [pair(marked) for marked, *_ in PAIRS[:12]]
    with ThreadPoolExecutor(4) as pool:
        rounds = list(pool.map(lambda _: reader().relate_many(asked), range(4)))
    assert all(found == rounds[0] for found in rounds)


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (4, 2), (0, 99)])
def test_stretches_outside_the_sentence_are_refused(span: tuple[int, int]) -> None:
    with pytest.raises(InputError, match="actor's stretch"):
        reader().relate("Norway praised Gambia.", span)
    with pytest.raises(InputError, match="recipient's stretch"):
        reader().relate("Norway praised Gambia.", (0, 6), span)


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(min_size=1, max_size=200),
    cuts=st.lists(st.integers(0, 200), min_size=4, max_size=4),
)
def test_any_text_and_any_stretches_give_a_relation(text: str, cuts: list[int]) -> None:
    first, second = (
        (min(a, b) % len(text), max(min(a, b) % len(text) + 1, max(a, b) % (len(text) + 1))) for a, b in
        (cuts[:2], cuts[2:])
    )  # fmt: skip
    check(reader().relate(text, first, second))
    check(reader().relate(text, first))


@settings(max_examples=100, deadline=None)
@given(words=st.lists(st.sampled_from(["Mali", "émigré", "naïveté", "𝔘nited", "troops", "—", "said"]), min_size=1,
                      max_size=150), at=st.integers(0, 149), to=st.integers(0, 149))  # fmt: skip
def test_both_marks_stay_in_the_pieces_read(words: list[str], at: int, to: int) -> None:
    starts = [sum(len(word) + 1 for word in words[:n]) for n in range(len(words))]
    at, to = at % len(words), to % len(words)
    reads = pair_encoder.load().reader
    actor = (starts[at], starts[at] + len(words[at]))
    recipient = (starts[to], starts[to] + len(words[to]))
    read = reads.encode(" ".join(words), actor, recipient)
    assert len(read.pieces) <= pair_encoder.LONGEST
    for at, mark in ((read.actor, reads.marks[0]), (read.recipient, reads.marks[2])):
        assert at == 0 or read.pieces[at] == mark
    assert read.actor or read.recipient
    if len(read.pieces) < pair_encoder.LONGEST:
        assert [read.pieces.count(mark) for mark in reads.marks] == [1, 1, 1, 1]


def test_weights_stay_small() -> None:
    home = resources.files("legation.extract").joinpath("models/relation")
    assert sum(len(part.read_bytes()) for part in home.iterdir() if part.is_file()) <= 15_600_000
    assert home.joinpath("CARD.md").is_file()
