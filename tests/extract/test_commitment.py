"""Commitments: what is read as one, who is party to it in what role, in what condition, and what is passed over."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import marks, overlap, read
from legation.errors import InputError
from legation.extract.commitment import Commitment, CommitmentKind, Role, Status
from legation.extract.reader import Report

PUBLISHED = "2019-05-06"


def parties(report: Report, commitment: Commitment) -> set[str]:
    """ "role NAME" of each party: the code of a state, else the name."""
    known = {actor.id: actor for actor in report.actors}
    return {
        f"{p.role} {known[p.actor].country if known[p.actor].kind == 'state' else known[p.actor].name}"
        for p in commitment.parties
    }


# The words that bear it out stand in [ ] · kind · status · parties
# ruff: noqa: E501  # a row a case
READ = [
    # alliances
    ("[The alliance between Norway and Poland] is forty years old.", "alliance", "in_force", "member NOR|member POL"),
    ("Hungary wants [a military alliance with Serbia].", "alliance", "proposed", "member HUN|member SRB"),
    ("The president praised [the Polish-Romanian alliance] at length.", "alliance", "in_force", "member POL|member ROU"),
    ("Denmark signed [a defence treaty with Iceland] on Friday.", "alliance", "in_force", "member DNK|member ISL"),
    ("The scandal has strained [military ties between India and Israel].", "alliance", "questioned", "member IND|member ISR"),
    ("[The security pact between Egypt and Sudan] was suspended in March.", "alliance", "suspended", "member EGY|member SDN"),
    ("Australia will remain in [ANZUS], the foreign minister of Australia said.", "alliance", "reaffirmed", "member AUS"),
    ("Australia and Britain launched [Aukus] last year.", "alliance", "proposed", "member AUS|member GBR"),
    # security guarantees, umbrellas
    ("Estonia doubts [America's commitment to its security].", "security_guarantee", "questioned", "guarantor USA|beneficiary EST"),
    ("Ukraine wants [security guarantees from France].", "security_guarantee", "proposed", "guarantor FRA"),
    ("[Washington's promise to defend Taiwan] was repeated.", "security_guarantee", "in_force", "guarantor USA|beneficiary TWN"),
    ("Britain has [pledged to protect Oman].", "security_guarantee", "in_force", "guarantor GBR|beneficiary OMN"),
    ("Germany reaffirmed [its commitment to the defence of Lithuania].", "security_guarantee", "reaffirmed", "guarantor DEU|beneficiary LTU"),
    ("Australia lives under [the American nuclear umbrella].", "nuclear_umbrella", "in_force", "guarantor USA|beneficiary AUS"),
    # deployments and bases
    ("[The 900 British soldiers based in Estonia] held an exercise.", "deployment", "in_force", "sender GBR|host EST"),
    ("Italy will withdraw [its troops from Lebanon] next year.", "deployment", "threatened", "sender ITA|host LBN"),
    ("Spain has pulled [its soldiers out of Iraq].", "deployment", "ended", "sender ESP|host IRQ"),
    ("Finland will withdraw [its troops], the minister said.", "deployment", "threatened", "sender FIN"),
    ("[Danish troops will withdraw from Estonia] within weeks.", "deployment", "threatened", "sender DNK|host EST"),
    ("[Danish troops have left Estonia].", "deployment", "ended", "sender DNK|host EST"),
    ("Denmark will leave [its troops in Estonia].", "deployment", "reaffirmed", "sender DNK|host EST"),
    ("Denmark has ordered [its troops out of Estonia].", "deployment", "threatened", "sender DNK|host EST"),
    ("Denmark announced the withdrawal of [its forces from Estonia].", "deployment", "threatened", "sender DNK|host EST"),
    ("Denmark is bringing [its soldiers home from Estonia].", "deployment", "ended", "sender DNK|host EST"),
    ("[Danish forces in Narva] will stay, Estonia said.", "deployment", "reaffirmed", "sender DNK|host EST"),
    ("The presence of [Ethiopian troops in Somalia] has angered many.", "deployment", "in_force", "sender ETH|host SOM"),
    ("Some 400 [Danish troops are stationed in Latvia].", "deployment", "in_force", "sender DNK|host LVA"),
    ("Moscow could deploy [missiles in Belarus], an official said.", "deployment", "proposed", "sender RUS|host BLR"),
    ("Romania [hosts 1,000 American marines].", "deployment", "in_force", "sender USA|host ROU"),
    ("[Turkey's military presence in Qatar] has grown.", "deployment", "in_force", "sender TUR|host QAT"),
    ("France closed [its air base in Chad].", "basing", "ended", "sender FRA"),
    ("[China's naval base in Djibouti] opened in 2017.", "basing", "in_force", "sender CHN|host DJI"),
    # money
    ("Poland [pays $500m a year] for the brigade.", "payment", "in_force", "payer POL"),
    ("Kuwait [pays $90m in host-nation support].", "payment", "in_force", "payer KWT"),
    ("Mauritania [pays Senegal $2m a year].", "payment", "in_force", "payer MRT|payee SEN"),
    ("Sweden suspended [its military aid to Mali].", "aid_programme", "suspended", "payer SWE|beneficiary MLI"),
    ("Congress may cut [American military aid to Egypt].", "aid_programme", "questioned", "payer USA|beneficiary EGY"),
    ("Iran has [armed and funded Hezbollah].", "aid_programme", "in_force", "payer IRN|beneficiary Hezbollah"),
    ("Germany halted [arms deliveries to Saudi Arabia].", "aid_programme", "suspended", "payer DEU|beneficiary SAU"),
    ("[China's $5bn investment in Kenya] paid for a railway.", "investment", "in_force", "payer CHN|payee KEN"),
    ("Qatar [invested $10bn in Turkey].", "investment", "in_force", "payer QAT|payee TUR"),
    # trade and treaties
    ("Chile ratified [a free trade agreement with Vietnam].", "trade_agreement", "in_force", "member CHL|member VNM"),
    ("Britain is negotiating [a trade deal with India].", "trade_agreement", "proposed", "member GBR|member IND"),
    ("Canada and Mexico want to save [Nafta].", "trade_agreement", "threatened", "member CAN|member MEX"),
    ("Japan ratified [the Trans-Pacific Partnership (TPP)].", "trade_agreement", "in_force", "member JPN"),
    ("[The customs union between Turkey and the European Union] needs repair.", "trade_agreement", "in_force", "member TUR|member European Union"),
    ("The United States withdrew from [the Iran nuclear deal].", "treaty", "abandoned", "member USA|member IRN"),
    ("Russia said it would stay in [the INF treaty] with the United States.", "treaty", "reaffirmed", "member RUS|member USA"),
    ("Brazil may leave [the Paris climate agreement].", "treaty", "questioned", ""),
    ("Ukraine accused Russia of breaking [the Minsk agreements].", "ceasefire", "threatened", "member UKR|member RUS"),
    ("Israel and Jordan renewed [the 1994 peace treaty between them and Egypt] once more.", "treaty", "reaffirmed", "member EGY"),
    ("Ghana signed [an agreement with Togo] on fishing.", "treaty", "in_force", "member GHA|member TGO"),
    ("[The extradition treaty between Peru and Bolivia] has lapsed.", "treaty", "ended", "member PER|member BOL"),
    ("[Treaties signed by Croatia] bind its successors.", "treaty", "in_force", "member HRV"),
    ("Both sides reaffirmed [the Treaty of Mutual Respect between Laos and Thailand].", "treaty", "reaffirmed", "member LAO|member THA"),
    # membership
    ("Finland wants to join [NATO].", "membership", "proposed", "member FIN|host North Atlantic Treaty Organization"),
    ("[Turkey's membership of NATO] was called into question.", "membership", "questioned", "member TUR|host North Atlantic Treaty Organization"),
    ("Qatar [left OPEC] in January.", "membership", "abandoned", "member QAT|host Organization of the Petroleum Exporting Countries"),
    ("Hungary is [a member of the European Union].", "membership", "in_force", "member HUN|host European Union"),
    # sanctions
    ("The European Union extended [its sanctions on Belarus].", "sanctions_regime", "reaffirmed", "imposer European Union|target BLR"),
    ("[American sanctions against Cuba] hurt tourism.", "sanctions_regime", "in_force", "imposer USA|target CUB"),
    ("Washington lifted [sanctions on Sudan].", "sanctions_regime", "ended", "imposer USA|target SDN"),
    ("Canada threatened [sanctions against Venezuela].", "sanctions_regime", "proposed", "imposer CAN|target VEN"),
    ("[The arms embargo on Libya] is full of holes.", "sanctions_regime", "in_force", "target LBY"),
    # wars, claims, weapons
    ("[A ceasefire between Israel and Hezbollah] held for a week.", "ceasefire", "in_force", "member ISR|member Hezbollah"),
    ("[The truce between Sudan and Ethiopia] collapsed on Sunday.", "ceasefire", "ended", "member SDN|member ETH"),
    ("[The border dispute between India and Nepal] flared up again.", "territorial_dispute", "in_force", "claimant IND|claimant NPL"),
    ("Both China and Vietnam [claim the islands].", "territorial_dispute", "in_force", "claimant CHN|claimant VNM"),
    ("[Argentina's claim to the islands] is two centuries old.", "territorial_dispute", "in_force", "claimant ARG"),
    ("[Spain's row with Morocco over the islands] goes on.", "territorial_dispute", "in_force", "claimant ESP|claimant MAR"),
    ("[Pakistan's nuclear weapons programme] is growing.", "weapons_programme", "in_force", "owner PAK"),
    ("Libya dismantled [its chemical weapons programme].", "weapons_programme", "ended", "owner LBY"),
    ("Japan fears [North Korea's ballistic missile program].", "weapons_programme", "in_force", "owner PRK"),
]  # fmt: skip

WORDS = [
    "the",
    "treaty",
    "between",
    "Norway",
    "and",
    "Poland",
    "troops",
    "in",
    "Mali",
    "pays",
    "$5m",
    "a year",
    "“",
    "”",
    "(",
    ".",
    "\n\n",
]

PASSED_OVER = [
    "The Danish-backed forces in eastern Estonia took a village.",
    "Ukraine withdrew its troops from Donetsk.",
    "The Tuesday deal was praised.",
    "The minister took a train to the coast.",
    "There was a good deal of talk about fish.",
    "The band signed a record deal in May.",
    "Her commitment to her family was plain.",
    "Iraqi troops entered Mosul.",
    "The soldiers shot a dog in the yard.",
    "The base of the statue is made of granite.",
    "A union of farmers claimed victory.",
    "He has a dispute with his landlord over the rent.",
    "The council agreed to meet again.",
    "It was a matter of trust, not of treaties.",
    "She invested her savings in a bakery.",
    "The peace of the village was broken by a brass band.",
    "They start early and finish late.",
    "The judge imposed a fine on the driver.",
    "The firm supported the choir with money.",
    "He plays the guitar in an alliance of amateurs.",
    "The club has three hundred members.",
]


@pytest.mark.parametrize(("marked", "kind", "status", "roles"), READ)
def test_a_commitment_is_read(marked: str, kind: str, status: str, roles: str) -> None:
    text, evidence, _ = marks(marked)
    report = read(text)
    found = [c for c in report.commitments if c.kind == kind and overlap(c.evidence, evidence)]
    assert found, report.commitments
    assert status in {c.status for c in found}
    assert {role for role in roles.split("|") if role} <= set().union(*(parties(report, c) for c in found))


@pytest.mark.parametrize("text", PASSED_OVER)
def test_what_is_no_commitment_is_passed_over(text: str) -> None:
    assert read(text).commitments == []


def test_a_mere_repetition_is_evidence_of_the_same_record() -> None:
    text = "The alliance between Norway and Poland is old. Nobody in Oslo speaks of the alliance much."
    (found,) = read(text).commitments
    assert [text[start:end] for start, end in found.evidence] == [
        "The alliance between Norway and Poland",
        "the alliance",
    ]


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        # Where the report has one place, forces told without one are those.
        ("Denmark has 300 soldiers in Estonia. Denmark will pull the soldiers out of the region.", ["EST", "EST"]),
        ("Denmark will withdraw its troops. The 300 Danish soldiers in Estonia were told at noon.", ["EST", "EST"]),
        # Of two places neither is taken, nor for a place of its own, nor from another sender.
        (
            "Danish soldiers in Estonia met Danish soldiers in Mali. Denmark will withdraw its troops.",
            ["EST", "MLI", ""],
        ),
        (
            "Danish soldiers in Estonia heard of it. Denmark will pull its troops out of the Sahel.",
            ["EST", ""],
        ),
        ("Spanish soldiers in Estonia heard of it. Denmark will withdraw its troops.", ["EST", ""]),
    ],
)
def test_where_forces_are_that_are_told_without_their_place(text: str, hosts: list[str]) -> None:
    report = read(text, published=PUBLISHED)
    told = [{p.split()[-1] for p in parties(report, c) if p.startswith("host")} for c in report.commitments]
    assert [" ".join(sorted(each)) for each in told] == hosts


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Niger said the Lake Chad water agreement would be renewed.", "Lake Chad water agreement"),
        ("Australia and East Timor signed the Timor Sea gas treaty on Tuesday.", "Timor Sea gas treaty"),
        ("Norway signed the fishing deal with Iceland.", None),
        ("Norway left the Iceland deal with Denmark.", None),
    ],
)
def test_a_place_in_its_description_is_the_name_of_an_agreement(text: str, name: str | None) -> None:
    assert {c.name for c in read(text, published=PUBLISHED).commitments} == {name}


def test_another_status_is_a_further_record() -> None:
    text = "The alliance between Norway and Poland is old. On Monday Oslo suspended the alliance."
    first, second = read(text).commitments
    assert (first.status, second.status) == ("in_force", "suspended")
    assert first.parties == second.parties


def test_what_no_arrangement_went_before_is_no_echo() -> None:
    assert read("On Monday Oslo suspended the alliance.").commitments == []


def test_the_table_names_only_parties_that_the_report_names() -> None:
    report = read("Japan is in the Trans-Pacific Partnership. Brazil is not.")
    (found,) = report.commitments
    assert parties(report, found) == {"member JPN"}


def test_initials_and_name_are_one() -> None:
    text = "Japan likes the Trans-Pacific Partnership (TPP) trade pact."
    (found,) = read(text).commitments
    assert (found.name, found.kind) == ("Trans-Pacific Partnership", "trade_agreement")
    assert [text[start:end] for start, end in found.evidence] == ["Trans-Pacific Partnership (TPP) trade pact"]


def test_what_is_counted_and_paid_is_linked() -> None:
    report = read("Some 900 British soldiers are based in Estonia. Poland pays $500m (£400m) a year for a brigade.")
    values = {q.id: q.value for q in report.quantities}
    linked = {c.kind: [values[q] for q in c.quantities] for c in report.commitments}
    assert linked == {"deployment": [900], "payment": [5e8, 4e8]}


def test_a_past_date_in_the_clause_dates_the_status() -> None:
    (found,) = read("In 2003 Spain signed a defence pact with Estonia.").commitments
    assert found.as_of == "2003"
    (found,) = read("The defence pact between Spain and Estonia is old.").commitments
    assert found.as_of == PUBLISHED


def test_on_whose_word_it_stands() -> None:
    report = read('"We will never leave the pact between Chile and Peru," the president of Chile, Pedro Soto, said.')
    (found,) = report.commitments
    assert found.claimed_by in {s.id for s in report.statements}
    assert found.status == "reaffirmed"


def test_a_promise_between_speaker_and_hearer_is_between_their_states() -> None:
    report = read(
        "The president of Poland, Jan Kowal, spoke to the prime minister of Latvia, Anna Berzina, on Monday. "
        "He told her he would keep existing security arrangements."
    )
    found = [c for c in report.commitments if c.kind == "security_guarantee"]
    assert [c.status for c in found] == ["reaffirmed"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "…", "treaty " * 300, "the alliance of " * 400, "pays 5 " * 200])
def test_odd_texts_end_in_records_or_an_input_error(text: str) -> None:
    try:
        report = read(text)
    except InputError:
        return
    check(report)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_any_order_of_words_gives_records_inside_the_text(words: list[str]) -> None:
    try:
        report = read(" ".join(words))
    except InputError:
        return
    check(report)


def check(report: Report) -> None:
    """Every commitment is in the vocabulary, stands on words of the text, and names actors that are there."""
    actors = {actor.id for actor in report.actors}
    for c in report.commitments:
        assert c.kind in get_args(CommitmentKind)
        assert c.status in get_args(Status)
        assert c.evidence
        assert all(0 <= start < end <= len(report.document.text) for start, end in c.evidence)
        assert all(p.actor in actors and p.role in get_args(Role) for p in c.parties)
