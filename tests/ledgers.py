"""A ledger made by hand that every page has something to show of: five short reports of two agencies, of our own."""

from pathlib import Path

import factories
from legation.ledger.store import Ledger
from legation.record import Record
from legation.report.document import Document

AGENCY, COURIER = "Harbour Agency", "Evening Courier"

TREATY = (
    "Japan and the United States met in Osaka on Monday. Prime minister Hana Okabe said the alliance with the United "
    "States stands. Tokyo pays 200bn yen a year for the American bases. If the bases close, Okabe warned, Japan will "
    "arm itself."
)
DOUBT = (
    "Okabe questioned the alliance with the United States on Friday. The United States will hold talks with Japan in "
    "Geneva on 12 June 2019. Chad attacked Libya near Aouzou, officials said."
)
DENIAL = "Chad did not attack Libya near Aouzou, a spokesman for the Chadian army said. Libya accused Chad of lying."
PLAN = "Japan will send aid to Chad in July 2019. Libya promised Chad that it will withdraw from Aouzou."
OLD = "France thanked Japan."

_PLACES = {
    "Osaka": {"lat": 34.69, "lon": 135.5, "country": "JPN", "geonames": 1853909},
    "Geneva": {"lat": 46.2, "lon": 6.15, "country": "CHE", "geonames": 2660646},
    "Aouzou": {"lat": 21.83, "lon": 17.42, "country": "TCD", "geonames": 2436400},
}


def fill(path: Path) -> Path:
    """Make the ledger at `path`."""
    with Ledger(path) as ledger:
        for document, records in (_treaty(), _doubt(), _denial(), _plan(), _old()):
            ledger.add(factories.report(document, *records))
    return path


def _document(id_: str, text: str, published: str, publisher: str, title: str) -> Document:
    return factories.document(
        text, id=id_, published=published, publisher=publisher, title=title, url=f"https://news.example/{id_}"
    )


def _okabe(document: Document, words: str) -> factories.Actor:
    return factories.actor(document, "Hana Okabe", words, kind="person", country="JPN", office="prime minister")


def _place(document: Document, name: str) -> factories.Place:
    return factories.place(document, name, **_PLACES[name])


def _treaty() -> tuple[Document, list[Record]]:
    document = _document("osaka", TREATY, "2019-05-06", AGENCY, "Old friends meet in Osaka")
    japan = factories.actor(document, "Japan", country="JPN")
    america = factories.actor(document, "United States", country="USA")
    okabe, osaka = _okabe(document, "Hana Okabe"), _place(document, "Osaka")
    says = factories.statement(document, "the alliance with the United States stands", okabe, cue="said")
    warns = factories.statement(
        document, "If the bases close … Japan will arm itself", okabe, act="threaten", to=(america,), cue="warned"
    )
    money = factories.quantity(document, 2e11, "JPY", "200bn yen a year", per="year")
    met = factories.event(document, "CONSULT", "Japan and the United States met", by=(japan, america), place=osaka.id,
                          date="2019-05-06", mode="meet")  # fmt: skip
    arms = factories.event(document, "MOBILIZE", "Japan will arm itself", by=(japan,), modality="hypothetical",
                           claimed_by=warns.id)  # fmt: skip
    alliance = factories.commitment(
        document, "alliance", "the alliance with the United States stands", (japan, "member"), (america, "member"),
        status="reaffirmed", as_of="2019-05-06", claimed_by=says.id,
    )  # fmt: skip
    pays = factories.commitment(
        document, "payment", "Tokyo pays 200bn yen a year", (japan, "payer"), (america, "payee"),
        quantities=(money.id,), as_of="2019-05-06",
    )  # fmt: skip
    monday = factories.time(document, "2019-05-06", "Monday")
    follows = factories.conditional(document, "the bases close", "Japan will arm itself", consequence_events=(arms.id,),
                                    claimed_by=warns.id)  # fmt: skip
    return document, [japan, america, okabe, osaka, monday, money, says, warns, met, arms, alliance, pays, follows]


def _doubt() -> tuple[Document, list[Record]]:
    document = _document("doubt", DOUBT, "2019-05-10", COURIER, "Second thoughts in Tokyo")
    japan = factories.actor(document, "Japan", country="JPN")
    america = factories.actor(document, "United States", country="USA")
    chad, libya = (factories.actor(document, name, country=code) for name, code in (("Chad", "TCD"), ("Libya", "LBY")))
    okabe, geneva, aouzou = _okabe(document, "Okabe"), _place(document, "Geneva"), _place(document, "Aouzou")
    doubts = factories.statement(document, "the alliance with the United States", okabe, cue="questioned")
    alliance = factories.commitment(
        document, "alliance", "the alliance with the United States", (japan, "member"), (america, "member"),
        status="questioned", as_of="2019-05-10", claimed_by=doubts.id,
    )  # fmt: skip
    talks = factories.event(
        document, "CONSULT", "will hold talks with Japan", by=(america,), to=(japan,), modality="future",
        date="2019-06-12", place=geneva.id,
    )  # fmt: skip
    attack = factories.event(document, "ASSAULT", "Chad attacked Libya", by=(chad,), to=(libya,), place=aouzou.id,
                             date="2019-05-09")  # fmt: skip
    turned = factories.shift(document, okabe, "questioned the alliance", about=(alliance.id,), after=doubts.id)
    return document, [japan, america, chad, libya, okabe, geneva, aouzou, doubts, alliance, talks, attack, turned]


def _denial() -> tuple[Document, list[Record]]:
    document = _document("denial", DENIAL, "2019-05-11", AGENCY, "Chad denies a raid")
    chad, libya = (factories.actor(document, name, country=code) for name, code in (("Chad", "TCD"), ("Libya", "LBY")))
    army = factories.actor(document, "Chadian army", kind="armed_force", country="TCD")
    aouzou = _place(document, "Aouzou")
    denies = factories.statement(document, "Chad did not attack Libya near Aouzou", army, act="deny", cue="said")
    attack = factories.event(
        document, "ASSAULT", "did not attack Libya", by=(chad,), to=(libya,), modality="negated", place=aouzou.id,
        date="2019-05-09", claimed_by=denies.id,
    )  # fmt: skip
    accused = factories.event(document, "ACCUSE", "Libya accused Chad", by=(libya,), to=(chad,))
    return document, [chad, libya, army, aouzou, denies, attack, accused]


def _plan() -> tuple[Document, list[Record]]:
    document = _document("plan", PLAN, "2019-05-12", COURIER, "Aid is on its way")
    names = (("Japan", "JPN"), ("Chad", "TCD"), ("Libya", "LBY"))
    japan, chad, libya = (factories.actor(document, name, country=code) for name, code in names)
    promise = factories.statement(document, "it will withdraw from Aouzou", libya, act="promise", to=(chad,),
                                  cue="promised")  # fmt: skip
    aid = factories.event(document, "AID", "will send aid to Chad", by=(japan,), to=(chad,), modality="future",
                          date="2019-07")  # fmt: skip
    leaves = factories.event(document, "RETREAT", "it will withdraw from Aouzou", by=(libya,), modality="future",
                             claimed_by=promise.id)  # fmt: skip
    return document, [japan, chad, libya, promise, aid, leaves]


def _old() -> tuple[Document, list[Record]]:
    document = _document("old", OLD, "2018-11-02", AGENCY, "A word of thanks")
    france, japan = (
        factories.actor(document, "France", country="FRA"),
        factories.actor(document, "Japan", country="JPN"),
    )
    return document, [france, japan, factories.event(document, "SUPPORT", "thanked", by=(france,), to=(japan,))]
