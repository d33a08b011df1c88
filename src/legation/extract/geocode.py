"""Which of the places of one name is meant: the report is read as a whole.

What decides, the strongest first: what contains a place by the text ("Paris, Texas", "the Turkish town of Kilis"), the
states and areas that the report's other places lie in, how near they are, then how large and well-known a place is.
After Leidner, Toponym Resolution in Text (2007): one sense per report, minimal spread.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import cos, hypot, log10, radians
from typing import TYPE_CHECKING

from legation.knowledge.folding import fold
from legation.knowledge.toponyms import cues

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc

    from legation.extract.toponym import Toponym
    from legation.knowledge.places import PlaceEntry

# Points that a place has of itself: the decimal logarithm of a city's people is between 3 and 7.4.
_STATE = 8.0
_OWN = 6.0  # seas, disputed areas and the like from our own table
_AREA = 3.2  # first-level areas: and less than half a point for each power of ten of their people
_AREA_PEOPLE = 0.45
_COUNTY = 3.0
_OTHER_NAME = 1.5  # off, for a place that goes by another name in English
_WELL_KNOWN = 1.0
_LIKE_ITS_CITY = 1.5  # off, for an area that is called like a large city of its own: Raqqa, New York
_MOST_OF_AREA = 3  # times the people of a city: what its area has at most to be named after it
_LARGE = 50_000  # people
# Points that the report adds.
_SAME_STATE = 2.0
_SAME_AREA = 2.5
_NEAR = 1.5
_TOGETHER = 5.0  # areas in which other names have senses too
_AREA_SAID = 3.0  # "Idlib province"
_HOME = 1.5  # a place in the state that the report was published in
_NEAR_KM = 150.0
_ROUNDS = 2
_RUNNERS_UP = 5
_MOST = 40  # senses of one name that are weighed, the largest first
_DEGREE_KM = 111.2
_CITIES = frozenset({"city", "capital"})


@dataclass(slots=True)
class _Name:
    """All uses of one name that mean one place."""

    uses: list[int]
    senses: tuple[PlaceEntry, ...]
    area_said: bool = False
    chosen: PlaceEntry | None = field(default=None)
    points: list[tuple[PlaceEntry, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Choice:
    """What one toponym means, and the other places of its name that were weighed, the likeliest first.

    `score` is the chosen place's points in the light of the whole report; those of the `runners_up` compare with it.
    """

    place: PlaceEntry
    score: float
    runners_up: tuple[tuple[PlaceEntry, float], ...]


def resolve(doc: Doc, toponyms: list[Toponym], home: str | None = None) -> list[PlaceEntry | None]:
    """The place that each toponym means, in their order; None for one that no gazetteer has.

    `home` is the state that the report was published in, where that is known (alpha-3).
    """
    return [choice.place if choice is not None else None for choice in choices(doc, toponyms, home)]


def choices(doc: Doc, toponyms: list[Toponym], home: str | None = None) -> list[Choice | None]:
    """The same with scores and runners-up."""
    within = _containers(doc, toponyms)
    names = _names(doc, toponyms, within)
    common = _common_areas(names)
    for name in names:
        name.chosen = max(name.senses, key=lambda sense: _standing(sense, toponyms[name.uses[0]].text, name))
    for _ in range(_ROUNDS):
        _settle(names, toponyms, common, home)
    meant: list[Choice | None] = [None] * len(toponyms)
    for name in names:
        if name.chosen is None:
            continue
        others = sorted(name.points, key=lambda scored: -scored[1])
        score = next((points for place, points in others if place is name.chosen), 0.0)
        runners_up = tuple(scored for scored in others if scored[0] is not name.chosen)[:_RUNNERS_UP]
        for use in name.uses:
            meant[use] = Choice(name.chosen, score, runners_up)
    return meant


def _common_areas(names: list[_Name]) -> dict[tuple[str, str], float]:
    """How many names have a sense in an area, each name's word divided among its areas."""
    common: dict[tuple[str, str], float] = {}
    for name in names:
        areas = _areas_of(name)
        for area in areas:
            common[area] = common.get(area, 0.0) + 1.0 / len(areas)
    return common


def _areas_of(name: _Name) -> dict[tuple[str, str], None]:
    """The areas that a name's senses lie in, in their order."""
    found: dict[tuple[str, str], None] = {}
    for sense in name.senses[:_MOST]:
        area = _area(sense)
        if sense.country and area:
            found[sense.country, area] = None
    return found


