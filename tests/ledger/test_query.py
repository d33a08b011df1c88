import pytest

from factories import actor, commitment, conditional, document, event, report, shift, statement
from legation.errors import LegationError
from legation.ledger.store import Ledger

TEXT = (
    "Norway's minister Liv Dahl told Ghana on Friday that Oslo would lend ships. "
    "Accra denied it. Papua New Guinea fined Guinea. A treaty binds Norway and Ghana."
)


@pytest.fixture(scope="module")
def asked(new_ledger):
    """Three reports: one of May 2020, one of June 2020, one undated."""
    with Ledger(new_ledger()) as ledger:
        for made in _reports():
            ledger.add(made)
        yield ledger


def _reports():
    yield _report("may", "2020-05-10", publisher="Fjord Times", url="https://www.fjord.example/a")
    yield _report("june", "2020-06-10", publisher="Gulf Post", url="https://gulf.example/b")
    yield _report("undated", None)


def _report(id_, published, **fields):
    about = document(TEXT, id=id_, published=published, **fields)
    norway, ghana = actor(about, "Norway", "Oslo", country="NOR"), actor(about, "Ghana", country="GHA")
    dahl = actor(about, "Liv Dahl", kind="person", country="NOR", office="minister", wikidata="Q42")
    papua = actor(about, "Papua New Guinea", country="PNG")
    guinea = actor(about, "Guinea", "Guinea.", country="GIN")
    told = statement(about, "Oslo would lend ships", dahl, act="promise", to=(ghana,), date="2020-05-08")
    denied = statement(about, "it", ghana, act="deny")
    lends = event(about, "AGREE", "lend", by=(norway,), to=(ghana,), modality="future", date="2020-07")
    open_end = event(about, "AID", "ships", by=(norway,), to=(ghana,), modality="future")
    fined = event(about, "SANCTION", "fined", by=(papua,), to=(guinea,), mode="discontinue", date="2019")
    past = event(about, "ASSAULT", "binds", by=(papua,), modality="historical")
    treaty = commitment(about, "treaty", "treaty", (norway, "member"), (ghana, "member"), status="reaffirmed")
    follows = conditional(about, "Oslo", "lend ships", claimed_by=told.id, consequence_events=(lends.id,))
    moved = shift(about, dahl, "told", about=(treaty.id, ghana.id), after=told.id)
    return report(
        about, norway, ghana, dahl, papua, guinea, told, denied, lends, open_end, fined, past, treaty, follows, moved
    )


def words(answer):
    """What was found, as (report, first words of its evidence)."""
    return [(record.document, record.quotes(TEXT)[0]) for record in answer]


EVENTS = [  # the filters, and the words and reports they find, by day
    ({"kind": "AGREE"}, ["lend"]),
    ({"kind": "agree"}, ["lend"]),
    ({"kind": "SANCTION/discontinue"}, ["fined"]),
    ({"kind": "SANCTION/convict"}, []),
    ({"modality": "future"}, ["ships", "lend"]),
    ({"actor": "NOR"}, ["ships", "lend"]),
    ({"actor": "Norway"}, ["ships", "lend"]),
    ({"by": "Ghana"}, []),
    ({"to": "Ghana"}, ["ships", "lend"]),
    ({"between": ("GHA", "NOR")}, ["ships", "lend"]),
    ({"between": ("Guinea", "NOR")}, []),
    ({"actor": "Guinea"}, ["fined"]),
    ({"by": "Guinea"}, []),  # not Papua New Guinea
    ({"by": "papua"}, ["fined", "binds"]),
    ({"by": "PÁPUA guinea"}, ["fined", "binds"]),
    ({"actor": "Atlantis"}, []),
    ({"actor": "???"}, []),
    ({"since": "2020-07-15", "kind": "AGREE"}, ["lend"]),
    ({"since": "2020-08", "kind": "AGREE"}, []),
    ({"until": "2019"}, ["fined"]),
    ({"since": "2019-03", "until": "2019-04"}, ["fined"]),  # "in 2019" may be March
    ({"since": "2030"}, ["ships"]),  # undated and ahead: still open
]


@pytest.mark.parametrize(("filters", "found"), EVENTS)
def test_events_are_found_by(asked, filters, found):
    assert words(asked.events(source="may", **filters)) == [("may", quote) for quote in found]


STATEMENTS = [
    ({"about": "Ghana"}, []),
    ({"about": "NOR"}, ["Oslo would lend ships"]),
    ({"about": "NOR", "by": "GHA"}, []),
    ({"act": "deny"}, ["it"]),
    ({"by": "Dahl"}, ["Oslo would lend ships"]),
    ({"by": "Q42"}, ["Oslo would lend ships"]),
    ({"by": "NOR", "to": "GHA"}, ["Oslo would lend ships"]),
    ({"actor": "Ghana"}, ["Oslo would lend ships", "it"]),
    ({"since": "2020-05-10"}, ["it"]),  # its own date stands before the report's
    ({"until": "2020-05-09"}, ["Oslo would lend ships"]),
]


