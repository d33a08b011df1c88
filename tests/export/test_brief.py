import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import (
    actor,
    commitment,
    conditional,
    document,
    event,
    place,
    quantity,
    report,
    shift,
    statement,
    time,
)  # fmt: skip
from legation.export.brief import brief_of, brief_on, title_of, to_markdown, to_text
from legation.ledger.store import Ledger
from legation.report.document import Block

TEXT = (
    "Kenya’s envoy, Asha <https://example.org/asha> Odhiambo, will meet Cuba on 9 March. "
    "She met Cuba on 1 March. Havana did not arrest anyone.\n\n"
    "“We keep the fishing pact,” Odhiambo told Cuba by phone. Some doubt it. "
    "If Havana pays $5m, Kenya would lend ships. The bridge opens on 1 May, a minister hopes. That is all."
)


def whole(id_="r1", *, published="2020-03-05", **fields):
    about = document(TEXT, id=id_, published=published, **fields)
    kenya, cuba = actor(about, "Kenya", country="KEN"), actor(about, "Cuba", country="CUB")
    envoy = actor(about, "Asha Odhiambo", "Asha", kind="person", country="KEN", office="envoy")
    nairobi = place(about, "Havana")
    money = quantity(about, 5e6, "USD", "$5m")
    said = statement(about, "We keep the fishing pact", envoy, act="promise", to=(cuba,), channel="phone")
    doubt = statement(about, "it", act="deny", speaker_span=((TEXT.index("Some"), TEXT.index(" doubt")),))
    met = event(about, "CONSULT", "met Cuba", by=(envoy,), to=(cuba,), date="2020-03-01")
    again = event(about, "CONSULT", "She met", by=(envoy,), to=(cuba,), date="2020-03-01")
    meets = event(about, "CONSULT", "meet", by=(envoy,), to=(cuba,), date="2020-03-09", modality="future")
    arrest = event(about, "COERCE", "arrest", by=(cuba,), mode="arrest", modality="negated", place=nairobi.id)
    lends = event(
        about, "AID", "lend ships", by=(kenya,), modality="hypothetical", claimed_by=said.id, confidence=0.4,
        quantities=(money.id,),
    )  # fmt: skip
    pact = commitment(
        about,
        "treaty",
        "the fishing pact",
        (kenya, "member"),
        (cuba, "member"),
        status="reaffirmed",
        claimed_by=said.id,
    )
    follows = conditional(about, "Havana pays $5m", "Kenya would lend ships", consequence_events=(lends.id,))
    moved = shift(about, envoy, "keep", about=(pact.id,), after=said.id, direction="towards")
    opens = time(about, "2020-05-01", "on 1 May")
    return report(
        about, kenya, cuba, envoy, nairobi, money, said, doubt, met, again, meets, arrest, lends, pact, follows, moved,
        opens,
    )  # fmt: skip


EXPECTED = """\
Ships for Havana
Harbour News · 5 March 2020, as given

WHO MEETS OR ACTS
  To come
    - Asha Odhiambo (envoy, KEN) will engage with Cuba · 9 March 2020
      “meet”
  Done
    - Asha Odhiambo engaged with Cuba · 1 March 2020
      “met Cuba”
      “She met”
  Only possible
    - Kenya might give aid · USD 5m · doubtful · according to Asha Odhiambo
      “lend ships”
  Said not to have happened
    - Cuba did not make arrests · Havana
      “arrest”

WHAT STANDS BETWEEN THEM
  - Kenya – Cuba · treaty · reaffirmed · according to Asha Odhiambo
    “the fishing pact”

WHO SAID WHAT
  Asha Odhiambo (envoy, KEN)
    - promises Cuba by telephone
      “We keep the fishing pact”
  Some
    - denial
      “it”

WHAT IS DUE
  9 March 2020
    - Asha Odhiambo will engage with Cuba
      “meet”
  1 May 2020
    - The bridge opens on 1 May, a minister hopes.
      “on 1 May”

WHAT FOLLOWS FROM WHAT
  - If Havana pays $5m, then Kenya would lend ships
    “Havana pays $5m, Kenya would lend ships”

WHO HAS SHIFTED
  - Asha Odhiambo (envoy, KEN) has moved towards the treaty (Kenya – Cuba) · after: “We keep the
    fishing pact”
    “keep”
"""


def test_the_brief_of_one_report():
    made = brief_of(whole(title="Ships for Havana", publisher="Harbour News").records())
    assert to_text(made) == EXPECTED


def test_the_same_brief_as_markdown():
    lines = to_markdown(brief_of(whole(title="Ships for *Havana*").records())).splitlines()
    assert lines[0] == r"# Ships for \*Havana\*"
    assert "## Who meets or acts" in lines
    assert "**To come**" in lines
    assert "- Asha Odhiambo (envoy, KEN) will engage with Cuba · 9 March 2020" in lines
    assert lines[lines.index("- promises Cuba by telephone") + 1] == "  > We keep the fishing pact"