def _settle(
    names: list[_Name], toponyms: list[Toponym], common: dict[tuple[str, str], float], home: str | None
) -> None:
    """Choose each name's sense anew in the light of what the others mean."""
    states: Counter[str] = Counter()
    areas: Counter[tuple[str, str]] = Counter()
    for name in names:
        place = name.chosen
        if place is None or place.country is None:
            continue
        weight = 1.0 / len({sense.country for sense in name.senses})  # what is clear speaks louder
        states[place.country] += weight  # type: ignore[assignment]  # votes are fractions
        area = _area(place)
        if area:
            areas[place.country, area] += weight  # type: ignore[assignment]
    points = [name.chosen for name in names if name.chosen and name.chosen.kind in _CITIES]
    for name in names:
        text, own = toponyms[name.uses[0]].text, name.chosen
        own_word = 1.0 / max(1, len(_areas_of(name)))
        name.points = [
            (
                sense,
                _standing(sense, text, name)
                + _fit(sense, own, states, areas, points)
                + _TOGETHER * min(1.0, _in_common(sense, common, own_word) / max(1, len(names) - 1))
                + (_HOME if home is not None and sense.country == home and sense.kind != "country" else 0.0),
            )
            for sense in name.senses[:_MOST]
        ]
        name.chosen = max(name.points, key=lambda scored: scored[1])[0]


def _standing(place: PlaceEntry, text: str, name: _Name) -> float:
    """How likely a place is meant by its name wherever one reads it."""
    if place.kind in _CITIES:
        points = log10(place.population + 10) + (_WELL_KNOWN if place.known else 0.0)
    elif place.kind == "country":
        points = _STATE
    elif place.kind == "region" and place.source != "legation":
        points = _COUNTY if place.admin1 else _AREA + _AREA_PEOPLE * log10(place.population + 10)
    else:
        points = _OWN
    if place.kind not in _CITIES:
        if name.area_said:
            points += _AREA_SAID
        elif place.kind == "region" and any(_is_its_city(sense, place) for sense in name.senses):
            points -= _LIKE_ITS_CITY
    own = fold(place.name) == fold(text) or _is_city_of_its_name(place, text, name.senses)
    return points if own or place.kind == "country" else points - _OTHER_NAME


def _is_city_of_its_name(place: PlaceEntry, text: str, senses: tuple[PlaceEntry, ...]) -> bool:
    """True for "Gaza City" by "Gaza", where no state and no far larger area is called so: not for Mexico, Quebec."""
    if fold(place.name) != f"{fold(text)} city":
        return False
    return not any(
        other.kind == "country" or (other.kind == "region" and other.population > _MOST_OF_AREA * place.population)
        for other in senses
    )


def _is_its_city(city: PlaceEntry, area: PlaceEntry) -> bool:
    """True for a large city in an area of the same name: "New York City" goes by the name of its state."""
    is_called_so = city.name == area.name or (
        city.name == f"{area.name} City" and city.population * _MOST_OF_AREA > area.population
    )
    return city.kind in _CITIES and city.country == area.country and city.population >= _LARGE and is_called_so


def _fit(
    place: PlaceEntry,
    chosen: PlaceEntry | None,
    states: Counter[str],
    areas: Counter[tuple[str, str]],
    points: list[PlaceEntry],
) -> float:
    """How well a place goes with the others of the report; its own vote from the last round does not count."""
    fit = 0.0
    if place.country:
        own = 1.0 if chosen is not None and chosen.country == place.country else 0.0
        fit += _SAME_STATE * _share(states[place.country] - own, sum(states.values()) - 1.0)
        area = _area(place)
        if area:
            own = 1.0 if chosen is not None and (chosen.country, _area(chosen)) == (place.country, area) else 0.0
            fit += _SAME_AREA * _share(areas[place.country, area] - own, sum(areas.values()) - 1.0)
    if any(other is not chosen and _distance(place, other) < _NEAR_KM for other in points):
        fit += _NEAR
    return fit


def _in_common(place: PlaceEntry, common: dict[tuple[str, str], float], own_word: float) -> float:
    """What other names say for the place's area."""
    area = _area(place)
    return max(0.0, common.get((place.country, area), 0.0) - own_word) if place.country and area else 0.0


def _share(part: float, whole: float) -> float:
    return max(0.0, min(1.0, part / whole)) if part > 0.0 and whole > 0.0 else 0.0


def _area(place: PlaceEntry) -> str | None:
    """The first-level area that a place lies in or is."""
    return place.admin1 or (place.name if place.kind == "region" else None)


