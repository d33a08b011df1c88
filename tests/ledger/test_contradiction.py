"""Two reports that tell of one event, each its own way: both accounts stand side by side, and neither is dropped."""

import pytest

from legation.export.answers import brief_happenings
from legation.export.brief import to_text
from legation.extract.reader import Reader

# What each of two reports says · how it is told in each · the standing of the one happening
TOLD = [
    (
        "Peruvian warplanes bombed the Ecuadorean port of Manta on Tuesday.",
        "Peru did not bomb the Ecuadorean port of Manta on Tuesday, its defence minister said.",
        {"occurred", "negated"},
        "contradicted",
    ),
    (
        "Norway withdrew its soldiers from Chad on Tuesday, killing the hopes of thousands.",
        "Norway will withdraw its soldiers from Chad, the minister said.",
        {"occurred", "future"},
        "told",
    ),
]


@pytest.fixture(scope="module")
def reader():
    return Reader()


@pytest.mark.parametrize(("one", "other", "modalities", "standing"), TOLD)
def test_both_accounts_stand_side_by_side(ledger, reader, one, other, modalities, standing):
    for number, text in enumerate((one, other), 1):
        ledger.add(reader.read(text, id=f"r{number}", published="2021-06-09"))
    (found,) = (h for h in ledger.happenings() if h.reports == 2)
    assert (found.modalities, found.standing) == (modalities, standing)
    printed = to_text(brief_happenings(ledger, [found]))
    told = {t.document: ledger.get(t.event.id) for t in found.tellings}
    assert told.keys() == {"r1", "r2"}
    assert printed.count("\n      “") == 2


def test_each_count_and_day_stays_with_the_report_that_gives_it(ledger, reader):
    bombed = "Peruvian warplanes bombed the port of Manta in Ecuador, killing {} people."
    ledger.add(reader.read(bombed.format(12), id="r1", published="2021-06-09"))
    ledger.add(reader.read(bombed.format(40), id="r2", published="2021-06-10"))
    (found,) = (h for h in ledger.happenings(kind="ASSAULT") if h.reports == 2)
    printed = to_text(brief_happenings(ledger, [found]))
    assert "9 June 2021" in printed
    assert "10 June 2021" in printed
    assert {q.document: q.value for q in ledger.quantities()} == {"r1": 12, "r2": 40}
