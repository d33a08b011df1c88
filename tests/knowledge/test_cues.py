"""The cue and channel tables: in order, in the vocabulary, no line doubled, and each example read as its line says."""

from dataclasses import dataclass

import pytest

from legation.errors import KnowledgeError
from legation.extract.reader import Reader, Report
from legation.extract.statement import Statement
from legation.knowledge import cues, table
from legation.knowledge.cues import CONSTRUCTIONS, Cue, Medium

PREPOSITIONS = {"about", "against", "as", "at", "by", "for", "in", "of", "on", "over", "to", "with"}


@dataclass
class Examples:
    """Every example of a table, read in one batch."""

    reports: dict[str, Report]

    def statements(self, example: str) -> list[Statement]:
        return self.reports[example].statements

    def words(self, example: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
        text = self.reports[example].document.text
        return [word for start, end in spans for word in text[start:end].split()]


@pytest.fixture(scope="module")
def examples() -> Examples:
    texts = [*(cue.example for cue in cues.cues()), *(medium.example for medium in cues.media())]
    inputs = [{"text": text, "published": "2020-01-15"} for text in dict.fromkeys(texts)]
    return Examples({report.document.text: report for report in Reader().read_many(inputs)})


def test_cues_stand_in_order_and_once() -> None:
    keys = [(cue.phrase, cue.pos) for cue in cues.cues()]
    assert keys == sorted(set(keys))
    assert len(keys) >= 300


def test_channels_stand_in_order_and_once() -> None:
    keys = [(" ".join(m.words), m.channel or "", sorted(m.roles)) for m in cues.media()]
    assert keys == sorted(keys)
    assert len({(words, role) for words, _, roles in keys for role in roles}) == sum(len(roles) for *_, roles in keys)


@pytest.mark.parametrize("cue", cues.cues(), ids=lambda cue: f"{cue.phrase}-{cue.pos}")
def test_constructions_are_known(cue: Cue) -> None:
    assert cue.frames <= CONSTRUCTIONS | PREPOSITIONS
    assert set(cue.acts) <= cue.frames | {"own", "future"}
    assert cue.frames or cue.pos == "support"


@pytest.mark.parametrize(
    "cue", [c for c in cues.cues() if c.pos != "support"], ids=lambda cue: f"{cue.phrase}-{cue.pos}"
)
def test_a_cue_is_read_as_its_line_says(cue: Cue, examples: Examples) -> None:
    acts = {cue.act, *cue.acts.values()}
    for statement in examples.statements(cue.example):
        found = examples.words(cue.example, statement.cue)
        if _is_head(cue, found) and len(found) >= len(cue.words) and statement.act in acts and statement.content:
            return
    pytest.fail(f"{cue.example!r} gives no {cue.act} by {cue.phrase!r}")


def _is_head(cue: Cue, found: list[str]) -> bool:
    """True if the first word found is a form of the cue's."""
    first, form = cue.words[0], found[0].lower().strip(".,:;“”\"'")
    if cues.verb_forms().get(form) == first or form == first or form in {first + "s", first + "es"}:
        return True
    # strong verbs and plurals keep their first letter or the rest of the phrase: "wrote", "worries", "went on"
    is_another = form in {other.words[0] for other in cues.cues()}
    return not is_another and (form[0] == first[0] or (len(found) > 1 and found[1:] == list(cue.words[1:])))


@pytest.mark.parametrize("cue", [c for c in cues.cues() if c.pos == "support"], ids=lambda cue: cue.phrase)
def test_a_support_verb_lends_its_subject(cue: Cue, examples: Examples) -> None:
    assert any(s.speakers and s.speaker_span[0][0] == 0 for s in examples.statements(cue.example))


@pytest.mark.parametrize("medium", cues.media(), ids=lambda m: f"{' '.join(m.words)}-{'-'.join(sorted(m.roles))}")
def test_a_medium_gives_its_channel(medium: Medium, examples: Examples) -> None:
    assert [s.channel for s in examples.statements(medium.example)] == [medium.channel]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("say,verb,talk,assert,that,,,Oslo said so.", "class"),
        ("say,noise,speech,assert,that,,,Oslo said so.", "pos"),
        ("say,verb,speech,declare,that,,,Oslo said so.", "act"),
        ("say,verb,speech,assert|inf=beg,that,,,Oslo said so.", "act"),
        ("say,verb,speech,assert,that,whom,,Oslo said so.", "addressee"),
        ("say,verb,speech,assert,that,,pigeon,Oslo said so.", "channel"),
    ],
)
def test_a_word_outside_the_vocabulary_is_named(row: str, column: str, monkeypatch: pytest.MonkeyPatch) -> None:
    header = "phrase,pos,class,act,frames,addressee,channel,example"
    monkeypatch.setattr(table, "data_text", lambda *_: f"{header}\n{row}\n")
    with pytest.raises(KnowledgeError, match=f"line 2, column {column}"):
        cues.read_cues()