def _distance(one: PlaceEntry, other: PlaceEntry) -> float:
    """Kilometres on a flat map: exact enough to tell near from far."""
    east = abs(one.lon - other.lon)
    east = min(east, 360.0 - east) * cos(radians((one.lat + other.lat) / 2))
    return _DEGREE_KM * hypot(one.lat - other.lat, east)


def _names(doc: Doc, toponyms: list[Toponym], within: dict[int, tuple[PlaceEntry, ...]]) -> list[_Name]:
    """Uses by name; a use that the text places somewhere settles the others of that name, unless two differ."""
    by_text: dict[str, list[int]] = {}
    for number, toponym in enumerate(toponyms):
        if toponym.found:
            by_text.setdefault(fold(toponym.text), []).append(number)
    names: list[_Name] = []
    for uses in by_text.values():
        senses = toponyms[uses[0]].found
        placed = {use: within[use] for use in uses if use in within}
        distinct = set(placed.values())
        if len(distinct) > 1:
            names.extend(
                _Name([use for use in placed if placed[use] == narrowed], narrowed)
                for narrowed in dict.fromkeys(placed.values())
            )
            uses = [use for use in uses if use not in placed]
        elif distinct:
            senses = next(iter(distinct))
        if uses:
            names.append(_Name(uses, senses, any(_says_area(doc, toponyms[use]) for use in uses)))
    return names


def _says_area(doc: Doc, toponym: Toponym) -> bool:
    """True for "Idlib province", "New York state"."""
    return toponym.end < len(doc) and doc[toponym.end].lower_ in _AREA_WORDS


_AREA_WORDS = frozenset(
    {
        "province",
        "governorate",
        "oblast",
        "region",
        "state",
        "prefecture",
        "republic",
        "county",
        "gov.",
        "governor",
        "legislature",
        "lawmakers",
        "premier",
    }
)


def _containers(doc: Doc, toponyms: list[Toponym]) -> dict[int, tuple[PlaceEntry, ...]]:
    """The senses of a toponym that lie in a place which the text names as its container."""
    within: dict[int, tuple[PlaceEntry, ...]] = {}
    for number in range(len(toponyms) - 1, 0, -1):
        before, after = number - 1, number
        if _is_after(doc, toponyms[before], toponyms[after]):
            # "Paris, Texas": what comes later may itself have been placed by what follows it.
            narrowed = _inside(toponyms[before].found, within.get(after, toponyms[after].found))
            if narrowed:
                within[before] = narrowed
                holding = _holding(within.get(after, toponyms[after].found), narrowed)
                within[after] = holding
    for number in range(1, len(toponyms)):
        if _is_before(doc, toponyms[number - 1], toponyms[number]) and number not in within:
            narrowed = _inside(toponyms[number].found, toponyms[number - 1].found)
            if narrowed:
                within[number] = narrowed
    return within


def _is_after(doc: Doc, one: Toponym, other: Toponym) -> bool:
    """True if the second may be named as what contains the first: "Paris, Texas", "Afrin in Syria"."""
    between = [token.lower_ for token in doc[one.end : other.first]]
    between = [word for word in between if word not in cues().compass and word not in ("the", "'s", "’s")]
    return (
        not one.adjective and not other.adjective and between in ([","], ["in"], [",", "in"], ["("], ["province", ","])
    )


def _is_before(doc: Doc, one: Toponym, other: Toponym) -> bool:
    """True if the first is named as what contains the second: "Syria's Idlib", "the Turkish town of Kilis"."""
    between = [token.lower_ for token in doc[one.end : other.first]]
    if between in (["'s"], ["’s"]) or (one.adjective and not between):
        return True
    return one.adjective and 1 < len(between) < 6 and between[-1] == "of" and any(w in cues().generic for w in between)


def _inside(places: Iterable[PlaceEntry], containers: Iterable[PlaceEntry]) -> tuple[PlaceEntry, ...]:
    """The places that lie in one of the containers."""
    found = []
    containers = [c for c in containers if c.kind not in _CITIES or c.kind == "capital"]
    for place in places:
        for container in containers:
            if place.country != container.country or place is container or place.country is None:
                continue
            if container.kind == "country" and place.kind != "country":
                found.append(place)
                break
            if (
                container.kind == "region"
                and place.admin1
                and fold(place.admin1) == fold(container.admin1 or container.name)
            ):
                found.append(place)
                break
    return tuple(found)


def _holding(containers: tuple[PlaceEntry, ...], places: tuple[PlaceEntry, ...]) -> tuple[PlaceEntry, ...]:
    """The containers that hold one of the places."""
    return tuple(c for c in containers if _inside(places, (c,))) or containers
