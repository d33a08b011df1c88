"""GDELT's files: as many columns as the codebook has on every row, and in them what it says."""

import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exported import TEXT, made
from factories import actor, document, event, place, report
from legation.export.gdelt import EVENTS, GKG, MENTIONS, pieces
from legation.export.geo import NOWHERE, geo_of
from legation.export.selection import Options, Selection
from legation.ledger.store import Ledger


def names(words):
    return words.split()


COLUMNS = {
    EVENTS: names("""GlobalEventID Day MonthYear Year FractionDate
        Actor1Code Actor1Name Actor1CountryCode Actor1KnownGroupCode Actor1EthnicCode Actor1Religion1Code
        Actor1Religion2Code Actor1Type1Code Actor1Type2Code Actor1Type3Code
        Actor2Code Actor2Name Actor2CountryCode Actor2KnownGroupCode Actor2EthnicCode Actor2Religion1Code
        Actor2Religion2Code Actor2Type1Code Actor2Type2Code Actor2Type3Code
        IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles
        AvgTone Actor1Geo_Type Actor1Geo_Fullname Actor1Geo_CountryCode Actor1Geo_ADM1Code Actor1Geo_ADM2Code
        Actor1Geo_Lat Actor1Geo_Long Actor1Geo_FeatureID Actor2Geo_Type Actor2Geo_Fullname Actor2Geo_CountryCode
        Actor2Geo_ADM1Code Actor2Geo_ADM2Code Actor2Geo_Lat Actor2Geo_Long Actor2Geo_FeatureID ActionGeo_Type
        ActionGeo_Fullname ActionGeo_CountryCode ActionGeo_ADM1Code ActionGeo_ADM2Code ActionGeo_Lat ActionGeo_Long
        ActionGeo_FeatureID DATEADDED SOURCEURL"""),
    MENTIONS: names("""GlobalEventID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier
        SentenceID Actor1CharOffset Actor2CharOffset ActionCharOffset InRawText Confidence MentionDocLen MentionDocTone
        MentionDocTranslationInfo Extras"""),
    GKG: names("""GKGRECORDID DATE SourceCollectionIdentifier SourceCommonName DocumentIdentifier Counts V2Counts Themes
        V2Themes Locations V2Locations Persons V2Persons Organizations V2Organizations V2Tone Dates GCAM SharingImage
        RelatedImages SocialImageEmbeds SocialVideoEmbeds Quotations AllNames Amounts TranslationInfo Extras"""),
}


def tables(ledger, options=None, **filters):
    """Each file as its rows, by the codebook's column names."""
    files = dict.fromkeys(COLUMNS, "")
    for name, piece in pieces(Selection(ledger, options, **filters)):
        files[name] += piece.decode()
    found = {}
    for name, text in files.items():
        lines = list(csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))
        assert {len(line) for line in lines} <= {len(COLUMNS[name])}
        found[name] = [dict(zip(COLUMNS[name], line, strict=True)) for line in lines]
    return found


def test_the_codebooks_have_so_many_columns():
    assert {name: len(columns) for name, columns in COLUMNS.items()} == {EVENTS: 61, MENTIONS: 16, GKG: 27}


@pytest.fixture
def files(ledger):
    ledger.add(made("r1"))
    ledger.journal.note_read("a.txt", digest=None, document="r1")
    return tables(ledger)


def test_what_is_done_together_stands_in_both_orders(files):
    one, other = (row for row in files[EVENTS] if row["EventCode"] == "041")
    assert one["GlobalEventID"] != other["GlobalEventID"]
    assert all(0 <= int(row["GlobalEventID"]) < 2**63 for row in files[EVENTS])
    assert (one["Actor1Name"], one["Actor2Name"]) == ("AMINA ODHIAMBO", "CUBA")
    assert (other["Actor1Name"], other["Actor2Name"]) == ("CUBA", "AMINA ODHIAMBO")
    assert (one["Actor1Code"], one["Actor1Type1Code"], one["Actor1Type2Code"]) == ("KENGOVPTY", "GOV", "PTY")
    assert (one["Day"], one["MonthYear"], one["Year"], one["FractionDate"]) == (
        "20200304",
        "202003",
        "2020",
        "2020.2575",
    )
    assert (one["EventBaseCode"], one["EventRootCode"], one["QuadClass"]) == ("041", "04", "1")
    assert (one["IsRootEvent"], one["NumMentions"], one["NumSources"], one["NumArticles"]) == ("1", "1", "1", "1")
    assert one["AvgTone"] == one["Actor1Geo_Type"] == ""
    assert one["SOURCEURL"] == "https://harbour.example/r1"
    assert len(one["DATEADDED"]) == 14
    geo = [one[f"ActionGeo_{name}"] for name in ("Type", "Fullname", "CountryCode", "ADM1Code", "Lat", "Long")]
    assert geo == ["4", "Havana, La Habana, Cuba", "CU", "CU02", "23.133021", "-82.383041"]


def test_a_bare_type_has_the_code_that_says_no_more(files):
    (killed,) = (row for row in files[EVENTS] if row["EventRootCode"] == "18")
    assert (killed["EventCode"], killed["QuadClass"], killed["GoldsteinScale"]) == ("180", "4", "-9.0")
    assert (killed["Day"], killed["Actor1Code"], killed["Actor2Code"]) == ("20200305", "REB", "")