@pytest.mark.parametrize(("filters", "found"), STATEMENTS)
def test_statements_are_found_by(asked, filters, found):
    assert words(asked.statements(source="may", **filters)) == [("may", quote) for quote in found]


def test_as_of_means_what_was_published_by_then(asked):
    def reports(**filters):
        return [found.document for found in asked.documents(**filters)]

    assert reports() == ["may", "june", "undated"]
    assert reports(newest_first=True) == ["june", "may", "undated"]
    assert reports(as_of="2020-05-10") == ["may"]
    assert reports(as_of="2020-05") == ["may"]
    assert reports(as_of="2020-05-09") == []
    assert reports(as_of="2021") == ["may", "june"]  # the undated one was not known to be there
    assert [found.document for found in asked.commitments(as_of="2020-06-10")] == ["may", "june"]


@pytest.mark.parametrize("source", ["may", "Fjord Times", "fjord times", "fjord.example", "www.fjord.example"])
def test_a_source_is_a_publisher_a_host_or_a_report(asked, source):
    assert [found.document for found in asked.documents(source=source)] == ["may"]


def test_commitments_between_two_whoever_comes_first(asked):
    assert words(asked.commitments(between=("NOR", "Ghana"))) == words(asked.commitments(between=("GHA", "Norway")))
    assert len(asked.commitments(between=("NOR", "Ghana"), kind="treaty", status="reaffirmed")) == 3
    assert len(asked.commitments(between=("NOR", "Guinea"))) == 0
    assert len(asked.commitments(kind="Territorial dispute")) == 0


def test_conditionals_by_whose_claim_it_is_and_who_acts_in_it(asked):
    assert len(asked.conditionals(by="Dahl", source="may")) == 1
    assert len(asked.conditionals(by="Ghana", source="may")) == 0
    assert len(asked.conditionals(actor="Ghana", source="may")) == 1
    assert len(asked.conditionals(actor="Guinea", source="may")) == 0


def test_shifts_by_who_moved_and_what_it_is_about(asked):
    assert len(asked.shifts(by="Dahl", source="may")) == 1
    assert len(asked.shifts(to="Norway", source="may")) == 1  # a party to the treaty that it is about
    assert len(asked.shifts(by="Ghana", source="may")) == 0
    assert len(asked.shifts(actor="Guinea", source="may")) == 0


def test_actors_by_a_part_of_the_name_a_code_or_an_id(asked):
    def names(name):
        return [found.name for found in asked.actors(name=name, source="may")]

    assert names("dahl") == ["Liv Dahl"]
    assert names("Norway") == names("NOR") == ["Norway", "Liv Dahl"]
    assert names("Q42") == ["Liv Dahl"]
    assert names("Li") == []
    (found,) = asked.actors(name="Liv Dahl", source="june")
    assert names(found.id) == []
    assert [actor.document for actor in asked.actors(name=found.id)] == ["june"]


def test_the_calendar_has_what_is_ahead_soonest_first_and_undated_last(asked):
    assert words(asked.calendar(source="may")) == [("may", "lend"), ("may", "ships")]
    assert words(asked.calendar(as_of="2020-05-20")) == [("may", "lend"), ("may", "ships")]
    assert words(asked.calendar(as_of="2020-08", source="may")) == [("may", "ships")]  # July is over
    assert words(asked.calendar(since="2020-07", until="2020-07", source="may")) == [("may", "lend"), ("may", "ships")]


def test_an_answer_is_asked_when_it_is_read(asked):
    answer = asked.events(kind="AGREE")
    assert len(answer) == 3
    assert answer
    assert [answer[0], answer[1], answer[2]] == list(answer)
    assert answer[-1] == answer[2]
    assert answer.page(limit=2, offset=1) == list(answer)[1:]
    for beyond in (3, -4):
        with pytest.raises(IndexError):
            answer[beyond]
    assert not asked.events(kind="RETREAT")


@pytest.mark.parametrize(
    ("kind", "filters", "said"),
    [
        ("events", {"act": "deny"}, "events can't be asked by act"),
        ("shifts", {"kind": "treaty", "status": "ended"}, "shifts can't be asked by kind, status"),
        ("events", {"since": "soon"}, "'soon' is no date"),
        ("documents", {"as_of": "2016-13"}, "'2016-13' is no date"),
        ("calendar", {"modality": "occurred", "act": "deny"}, "events can't be asked by act"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(asked, kind, filters, said):
    with pytest.raises(LegationError, match=said):
        list(getattr(asked, kind)(**filters))


def test_a_filter_that_there_is_not_is_a_mistake_in_the_program(asked):
    with pytest.raises(TypeError):
        asked.events(colour="red")