def test_each_line_has_words_that_stand_in_the_text_and_the_ids_of_its_records():
    made = whole()
    ids = {record.id for record in made.records()}
    for section in brief_of(made.records()).sections:
        for line in section.lines:
            assert set(line.records) <= ids
            assert line.document == "r1"
            assert line.quotes
            for quote in line.quotes:
                for piece in quote.words.split(" … "):
                    assert piece.split()[0] in TEXT


def test_a_reports_words_cannot_steer_the_terminal():
    text = "Peru\x1b[2J thanked\x07 Cuba\u202e\x9b."
    about = document(text, title="Ship\x1b]0;x\x07")
    shown = to_text(brief_of([about, event(about, "SUPPORT", text, by=(actor(about, "Peru\x1b", "Peru"),))]))
    assert not any(char in shown for char in "\x1b\x07\x9b\u202e")


def test_no_id_stands_in_a_brief():
    made = brief_of(whole().records())
    assert not re.search(r"\b[a-z]+-[0-9a-f]{16}\b", to_text(made) + to_markdown(made))


@pytest.mark.parametrize(
    ("made", "title"),
    [
        (document("A ship sank.\n\nIt was old.", title="  Old \n ship "), "Old ship"),
        (document("A ship sank."), "A ship sank."),
        (document("word " * 40), "word " * 18 + "word …"),
        (document("Read more", blocks=(Block(kind="promo", start=0, end=9),), id="r9"), "r9"),
        (
            document(
                "By Ann\n\nOld ship\n\nIt sank.",
                blocks=(
                    Block(kind="byline", start=0, end=6),
                    Block(kind="heading", start=8, end=16),
                    Block(kind="paragraph", start=18, end=26),
                ),
            ),
            "Old ship",
        ),
    ],
)
def test_a_report_without_a_title_is_called_by_its_first_words(made, title):
    assert title_of(made) == title


@pytest.mark.parametrize(
    ("blocks", "note"),
    [
        ((Block(kind="promo", start=0, end=4),), "Nothing to record: the whole text is promo."),
        (
            (Block(kind="boilerplate", start=0, end=4), Block(kind="promo", start=5, end=9)),
            "Nothing to record: the whole text is boilerplate and promo.",
        ),
        (
            (Block(kind="paragraph", start=0, end=9),),
            "Nothing to record: 1 paragraph read, none says who did, said or promised what.",
        ),
    ],
)
def test_a_report_without_records_says_why(blocks, note):
    made = brief_of([document("Read more", blocks=blocks, published=None)])
    assert made.note == note
    assert to_text(made).endswith(f"\n\n{note}\n")
    assert "date unknown" in to_text(made)


@given(st.text(max_size=80), st.integers(min_value=1, max_value=120))
def test_any_text_has_a_brief(text, width):
    about = document(text)
    said = statement(about, text, act="assert")
    made = brief_of([about, said])
    assert to_text(made, width=width).endswith("\n")
    assert to_markdown(made).endswith("\n")


# Briefs over many reports


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    with Ledger(tmp_path_factory.mktemp("ledger") / "ledger.db") as ledger:
        ledger.add(whole("late", published="2020-03-05", publisher="Harbour News"))
        ledger.add(whole("early", published="2020-02-01", title="Before"))
        yield ledger


def lines_of(made, key):
    return [line for section in made.sections if section.key == key for line in section.lines]


def test_the_brief_on_two_tells_of_each_report_with_its_source(stored):
    made = brief_on(stored, "KEN", "CUB")
    assert made.title == "KEN and CUB"
    assert made.about == ("2 reports",)
    assert [(line.group, line.text, line.source) for line in lines_of(made, "stands")] == [
        ("Cuba – Kenya · treaty · 2 reports", "reaffirmed", "Before, 1 February 2020"),
        ("Cuba – Kenya · treaty · 2 reports", "reaffirmed", "Harbour News, 5 March 2020"),
    ]
    assert "arrest" not in to_text(made)  # Cuba alone had a part in it


def test_the_brief_on_one_as_of_a_day(stored):
    made = brief_on(stored, "Odhiambo", as_of="2020-02")
    assert made.about == ("as published by February 2020", "1 report: Before, 1 February 2020")
    assert {line.source for section in made.sections for line in section.lines} == {None}  # it is named once, above


@pytest.mark.parametrize(
    ("who", "as_of", "note"),
    [
        (["Peru"], None, "Nothing on record: 2 reports in the ledger, none names Peru."),
        (["KEN", "Peru"], None, "Nothing on record: 2 reports in the ledger, none names Peru."),
        (["KEN"], "2019", "Nothing on record: no report was published by 2019."),
    ],
)
def test_a_brief_on_nothing_says_why(stored, who, as_of, note):
    assert brief_on(stored, *who, as_of=as_of).note == note


def test_a_brief_from_an_empty_ledger_says_so(ledger):
    assert brief_on(ledger, "KEN").note == "Nothing on record: the ledger holds no report yet."
