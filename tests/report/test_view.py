"""The reading text and the way back to the text as supplied."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.report.layout import make_document
from legation.report.raw import RawReport
from legation.report.view import View

VOCABULARY = """
the a he she to of on in with by and meet warned new newly elected army chief soldier soldiers talk talks signed pact
now failed lake town president his visit election
"""
WORDS = frozenset(VOCABULARY.split())


def view_of(text: str) -> View:
    return View.of(make_document(RawReport(text=text)), is_word=WORDS.__contains__)


LINK = "<https://n.example/x>"
READ = [  # as supplied, where @ stands for a link · as read
    ("Talks were held\nin Oslo.", "Talks were held in Oslo."),
    ("Talks  were \r\n\theld.", "Talks were held."),
    ("Talks were\u00a0held.", "Talks were held."),
    ("The minis\u00adter\ufeff spoke.", "The minister spoke."),
    ("The lake @ is deep.", "The lake is deep."),
    ("The lake\n@\n is deep.", "The lake is deep."),
    ("The lake @, which is deep.", "The lake, which is deep."),
    ("The lake\n@\n, which is deep.", "The lake, which is deep."),
    ("The town @’s mayor spoke.", "The town’s mayor spoke."),
    ("The town @'s mayor spoke.", "The town's mayor spoke."),
    ("It was “the lake @”.", "It was “the lake”."),
    ("The lake @ “Tanga” is deep.", "The lake “Tanga” is deep."),
    ("The lake (see @) is deep.", "The lake (see) is deep."),
    ("The lake @ – a deep one – froze.", "The lake – a deep one – froze."),
    ("The lake @ @ is deep.", "The lake is deep."),
    ("The lake @is deep.", "The lake is deep."),
    ("She will meetKarl Lund @ on Monday.", "She will meet Karl Lund on Monday."),
    ("She spoke withKarl\nLund @.", "She spoke with Karl Lund."),
    ("They sail toTanga @.", "They sail to Tanga."),
    ("Talks with thenewly elected president @ failed.", "Talks with the newly elected president failed."),
    ("Last year hewarned of a visit by soldiers @ there.", "Last year he warned of a visit by soldiers there."),
    ("They want asoldier @ there.", "They want a soldier there."),
    ("It broke the pact,now failed @ by all.", "It broke the pact, now failed by all."),
    ("TheTanga lake @ froze.", "The Tanga lake froze."),
    ("The war inDeir ez-Zor goes on.", "The war in Deir ez-Zor goes on."),
    ("Ring us at https://n.example/y today.", "Ring us at https://n.example/y today."),
]
LEFT = [  # what looks glued and isn't, or stands where no anchor can
    "The iPhone of McDonald and deLuca @ rang.",
    "They use WeChat and WhatsApp @ there.",
    "The Tanganyika talks @ failed.",
    "A talk hewarned. The lake @ is deep.",
    "The byelection was held; the byelection @ failed.",
    "It costs 3,000 or 2.5 of that @ now.",
    "Talks of thenewly elected president failed.",
]


@pytest.mark.parametrize(("text", "reading"), READ)
def test_reading_text(text: str, reading: str) -> None:
    assert view_of(text.replace("@", LINK)).text == reading


@pytest.mark.parametrize("text", LEFT)
def test_words_that_only_look_glued_are_left(text: str) -> None:
    assert view_of(text.replace("@", LINK)).text == text.replace(" @", "")


def test_without_a_word_list_small_words_stay_together_and_names_are_parted() -> None:
    document = make_document(RawReport(text=f"Talks with thenewly elected Karl {LINK} and meetKarl Lund {LINK}."))
    assert View.of(document).text == "Talks with thenewly elected Karl and meet Karl Lund."


REPORT = f"""Lake talks fail

By Jane Roe

TANGA, May 3 (NW) - Ministers met on
the lake {LINK}, the army's
soldiers around them.

Fleets stay in port
 Read more
{LINK}
They will meet again.

ENDS

