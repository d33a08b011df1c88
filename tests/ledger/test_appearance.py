import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import actor, document
from legation.ledger.appearance import Appearance, appearance_of, office_key, resolve

TEXT = document("Anybody at all.")


def person(name, country=None, wikidata=None, *offices):
    key = ":".join(("person", name, country or "", wikidata or ""))
    return Appearance(key, "person", name, country, wikidata, frozenset(offices))


def body(name, country=None, wikidata=None):
    return Appearance(":".join(("body", name, country or "", wikidata or "")), "body", name, country, wikidata)


def groups(*found, **judged):
    """The names of each actor, as sets."""
    canonical = resolve(found, **judged)
    return {frozenset(a.key for a in found if canonical[a.key] == actor) for actor in canonical.values()}


def keys(*found):
    return frozenset(a.key for a in found)


NEWMAN, PETER_NEWMAN = person("newman", "KEN"), person("peter newman", "KEN")
PAULA_NEWMAN, FOREIGN = person("paula newman", "KEN"), person("rita newman", "PER")
SEA, SEA_KEN, SEA_PER = body("sea board"), body("sea board", "KEN"), body("sea board", "PER")
JIM, JAMES = person("jim doe", "KEN", None, "envoy"), person("james doe", "KEN", None, "envoy")
JANE = person("jane doe", "KEN", None, "envoy")

ONE = [
    ("a surname beside the only whole name", NEWMAN, PETER_NEWMAN),
    ("a middle name left out", person("ana maria soto"), person("ana soto")),
    ("one Wikidata id, two spellings", person("ana soto", "PER", "Q7"), person("anna sotto", "PER", "Q7")),
    ("a name with and without its id", person("ana soto", "PER"), person("ana soto", "PER", "Q7")),
    ("a name with and without its state", SEA, SEA_KEN),
    ("another form of a first name in one office", JIM, JAMES),
]
APART = [
    ("surnames of two states", NEWMAN, FOREIGN),
    ("two whole names", PETER_NEWMAN, PAULA_NEWMAN),
    ("one name, two ids", person("ana soto", "PER", "Q7"), person("ana soto", "PER", "Q8")),
    ("bodies of two states", SEA_KEN, SEA_PER),
    ("one name twice over", person("hassan hassan"), person("omar hassan")),
    ("another office", JIM, person("james doe", "KEN", None, "judge")),
    ("no office", person("jim doe", "KEN"), person("james doe", "KEN")),
    ("another initial", JIM, person("paul doe", "KEN", None, "envoy")),
    ("a person and a body", person("newman"), body("newman")),
]


@pytest.mark.parametrize(("one", "other"), [row[1:] for row in ONE], ids=[row[0] for row in ONE])
def test_appearances_of_one_actor(one, other):
    assert groups(one, other) == {keys(one, other)}


@pytest.mark.parametrize(("one", "other"), [row[1:] for row in APART], ids=[row[0] for row in APART])
def test_appearances_of_two_actors(one, other):
    assert groups(one, other) == {keys(one), keys(other)}


@pytest.mark.parametrize(
    "found",
    [(NEWMAN, PETER_NEWMAN, PAULA_NEWMAN), (SEA, SEA_KEN, SEA_PER), (JIM, JAMES, JANE)],
    ids=["surname", "body", "first name"],
)
def test_where_two_would_fit_none_is_taken(found):
    assert groups(*found) == {keys(a) for a in found}


def test_judgements_overrule_the_rules():
    assert groups(PETER_NEWMAN, FOREIGN, same=[(PETER_NEWMAN.key, FOREIGN.key)]) == {keys(PETER_NEWMAN, FOREIGN)}
    assert groups(NEWMAN, PETER_NEWMAN, apart=[(NEWMAN.key, PETER_NEWMAN.key)]) == {keys(NEWMAN), keys(PETER_NEWMAN)}
    # With one of two out of the question, the other is the only one that fits.
    judged = groups(NEWMAN, PETER_NEWMAN, PAULA_NEWMAN, same=[(NEWMAN.key, PAULA_NEWMAN.key)])
    assert judged == {keys(NEWMAN, PAULA_NEWMAN), keys(PETER_NEWMAN)}


def test_a_judgement_on_who_is_not_there_changes_nothing():
    assert groups(NEWMAN, same=[(NEWMAN.key, "person:gone::")], apart=[("person:gone::", NEWMAN.key)]) == {keys(NEWMAN)}


def test_the_id_is_wikidatas_else_the_fullest_name():
    known = person("ana soto", "PER", "Q7")
    assert set(resolve([known, person("soto", "PER")]).values()) == {"Q7"}
    assert set(resolve([NEWMAN, PETER_NEWMAN]).values()) == {PETER_NEWMAN.key}


SOME = [
    *(NEWMAN, PETER_NEWMAN, PAULA_NEWMAN, FOREIGN, SEA, SEA_KEN, SEA_PER, JIM, JAMES, JANE, person("newman")),
    *(person("peter newman", None, "Q1"), person("p newman", "KEN", "Q1"), person("peter newman", "KEN", "Q2")),
]
KEYS = st.sampled_from([a.key for a in SOME])
PAIRS = st.lists(st.tuples(KEYS, KEYS), max_size=3)


@given(st.lists(st.sampled_from(SOME), unique=True), PAIRS, PAIRS, st.randoms(use_true_random=False))
def test_the_order_does_not_show_and_what_is_apart_stays_apart(found, same, apart, random):
    shuffled = random.sample(found, len(found))
    canonical = resolve(found, same=same, apart=apart)
    assert resolve(shuffled, same=same[::-1], apart=apart[::-1]) == canonical
    for one, other in apart:
        if one != other and one in canonical and other in canonical:
            assert canonical[one] != canonical[other]


@pytest.mark.parametrize(
    ("made", "key"),
    [
        (actor(TEXT, "Áňa Soto", TEXT.text, kind="person", country="PER", wikidata="Q7"), "person:ana soto:PER:Q7"),
        (actor(TEXT, "Sea Board", TEXT.text, kind="government_body", country="KEN"), "body:sea board:KEN:"),
        (actor(TEXT, "Kenya", TEXT.text, country="KEN"), "state:kenya:KEN:"),
        (actor(TEXT, "three men", TEXT.text, kind="unnamed"), None),
        (actor(TEXT, "Board members", TEXT.text, kind="unnamed"), None),
        (actor(TEXT, "Harbour spokesperson", TEXT.text, kind="person"), None),
        (actor(TEXT, "troops", TEXT.text, kind="armed_force"), None),
    ],
)
def test_what_a_record_appears_as(made, key):
    found = appearance_of(made)
    assert (found.key if found else None) == key


def test_an_office_tells_persons_apart_and_nobody_else():
    assert office_key(actor(TEXT, "Ana Soto", TEXT.text, kind="person", office="Prime Minister")) == "prime minister"
    assert office_key(actor(TEXT, "Ana Soto", TEXT.text, kind="person")) is None
