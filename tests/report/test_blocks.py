"""Blocks of plain text: every cue by its example, and layouts of many houses."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.report import cues
from legation.report.blocks import find_blocks
from legation.report.document import Block
from legation.report.links import find_links


def blocks_of(text: str) -> list[tuple[str, str]]:
    return [(block.kind, text[block.start : block.end]) for block in find_blocks(text, find_links(text))]


def test_cues_are_sorted_and_none_is_doubled() -> None:
    keys = [(cue.kind, cue.place, cue.words) for cue in cues.load().cues]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("cue", cues.load().cues, ids=lambda cue: f"{cue.kind}-{cue.place}-{cue.words}")
def test_each_cue_makes_a_block_of_its_example(cue: cues.Cue) -> None:
    found = [words.lower() for kind, words in blocks_of(cue.example) if kind == cue.kind]
    assert any(cue.words in words for words in found)
    assert any(
        "Ministers met in Oslo on Monday" in words for kind, words in blocks_of(cue.example) if kind == "paragraph"
    )


LAYOUTS = [
    (
        "a promo sits against the paragraph after it",
        "The talks failed.\n\nFleets stay\nin port\n Read more  \n<https://n.example/fleets>\nIt added: “We go on.”",
        [
            ("paragraph", "The talks failed."),
            ("promo", "Fleets stay\nin port\n Read more  \n<https://n.example/fleets>"),
            ("paragraph", "It added: “We go on.”"),
        ],
    ),
    (
        "a promo sits against the paragraph before it",
        "The talks failed on Monday.\nFleets stay in port\nRead more\n<https://n.example/x>\n\nThey go on.",
        [
            ("paragraph", "The talks failed on Monday."),
            ("promo", "Fleets stay in port\nRead more\n<https://n.example/x>"),
            ("paragraph", "They go on."),
        ],
    ),
    (
        "the words of a cue in running text are no cue",
        "He had read more of it than she had.\n\nRelated parties met in Rome. Published figures were better.\n\nBy the "
        "end of May they had signed",
        [
            ("paragraph", "He had read more of it than she had."),
            ("paragraph", "Related parties met in Rome. Published figures were better."),
            ("paragraph", "By the end of May they had signed"),
        ],
    ),
    (
        "title, byline, dateline",
        "Norway warns\n\nBy Kari Lund\n\nOSLO, May 3, 2021 (NW) — Norway said it would wait.\n\nNo one knows why.",
        [
            ("heading", "Norway warns"),
            ("byline", "By Kari Lund"),
            ("dateline", "OSLO, May 3, 2021 (NW) —"),
            ("paragraph", "Norway said it would wait."),
            ("paragraph", "No one knows why."),
        ],
    ),
    (
        "a note on the author ends a text of one line",
        "The tide has turned. Anna van der Berg is a journalist based in Leiden.",
        [("paragraph", "The tide has turned."), ("byline", "Anna van der Berg is a journalist based in Leiden.")],
    ),
    (
        "who was in the report before is not its author",
        "Jane Roe was freed on Monday. The army held her. Jane Roe is a journalist based in Leiden.",
        [
            (
                "paragraph",
                "Jane Roe was freed on Monday. The army held her. Jane Roe is a journalist based in Leiden.",
            )
        ],
    ),
    (
        "notes at the foot, each behind a bullet",
        "The war is over, she said. “Nobody won.” • Jane Roe wrote a book on it • Tell us what you think",
        [
            ("paragraph", "The war is over, she said. “Nobody won.”"),
            ("boilerplate", "• Jane Roe wrote a book on it • Tell us what you think"),
        ],
    ),
    (
        "a list in the text is no foot",
        "They agreed on three things: • trade • visas • fish. Work begins in May.",
        [("paragraph", "They agreed on three things: • trade • visas • fish. Work begins in May.")],
    ),
    (
        "after the end nothing is read",
        "Ministers met.\n\nENDS\n\nNotes to editors\n\n1. The fund was set up in 1990.",
        [
            ("paragraph", "Ministers met."),
            ("boilerplate", "ENDS"),
            ("boilerplate", "Notes to editors"),
            ("boilerplate", "1. The fund was set up in 1990."),
        ],
    ),
    (
        "lines of an unwrapped text are paragraphs",
        "Ministers met. "
        + "They talked of fish. " * 10
        + "\nThey parted.\nThey will meet again in a month, both said.",
        [
            ("paragraph", ("Ministers met. " + "They talked of fish. " * 10).strip()),
            ("paragraph", "They parted."),
            ("paragraph", "They will meet again in a month, both said."),
        ],
    ),
    (
        "lines of a wrapped text are not",
        "Ministers of two countries met on Monday and\ntalked of the catch in the\nNorth Sea.\n\nThey parted.",
        [
            (
                "paragraph",
                "Ministers of two countries met on Monday and\ntalked of the catch in the\nNorth Sea.",
            ),
            ("paragraph", "They parted."),
        ],
    ),
    (
        "a long address breaks a wrapped line early",
        "They spoke of\nthe lake\n<https://n.example/an-address-longer-than-any-line>\nIsland people met.",
        [
            (
                "paragraph",
                "They spoke of\nthe lake\n<https://n.example/an-address-longer-than-any-line>\nIsland people met.",
            )
        ],
    ),
    (
        "a rule between sections",
        "Ministers met.\n\n* * *\n\nThey parted.",
        [("paragraph", "Ministers met."), ("boilerplate", "* * *"), ("paragraph", "They parted.")],
    ),
    (
        "Windows and old Mac line ends",
        "Ministers met.\r\n\r\nThey parted.\r\rThey wept.",
        [("paragraph", "Ministers met."), ("paragraph", "They parted."), ("paragraph", "They wept.")],
    ),
    ("nothing", " \n\t\n ", []),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in LAYOUTS], ids=[row[0] for row in LAYOUTS])
def test_layout(text: str, expected: list[tuple[str, str]]) -> None:
    assert blocks_of(text) == expected


DATELINES = [
    "TOKYO, Nov 16 (Newswire) -",
    "GENEVA (AP) —",
    "Beirut, 3 March 2017 –",
    "WASHINGTON —",
    "MIAMI _",
    "UNITED NATIONS, New York, Nov. 16, 2016 (NW) –",
    "MOSCOW, March 5. /NW/.",
    "Paris/London, 3 May (dpa) -",
    "(Newswire) -",
    "16 November 2016 –",
    "Tokyo, Nov. 16 (Newswire)--",
]
NO_DATELINES = [
    "Abe – who has denied it –",
    "PRESENTER: Good evening.",
    "Moscow:",
    "Presidents Roe and Doe (of Freedonia) -",
]


@pytest.mark.parametrize("opening", DATELINES)
def test_dateline_covers_just_the_opening(opening: str) -> None:
    assert blocks_of(f"{opening} The ministers met.") == [("dateline", opening), ("paragraph", "The ministers met.")]


@pytest.mark.parametrize("opening", NO_DATELINES)
def test_what_is_no_dateline(opening: str) -> None:
    assert [kind for kind, _ in blocks_of(f"{opening} The ministers met.")] == ["paragraph"]


@pytest.mark.parametrize(
    "line", ["Nairobi, 9 September 2022", "Broadcast: Thursday 18 February 2016", "Washington (NW)"]
)
def test_dateline_on_a_line_of_its_own(line: str) -> None:
    assert blocks_of(f"{line}\n\nThe ministers met.")[0] == ("dateline", line)


def assert_covering(text: str, blocks: tuple[Block, ...]) -> None:
    """Blocks stand in order inside the text, don't overlap, and leave nothing but white space out."""
    at = 0
    for block in blocks:
        assert at <= block.start < block.end <= len(text)
        assert not text[at : block.start].strip()
        assert not text[block.start].isspace()
        assert not text[block.end - 1].isspace()
        at = block.end
    assert not text[at:].strip()


