"""Reports made by hand with all that exports have to tell: each kind of record, claims, half-known dates, odd signs."""

from factories import (
    HandReport,
    actor,
    commitment,
    conditional,
    document,
    event,
    mentions,
    place,
    quantity,
    report,
    shift,
    statement,
    time,
)

TEXT = """Amina Odhiambo, Kenya’s president, telephoned Cuba’s government in Havana on Wednesday.

She said: “Kenya pays $5m a year”, then added “if ships sail 🚢”. Twelve people were killed by rebels; Kenya
will sanction Cuba in April. Last week Kenya moved troops, the United Nations reported."""


def made(id_: str = "r1", *, published: str | None = "2020-03-05", **about: object) -> HandReport:
    """One report; the ids of its records differ with the report's id."""
    about = {
        "publisher": "Harbour News",
        "url": f"https://harbour.example/{id_}",
        "title": "A call; #1\tof | two",
        **about,
    }
    doc = document(TEXT, id=id_, published=published, **about)
    kenya = actor(doc, "Kenya", country="KEN", sectors=("GOV",), mentions=mentions(doc, "Kenya"), wikidata="Q114")
    cuba = actor(doc, "Cuba", country="CUB", mentions=mentions(doc, "Cuba"))
    amina = actor(
        doc, "Amina Odhiambo", kind="person", country="KEN", sectors=("GOV", "PTY"), office="president",
        mentions=(*mentions(doc, "Amina Odhiambo"), *mentions(doc, "She")),
    )  # fmt: skip
    rebels = actor(doc, "rebels", kind="unnamed", sectors=("REB",))
    nations = actor(doc, "United Nations", kind="igo", sectors=("IGO",), wikidata="Q1065")
    havana = place(
        doc, "Havana", kind="capital", lat=23.1330212345, lon=-82.3830412345, country="CUB", geonames=3553478
    )
    wednesday = time(doc, "2020-03-04", "Wednesday")
    money = quantity(doc, 5e6, "USD", "$5m a year", per="year")
    dead = quantity(doc, 12, "people", "Twelve people")
    says = statement(
        doc, "Kenya pays $5m a year … if ships sail 🚢", amina, cue="said", act="promise", directness="direct"
    )
    tells = statement(doc, "Last week Kenya moved troops", nations, cue="reported", channel="report")
    call = event(
        doc, "CONSULT", "Amina Odhiambo … telephoned … Cuba", mode="phone", by=(amina, cuba), date="2020-03-04",
        place=havana.id, cameo="041", contexts=("diplomatic",),
    )  # fmt: skip
    killed = event(doc, "ASSAULT", "killed", by=(rebels,), quantities=(dead.id,))
    ahead = event(
        doc, "SANCTION", "will sanction", by=(kenya,), to=(cuba,), modality="future", date="2020-04", cameo="163"
    )
    moved = event(
        doc, "MOBILIZE", "moved troops", mode="troops", by=(kenya,), date="2020-W09", claimed_by=tells.id, cameo="154"
    )
    pays = commitment(
        doc,
        "payment",
        "pays $5m a year",
        (kenya, "payer"),
        (cuba, "payee"),
        quantities=(money.id,),
        claimed_by=says.id,
        as_of="2020-03",
    )
    bans = commitment(doc, "sanctions_regime", "sanction", (kenya, "imposer"), (cuba, "target"), status="proposed")
    joins = commitment(doc, "membership", "the United Nations", (kenya, "member"), (nations, "member"))
    sails = conditional(doc, "ships sail", "Kenya pays $5m a year", claimed_by=says.id)
    moves = shift(doc, kenya, about=(pays.id,))
    return report(
        doc, kenya, cuba, amina, rebels, nations, havana, wednesday, money, dead, says, tells, call, killed, ahead,
        moved, pays, bans, joins, sails, moves,
    )  # fmt: skip
