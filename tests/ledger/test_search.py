import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql

from factories import actor, document, event, report, statement
from legation.errors import LegationError
from legation.ledger.search import Term, _TextSearch, parse_terms
from legation.ledger.store import Ledger

FIRST = "Kenya is withdrawing its ships from Havana <https://ships.example/1>\nharbour. Cuba thanked Kenya."


def made(id_="r1", text=FIRST, published="2020-03-05", **fields):
    about = document(text, id=id_, published=published, **fields)
    kenya = actor(about, "Kenya", country="KEN")
    said = statement(about, text.split(".")[0], kenya, act="promise")
    left = event(about, "RETREAT", text.split(".")[0], by=(kenya,))
    return report(about, kenya, said, left)


@pytest.fixture
def filled(ledger):
    ledger.add(made(title="Ships leave", publisher="Harbour News"))
    ledger.add(made("r2", "Kenya’s envoy spoke of the Café de París pact. It holds.", "2020-04-05"))
    return ledger


FOUND = [
    ("ships", ["r1", "r1"]),
    ("ship withdraw", ["r1"]),
    ("SHIPS leave", ["r1"]),
    ('"havana harbour"', ["r1"]),
    ('"harbour havana"', []),
    ("cafe paris", ["r2"]),
    ("env*", ["r2"]),
    ("ships envoy", []),
    ("kenya AND NOT", []),
    ('"unclosed ship', []),
    ("(harbour OR", []),
    ("harbour)", ["r1"]),
    ("", []),
    ("?! *", []),
    ("https", []),
]


@pytest.mark.parametrize(("question", "documents"), FOUND)
def test_what_is_found(filled, question, documents):
    assert [hit.document for hit in filled.search(question)] == documents


def test_a_hit_names_its_report_and_marks_the_words(filled):
    (hit,) = filled.search("havana withdraw")
    assert (hit.document, hit.title, hit.publisher, hit.published) == (
        "r1",
        "Ships leave",
        "Harbour News",
        "2020-03-05",
    )
    assert (hit.kind, hit.id, hit.start, hit.end) == ("report", None, 0, len(FIRST))
    assert [piece.words for piece in hit.snippet if piece.is_found] == ["withdrawing", "Havana"]
    assert hit.words == "Kenya is withdrawing its ships from Havana harbour. Cuba thanked Kenya."


FILTERED = [
    ({"kind": "statement"}, ["statement"]),
    ({"kind": "event"}, ["event"]),
    ({"kind": "all"}, ["event", "report", "report", "statement"]),
    ({"since": "2020-04"}, []),
    ({"until": "2020-03"}, ["report", "report"]),
    ({"as_of": "2020-02"}, []),
    ({"source": "harbour news"}, ["report", "report"]),
    ({"actor": "KEN"}, ["report", "report"]),
    ({"actor": "Cuba"}, []),
    ({"actor": "Kenya", "kind": "all"}, ["event", "report", "report", "statement"]),
    ({"actor": "Kenya", "kind": "shift"}, []),
]


@pytest.mark.parametrize(("filters", "kinds"), FILTERED)
def test_what_is_found_can_be_narrowed(filled, filters, kinds):
    assert sorted(hit.kind for hit in filled.search("ships", **filters)) == kinds


def test_a_record_is_found_by_who_takes_part(filled):
    (hit,) = filled.search("kenya ships", kind="event")
    assert hit.words.startswith("Kenya: Kenya is withdrawing")
    assert filled.get(hit.id).document == "r1"


@pytest.mark.parametrize(
    ("filters", "reason"),
    [({"kind": "rumour"}, "can't be searched"), ({"by": "Kenya"}, "by"), ({"since": "x"}, "no date")],
)
def test_a_filter_that_makes_no_sense_is_told(filled, filters, reason):
    with pytest.raises(LegationError, match=reason):
        filled.search("ships", **filters)


def test_no_more_is_found_than_asked_for(filled):
    assert len(filled.search("kenya", limit=1)) == 1


def test_what_is_removed_or_replaced_is_found_no_more(filled):
    filled.add(made(text="Kenya keeps its boats."))
    assert filled.search("ships") == []
    assert [hit.document for hit in filled.search("boats")] == ["r1"]
    filled.remove("r1")
    assert filled.search("boats") == []


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ('a "b c" d*', [Term(("a",)), Term(("b", "c")), Term(("d",), is_prefix=True)]),
        ("e-mail", [Term(("e", "mail"))]),
        ('"open', [Term(("open",))]),
        ('-- "" *', []),
    ],
)
def test_how_a_question_is_read(question, terms):
    assert parse_terms(question) == terms


def test_postgresql_is_asked_in_its_own_way():
    query = _TextSearch().find(parse_terms('"host nation" troop* pay'))
    compiled = query.compile(dialect=postgresql.dialect())
    assert "(host <-> nation) & (troop:*) & (pay)" in compiled.params.values()


@pytest.fixture(scope="module")
def small(new_ledger):
    with Ledger(new_ledger()) as ledger:
        ledger.add(made())
        yield ledger


@given(st.text(max_size=40) | st.text(alphabet='"*() ANDORNOT:^-{}+\0', max_size=30))
@example('NEAR("a b", 2) {words}: ^x + y - "')
@settings(max_examples=200, deadline=None)
def test_anything_can_be_typed(small, question):
    for hit in small.search(question, kind="all"):
        assert hit.document == "r1"
        assert "".join(piece.words for piece in hit.snippet) == hit.words