def test_mentions_point_into_the_text(files):
    (id_,) = (row["GlobalEventID"] for row in files[EVENTS] if row["Actor1Name"] == "AMINA ODHIAMBO")
    (row,) = (row for row in files[MENTIONS] if row["GlobalEventID"] == id_)
    assert TEXT[int(row["Actor1CharOffset"]) :].startswith("Amina")
    assert TEXT[int(row["Actor2CharOffset"]) :].startswith("Cuba")
    assert TEXT[int(row["ActionCharOffset"]) :].startswith("telephoned")
    assert (row["SentenceID"], row["Confidence"], row["MentionType"]) == ("1", "90", "1")
    assert row["InRawText"] == "1"
    assert (row["MentionSourceName"], row["MentionDocLen"]) == ("harbour.example", str(len(TEXT)))


def test_what_gdelt_has_no_room_for_is_left_out_and_counted(ledger):
    ledger.add(made("r1"))
    selection = Selection(ledger)
    list(pieces(selection))
    assert selection.left_out == {"not told as having happened": 1, "only claimed by a source": 1}
    claimed = Selection(ledger, Options(claims=True))
    list(pieces(claimed))
    assert claimed.left_out == {"not told as having happened": 1, "dated to a week, month or year": 1}
    assert len(tables(ledger, Options(everything=True))[EVENTS]) == 3  # the sanction is told of a month


def test_a_report_is_one_row_of_the_graph(files):
    (row,) = files[GKG]
    assert row["GKGRECORDID"].endswith("-1")
    assert (row["DATE"], row["SourceCommonName"]) == ("20200305000000", "harbour.example")
    assert row["Counts"].startswith("KILL#12#people#")
    assert row["V2Counts"].endswith(f"#{TEXT.index('Twelve')}")
    assert row["Persons"] == "Amina Odhiambo"
    assert row["V2Persons"] == f"Amina Odhiambo,{TEXT.index('Amina')}"  # "She" is no name
    assert row["Organizations"] == "United Nations"
    assert len(row["V2Locations"].split("#")) == 9
    assert len(row["Locations"].split("#")) == 7
    assert row["Dates"] == f"3,3,4,2020,{TEXT.index('Wednesday')}"
    assert row["GCAM"] == f"wc:{len(TEXT.split())}"
    first, second = row["Quotations"].split("#")
    assert first == f"{TEXT.index('Kenya pays')}|{len('Kenya pays $5m a year')}|said|Kenya pays $5m a year"
    assert second.endswith("|if ships sail 🚢")
    assert row["Amounts"] == f"5000000,USD,{TEXT.index('$5m')};12,people,{TEXT.index('Twelve')}"
    assert "<PAGE_TITLE>A call; #1 of | two</PAGE_TITLE>" in row["Extras"]


WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)


@settings(max_examples=20)  # each makes a ledger
@example("\t", "a\n\u2028b;#|,")
@given(WORDS, WORDS)
def test_no_words_break_a_row(name, title):
    doc = document(f"{name} thanked Peru.", title=title, url="https://a.example/\tb", publisher=title)
    one = actor(doc, name, kind="organization")
    with Ledger("sqlite://") as ledger:
        ledger.add(report(doc, one, event(doc, "SUPPORT", "thanked", by=(one,))))
        found = tables(ledger)
    assert [len(rows) for rows in found.values()] == [1, 1, 1]


PLACES = [
    ({"name": "France", "kind": "country", "lat": 46.0, "lon": 2.0, "country": "FRA"}, "1|France|FR|FR||46|2|FR"),
    (
        {"name": "Texas", "kind": "region", "lat": 31.25, "lon": -99.25, "country": "USA", "geonames": 4736286},
        "2|Texas, United States|US|USTX||31.25|-99.25|USTX",
    ),
    (
        {"name": "Houston", "kind": "city", "lat": 29.76, "lon": -95.36, "country": "USA", "geonames": 4699066},
        "3|Houston, Texas, United States|US|USTX||29.76|-95.36|",
    ),
    (
        {"name": "Kobani", "kind": "city", "lat": 36.89, "lon": 38.35, "country": "SYR", "geonames": 172256},
        "4|Kobani, Aleppo, Syria|SY|SY09||36.89|38.35|",
    ),
    (
        {"name": "Aleppo", "kind": "region", "lat": 36.3, "lon": 37.4, "country": "SYR", "geonames": 170062},
        "5|Aleppo, Syria|SY|SY09||36.3|37.4|SY09",
    ),
    ({"name": "Black Sea", "kind": "sea", "lat": 43.0, "lon": 34.0}, "4|Black Sea||||43|34|"),
    ({"name": "Europe", "kind": "continent", "lat": 50.0, "lon": 10.0}, "|||||||"),
    ({"name": "Nowhere", "kind": "area"}, "|||||||"),
]


@pytest.mark.parametrize(("fields", "expected"), PLACES, ids=[row[0]["name"] for row in PLACES])
def test_a_place_in_gdelts_words(fields, expected):
    name = fields["name"]
    assert "|".join(geo_of(place(document(f"In {name}."), **fields))) == expected


def test_no_place_is_nowhere():
    assert geo_of(None) == NOWHERE