Press office, 555 0100
"""


def test_only_read_blocks_are_read() -> None:
    view = view_of(REPORT)
    assert view.text == (
        "Lake talks fail\n\nTANGA, May 3 (NW) -\n\n"
        "Ministers met on the lake, the army's soldiers around them.\n\nThey will meet again."
    )
    assert [block.kind for _, _, block in view.blocks] == ["heading", "dateline", "paragraph", "paragraph"]
    for start, end, block in view.blocks:
        assert view.text[start:end].split()[0] == REPORT[block.start : block.end].split()[0]


@pytest.mark.parametrize(
    ("words", "supplied"),
    [
        ("met on the lake", ["met on\nthe lake"]),
        ("the lake, the army", [f"the lake {LINK}, the army"]),
        (" on the ", ["on\nthe"]),
        ("fail\n\nTANGA", ["fail", "TANGA"]),  # the byline between them is not read
        ("(NW) -\n\nMinisters", ["(NW) - Ministers"]),  # nothing but space between them
        ("them.\n\nThey", ["them.", "They"]),
        ("\n\n", []),
    ],
)
def test_spans_lead_back(words: str, supplied: list[str]) -> None:
    view = view_of(REPORT)
    start = view.text.index(words)
    assert [REPORT[a:b] for a, b in view.spans(start, start + len(words))] == supplied


@pytest.mark.parametrize(("start", "end"), [(-5, 0), (3, 3), (9, 4), (10_000, 10_010)])
def test_spans_of_nothing(start: int, end: int) -> None:
    assert view_of(REPORT).spans(start, end) == ()


def test_glued_words_lead_back_without_the_space_between() -> None:
    text = f"She will meetKarl Lund {LINK} on Monday."
    view = view_of(text)
    start = view.text.index("meet Karl")
    assert [text[a:b] for a, b in view.spans(start, start + 9)] == ["meetKarl"]
    assert [text[a:b] for a, b in view.spans(start + 5, start + 9)] == ["Karl"]


def test_to_reading() -> None:
    view = view_of(REPORT)
    for words in ("Lake talks", "the lake", "They will"):
        reading = view.to_reading(REPORT.index(words))
        assert reading is not None
        assert view.text[reading:].startswith(words)
    assert view.to_reading(REPORT.index("Jane Roe")) is None
    assert view.to_reading(REPORT.index("https")) is None
    assert view.to_reading(len(REPORT) + 5) is None
    assert view.to_reading(-1) is None


ANY = st.lists(
    st.sampled_from(
        [LINK, " ", "\n", "\n\n", "Read more", "theNew talk", "’s", ", ", "hewarned", "\u00ad", "The end. "]
    )
    | st.text(max_size=20),
    max_size=20,
).map("".join)


@given(ANY)
def test_each_character_read_is_the_character_supplied(text: str) -> None:
    view = view_of(text)
    source = view.document.text
    for at, character in enumerate(view.text):
        spans = view.spans(at, at + 1)
        if character.isspace():
            assert spans == ()
            continue
        ((start, end),) = spans
        assert source[start:end] == character
        assert view.to_reading(start) == at


@given(ANY, st.data())
def test_spans_of_any_stretch_lie_in_the_text_in_order(text: str, data: st.DataObject) -> None:
    view = view_of(text)
    start = data.draw(st.integers(0, len(view.text)))
    stop = data.draw(st.integers(start, len(view.text)))
    at = 0
    for left, right in view.spans(start, stop):
        assert at <= left < right <= len(text)
        at = right


@given(ANY)
def test_reading_text_has_no_odd_white_space(text: str) -> None:
    view = view_of(text)
    assert not view.text.replace("\n\n", "").count("\n")
    assert view.text == view.text.strip()
    for start, end, _ in view.blocks:
        assert "  " not in view.text[start:end]


@pytest.mark.parametrize(
    "text", ["theA " * 20_000 + LINK, f"{LINK} " * 10_000, "a\n" * 50_000, f"hewarned {LINK} " * 5_000]
)
def test_long_texts_are_read_in_linear_time(text: str) -> None:
    document = make_document(RawReport(text=text))
    begun = process_time()
    view = View.of(document, is_word=WORDS.__contains__)
    assert view.spans(0, len(view.text)) or not view.text
    assert process_time() - begun < 5
