import pytest

from legation.knowledge.codes import (
    area_code,
    cameo_country,
    cameo_group,
    cameo_types,
    fips_of,
    gdelt_code,
    goldstein,
    quad_class,
)
from legation.knowledge.events import plover_types
from legation.knowledge.store import Knowledge
from legation.knowledge.table import rows

STATES = [
    ("DEU", "GM", "DEU"),
    ("GMB", "GA", "GMB"),
    ("CHN", "CH", "CHN"),
    ("CHE", "SZ", "CHE"),
    ("AUS", "AS", "AUS"),
    ("ISR", "IS", "ISR"),
    ("KOR", "KS", "KOR"),
    ("SRB", "RI", "SRB"),
    ("XKX", "KV", "KSV"),
    ("TLS", "TT", "TMP"),
    ("ROU", "RO", "ROM"),
    ("SSD", "OD", None),
    ("UMI", None, None),
    ("XXX", None, None),
    (None, None, None),
]


@pytest.mark.parametrize(("country", "fips", "cameo"), STATES)
def test_a_state_has_its_codes_or_none(country, fips, cameo):
    assert (fips_of(country), cameo_country(country)) == (fips, cameo)


def test_the_palestinian_territories_have_the_code_of_the_part_that_is_meant():
    assert [fips_of("PSE", lon=lon) for lon in (None, 34.45, 35.2)] == [None, "GZ", "WE"]


def test_every_state_has_a_row_and_no_two_share_a_code():
    table = [row for _, row in rows("country_codes.csv", ("alpha3", "fips", "cameo"))]
    assert [row["alpha3"] for row in table] == sorted(Knowledge.open().states)
    for column in ("fips", "cameo"):
        codes = [row[column] for row in table if row[column]]
        assert len(codes) == len(set(codes)) > 230


def test_every_group_is_one_that_we_know_by_that_name():
    for _, row in rows("cameo_groups.csv", ("name", "code")):
        assert any(entry.name == row["name"] for entry in Knowledge.open().named(row["name"])), row
    assert cameo_group("United Nations") == "UNO"
    assert cameo_group("Harbour Club") is None


def test_areas_have_geonames_codes():
    assert area_code("USA", "Texas") == "TX"
    assert area_code("SYR", "Aleppo") == "09"
    assert area_code("USA", None) is None
    assert area_code("USA", "Aleppo") is None


def test_sectors_are_cameo_types_in_their_order():
    assert cameo_types(("GOV", "JRN", "MED", "UNK", "SOC", "CVL")) == ("GOV", "MED", "HLH", "CVL")


@pytest.mark.parametrize(
    ("type_", "cameo", "code", "quad"),
    [
        ("CONSULT", "042", "042", 1),
        ("AGREE", None, "030", 1),
        ("AID", "072", "072", 2),
        ("CONCEDE", "080", "080", 2),  # GDELT's class is by root: not PLOVER's
        ("ACCUSE", None, "110", 3),
        ("ASSAULT", "1952", "195", 4),
        ("ASSAULT", None, "180", 4),
        ("COERCE", "176", "170", 4),
        ("SANCTION", "163", "163", 4),
    ],
)
def test_an_event_has_a_code_that_gdelt_knows(type_, cameo, code, quad):
    assert gdelt_code(type_, cameo) == code
    assert quad_class(code) == quad
    assert goldstein(code) is not None


@pytest.mark.parametrize("type_", plover_types())
def test_every_mode_has_a_code_with_a_goldstein_value(type_):
    for mode in plover_types()[type_].modes.values():
        assert goldstein(gdelt_code(type_, mode)) is not None
