"""Codes of other vocabularies, for exports: FIPS 10-4 and CAMEO for states, CAMEO for groups, types and events.

Sources: `country_codes.csv` (FIPS from datasets/country-codes, PDDL, where it packs two codes in one cell the
state's own; CAMEO as GDELT lists it), `cameo_groups.csv` (codes of CAMEO beside our own names), `regions.csv`
(GeoNames' codes of first-level areas, CC BY 4.0). What has no code there has none here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from legation.knowledge.events import plover, plover_type
from legation.knowledge.folding import fold
from legation.knowledge.table import parts, rows

# CAMEO calls these sectors of PLOVER otherwise, or has no word for them.
_TYPES: Mapping[str, str | None] = {"JRN": "MED", "MED": "HLH", "SOC": "CVL", "PRE": None, "UNK": None}
# Codes of newer CAMEO that GDELT doesn't know, and what it prints for the same.
_NEWER: Mapping[str, str] = {"155": "154", "176": "170", "1834": "183", "1951": "195", "1952": "195"}
# West of it, what lies in the Palestinian territories lies in the Gaza Strip: FIPS has no code for both together.
_GAZA_EAST = 34.6
_PALESTINE = "PSE"
_SIDES = (5, 9, 14)  # the last root of verbal cooperation, of material cooperation, of verbal conflict


@cache
def _states() -> Mapping[str, tuple[str | None, str | None]]:
    table = rows("country_codes.csv", ("alpha3", "fips", "cameo"))
    return {row["alpha3"]: (row["fips"] or None, row["cameo"] or None) for _, row in table}


@cache
def _groups() -> Mapping[str, str]:
    return {row["name"]: row["code"] for _, row in rows("cameo_groups.csv", ("name", "code"))}


@cache
def _areas() -> Mapping[tuple[str, str], str]:
    """GeoNames' code of a first-level area by its state and each of its names."""
    found: dict[tuple[str, str], str] = {}
    for _, row in rows("regions.csv", ("name", "also", "level", "code", "country")):
        if row["level"] == "1":
            for name in (row["name"], *parts(row["also"])):
                found.setdefault((row["country"], fold(name)), row["code"].partition(".")[2])
    return found


def fips_of(country: str | None, *, lon: float | None = None) -> str | None:
    """The FIPS 10-4 code of a state (ISO alpha-3); for the Palestinian territories of the part that a place lies in.

    >>> fips_of("DEU"), fips_of("CHN"), fips_of("PSE"), fips_of("PSE", lon=34.45)
    ('GM', 'CH', None, 'GZ')
    """
    if country == _PALESTINE and lon is not None:
        return "GZ" if lon < _GAZA_EAST else "WE"
    return _states().get(country or "", (None, None))[0]


def area_code(country: str | None, name: str | None) -> str | None:
    """GeoNames' code of a first-level area, without its state: "TX" for Texas."""
    return _areas().get((country or "", fold(name))) if name else None


def cameo_country(country: str | None) -> str | None:
    """CAMEO's code of a state: ISO alpha-3 but for a few ("ROM", "TMP", "KSV")."""
    return _states().get(country or "", (None, None))[1]


def cameo_group(name: str) -> str | None:
    """CAMEO's code of a known group, by its canonical name: "UNO" for the United Nations."""
    return _groups().get(name)


def cameo_types(sectors: Iterable[str]) -> tuple[str, ...]:
    """CAMEO's types for PLOVER's sectors, in the same order: media are MED there, and health is HLH."""
    found = (_TYPES.get(sector, sector) for sector in sectors)
    return tuple(dict.fromkeys(code for code in found if code))


def gdelt_code(type_: str, cameo: str | None) -> str:
    """The CAMEO code that GDELT has for an event; for a bare type the one that says no more than that."""
    code = cameo or plover_type(type_).cameo or ""
    return _NEWER.get(code, code)


def goldstein(code: str) -> float | None:
    """The Goldstein value that GDELT prints for a CAMEO code."""
    entry = plover()["cameo"].get(code)
    return None if entry is None or entry["goldstein"] is None else float(entry["goldstein"])


def quad_class(code: str) -> int:
    """GDELT's quad class of a CAMEO code, by its root: 1 and 2 cooperation, 3 and 4 conflict, verbal and material."""
    root = int(code[:2])
    return 1 + sum(root > last for last in _SIDES)


# PLOVER puts these in a country's place.
_INTERNATIONAL = ("UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC")
_BY_NAME: Mapping[str, str] = {"United Nations": "UNO", "European Union": "EUR"}
_PLOVER_STATES: Mapping[str, str] = {"XKX": "KOS"}


def plover_country(country: str | None, sectors: Iterable[str], name: str) -> str | None:
    """PLOVER's country of an actor: of the Correlates of War, or what stands in its place ("UNO", "IGO", "NGO")."""
    if country:
        return _PLOVER_STATES.get(country, country)
    found = set(sectors)
    return _BY_NAME.get(name) or next((code for code in _INTERNATIONAL if code in found), None)


def plover_sectors(sectors: Iterable[str]) -> tuple[str, ...]:
    """The sectors without what stands in a country's place, the primary one first."""
    return tuple(sector for sector in sectors if sector not in _INTERNATIONAL)


def intensity(type_: str, mode: str | None) -> float:
    """PLOVER's conflict-cooperation score of a mode, else of its type (-10 to 10)."""
    entry = plover()["types"][type_]
    score = entry["modes"].get(mode, entry)["score"]
    return float(entry["score"] if score is None else score)
