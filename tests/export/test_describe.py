import re

import pytest

from factories import actor, commitment, conditional, document, event, place, quantity, shift, statement, time
from legation.export.describe import Names, describe, words_of
from legation.report.document import Link

TEXT = (
    "Ivo Brand, Latvia's former transport minister, told Malta on 4 May that Riga would send 40 buses if Valletta "
    "paid 2m euros. Malta and Cyprus keep a pact. Some fishermen doubted it."
)
ABOUT = document(TEXT)
LATVIA, MALTA, CYPRUS = (
    actor(ABOUT, name, country=code) for name, code in (("Latvia", "LVA"), ("Malta", "MLT"), ("Cyprus", "CYP"))
)
BRAND = actor(ABOUT, "Ivo Brand", kind="person", country="LVA", office="former transport minister")
BUSES, EUROS = quantity(ABOUT, 40, "buses", "40 buses"), quantity(ABOUT, 2e6, "EUR", "2m euros")
TOLD = statement(ABOUT, "Riga would send 40 buses", BRAND, act="promise", to=(MALTA,), channel="speech")
PACT = commitment(ABOUT, "alliance", "a pact", (MALTA, "member"), (CYPRUS, "member"), status="reaffirmed")
PAYS = commitment(
    ABOUT, "payment", "paid", (MALTA, "payer"), (LATVIA, "payee"), quantities=(EUROS.id,), name="Bus Accord"
)
FISHERMEN = ((TEXT.index("Some"), TEXT.index(" doubted")),)
RIGA = place(ABOUT, "Riga", lat=56.95, lon=24.1, country="LVA", geonames=456172)
OTHERS = [LATVIA, MALTA, CYPRUS, BRAND, BUSES, EUROS, TOLD, PACT, PAYS, RIGA]


def sends(**fields):
    return event(ABOUT, "AID", "would send 40 buses", by=(LATVIA,), to=(MALTA,), **fields)


LINES = [
    (LATVIA, "Latvia"),
    (BRAND, "Ivo Brand (former transport minister, LVA)"),
    (RIGA, "Riga"),
    (BUSES, "40 buses"),
    (time(ABOUT, "2020-05-04", "on 4 May"), "4 May 2020"),
    (time(ABOUT, "P2D", "4 May", type="DURATION"), "P2D"),
    (TOLD, "Ivo Brand (former transport minister, LVA) promises Malta in a speech"),
    (statement(ABOUT, "it", speaker_span=FISHERMEN, act="deny"), "Some fishermen: denial"),
    (statement(ABOUT, "it", MALTA, CYPRUS, act="assert"), "Malta and Cyprus say"),
    (statement(ABOUT, "it"), "somebody: statement"),
    (sends(), "Latvia gave aid to Malta"),
    (sends(modality="future"), "Latvia will give aid to Malta"),
    (sends(modality="ongoing"), "Latvia gives aid to Malta"),
    (sends(modality="hypothetical"), "Latvia might give aid to Malta"),
    (sends(modality="negated"), "Latvia did not give aid to Malta"),
    (event(ABOUT, "CONSULT", "told", by=(LATVIA, MALTA), modality="ongoing"), "Latvia and Malta hold talks"),
    (event(ABOUT, "ASSAULT", "told", mode="beat"), "Somebody used blows"),
    (event(ABOUT, "DANCE", "told", by=(MALTA,)), "Malta dance"),  # a type that the table lacks keeps its name
    (PACT, "Malta – Cyprus · alliance"),
    (PAYS, "Malta → Latvia · payment (Bus Accord)"),
    (commitment(ABOUT, "treaty", "a pact"), "treaty"),
    (commitment(ABOUT, "weapons_programme", "a pact", (MALTA, "owner")), "Malta · weapons programme"),
    (
        conditional(ABOUT, "if Valletta paid 2m euros", "Riga would send 40 buses"),
        "If Valletta paid 2m euros, then Riga would send 40 buses",
    ),
    (conditional(ABOUT, "Valletta paid", "send", form="unless"), "Unless Valletta paid: send"),
    (conditional(ABOUT, "Malta", "send", form="would"), "Malta: send"),
    (
        shift(ABOUT, BRAND, about=(PACT.id,)),
        "Ivo Brand (former transport minister, LVA) has moved away from the alliance (Malta – Cyprus)",
    ),
    (shift(ABOUT, MALTA, about=(CYPRUS.id,), direction="towards"), "Malta has moved towards Cyprus"),
    (shift(ABOUT, MALTA, direction="denial"), "Malta denies an earlier position"),
    (document("A ship sank. " * 20), "A ship sank. " * 6 + "…"),
    (document(title="Buses for Malta"), "Buses for Malta"),
]  # fmt: skip


@pytest.mark.parametrize(("record", "line"), LINES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_record_in_one_line(record, line):
    assert describe(record, Names([*OTHERS, record], ABOUT)).line == line


FACTS = [
    (BRAND, {"kind": "person", "country": "LVA"}),
    (RIGA, {"kind": "city", "country": "LVA", "at": "56.95, 24.10", "geonames": "456172"}),
    (TOLD, {"says": "Riga would send 40 buses", "directness": "reported"}),
    (
        sends(place=RIGA.id, date="2020-05-04", quantities=(BUSES.id,), contexts=("human_rights",), cameo="070"),
        {
            "type": "aid", "modality": "occurred", "date": "4 May 2020", "place": "Riga", "amounts": "40 buses",
            "contexts": "human rights", "PLOVER": "AID", "CAMEO": "070",
        },
    ),
    (PAYS, {"status": "in force", "parties": "Malta: payer, Latvia: payee", "terms": "EUR 2m"}),
    (shift(ABOUT, MALTA, before=TOLD.id, after=PACT.id), {"before": "Riga would send 40 buses", "after": "a pact"}),
]  # fmt: skip


@pytest.mark.parametrize(("record", "facts"), FACTS)
def test_what_else_is_known_of_a_record(record, facts):
    assert dict(describe(record, Names([*OTHERS, record], ABOUT)).facts) == facts


@pytest.mark.parametrize(("record", "line"), LINES, ids=lambda value: value if isinstance(value, str) else "")
def test_no_id_is_shown_even_where_the_other_records_are_missing(record, line):
    described = describe(record, Names([], ABOUT))
    shown = " ".join([described.line, *(value for _, value in described.facts)])
    assert not re.search(r"[a-z]+-[0-9a-f]{16}", shown)


def test_a_condition_that_says_its_form_is_left_as_it_is():
    text = "Without a fair share the treaty will end."
    record = conditional(document(text), "Without a fair share", "the treaty will end", form="unless")
    assert describe(record, Names([record], document(text))).line == "Without a fair share: the treaty will end"


def test_words_are_quoted_without_wraps_and_addresses():
    text = "Malta will payRiga <https://example.org/riga>\n  for buses."
    start = text.index("<")
    about = document(text, links=(Link(url="https://example.org/riga", kind="inline", start=start, end=start + 26),))
    record = event(about, "AID", text[text.index("will") :])
    assert words_of(record, Names([record], about)) == "will pay Riga for buses."