LINES = st.sampled_from(
    [
        "Read more",
        "By Jane Roe",
        "<https://n.example/2016/nov/16/a>",
        "OSLO (NW) -",
        "ENDS",
        "• Foot",
        "Related: it",
        " ",
        "",
    ]
)


@given(
    st.lists(LINES | st.text(max_size=60), max_size=12).flatmap(
        lambda ls: st.sampled_from(["\n", "\r\n", " "]).map(lambda j: j.join(ls))
    )
)
def test_blocks_cover_any_text(text: str) -> None:
    assert_covering(text, find_blocks(text, find_links(text)))


SLOW_IF_QUADRATIC = [
    " " * 100_000, "\n" * 100_000, "• " * 20_000, "A. " * 20_000, "A " * 20_000, "Read more\n" * 10_000, "“" * 10_000,
    "h\nRead more\n<http://a.example/c>\n" * 5_000, "<http://a\n" * 10_000, "." + "'" * 50_000, "By " * 20_000,
]  # fmt: skip


@pytest.mark.parametrize("text", SLOW_IF_QUADRATIC, ids=lambda text: repr(text[:12]))
def test_odd_texts_are_laid_out_in_linear_time(text: str) -> None:
    begun = process_time()
    assert_covering(text, find_blocks(text, find_links(text)))
    # Linear work takes a few hundredths of a second; one quadratic pattern takes a minute.
    assert process_time() - begun < 5
