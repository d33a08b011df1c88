"""Drawings: whatever the days, everything stands within the drawing, in its order and its proportion."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.knowledge.scales import QUAD_NAMES
from legation.web import drawing
from legation.web.graph import HEIGHT as GRAPH_HEIGHT
from legation.web.graph import WIDTH as GRAPH_WIDTH
from legation.web.graph import layout
from legation.web.projection import HEIGHT, WIDTH, project

days = st.dates(date(1, 1, 1), date(9999, 12, 31))


def point(day: str, status: str = "in_force") -> drawing.Point:
    return drawing.Point(day, status, status.replace("_", " "), "#x")


@given(st.lists(days, min_size=1, max_size=12))
def test_days_stand_within_the_axis_in_their_order(found: list[date]) -> None:
    axis = drawing.Axis(found)
    places = [axis.x(day) for day in sorted(found)]
    assert places == sorted(places)
    assert all(0 <= x <= drawing.WIDTH for x in places)
    ticks = axis.ticks()
    assert len(ticks) <= 11
    assert all(one.x < other.x for one, other in pairwise(ticks))


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        (date(2019, 1, 10), date(2019, 3, 20), ["Jan 2019", "Feb 2019", "Mar 2019", "Apr 2019"]),
        (date(2010, 6, 1), date(2016, 6, 1), ["2011", "2012", "2013", "2014", "2015", "2016"]),
    ],
)
def test_ticks_are_whole_months_or_years(first: date, last: date, labels: list[str]) -> None:
    found = [tick.label for tick in drawing.Axis([first, last]).ticks()]
    assert [label for label in found if label in labels] == [label for label in labels if label in found]
    assert len(found) >= 3


def test_a_row_says_how_it_stood_and_how_it_stands() -> None:
    timeline = drawing.statuses(
        [
            ("pact", None, [point("2019-01-01"), point("2019-06-01"), point("2019-06-02", "questioned")]),
            ("none", None, []),
        ]
    )
    assert timeline is not None
    (row,) = timeline.rows
    assert row.label == "pact"
    assert [mark.label for mark in row.marks] == ["in force", "", "questioned"]
    assert [status for _, _, status in row.lines] == ["in_force", "in_force"]
    assert drawing.statuses([("none", None, [])]) is None


@given(st.lists(st.tuples(days.map(str), st.sampled_from(["in_force", "ended"])), min_size=1, max_size=20))
def test_labels_of_a_row_stand_apart_and_the_last_is_told(found: list[tuple[str, str]]) -> None:
    points = [point(day, status) for day, status in sorted(found)]
    timeline = drawing.statuses([("pact", None, points)])
    assert timeline is not None
    labelled = [mark for mark in timeline.rows[0].marks if mark.label]
    assert all(other.label_x - one.label_x >= 60 for one, other in pairwise(labelled))
    assert all(0 <= mark.label_x <= drawing.WIDTH - 60 for mark in labelled)


@given(st.lists(st.tuples(days.map(str), st.sampled_from([1, 2, 3, 4])), max_size=40))
def test_columns_count_every_event_once(found: list[tuple[str, int]]) -> None:
    columns = drawing.quads(found, "0001-01-01", "9999-12-31", QUAD_NAMES.__getitem__)
    if not found:
        assert columns is None
        return
    assert columns is not None
    for quad in (1, 2, 3, 4):
        assert sum(column.counts[quad - 1] for column in columns.columns) == sum(q == quad for _, q in found)
    assert len(columns.columns) <= 110
    for column in columns.columns:
        assert 0 <= column.x <= column.x + column.width <= drawing.WIDTH
        for part in column.parts:
            assert -0.1 <= part.y <= part.y + part.height <= columns.height
            over = part.y + part.height <= columns.base + 0.15
            assert over == (part.quad in (1, 2))  # cooperation over the line, conflict under it


def test_what_is_out_of_the_time_drawn_is_counted_apart() -> None:
    found = [("2019-05-01", 1), ("1945-05-08", 4), (None, 2)]
    columns = drawing.quads(found, "2018-01-01", "2020-01-01", QUAD_NAMES.__getitem__)
    assert columns is not None
    assert columns.left_out == 2
    assert [column.label for column in columns.columns] == ["May 2019"]


def test_spans_reach_from_their_first_day_to_their_last() -> None:
    bars = drawing.spans([("a", "", None, "2018-01-01", "2018-12-31"), ("b", "", None, "2018-06-01", "2018-06-01")])
    assert bars is not None
    whole, short = bars.bars
    assert whole.x < short.x < whole.x + whole.width
    assert short.width >= 5
    assert drawing.spans([]) is None


# The map and the graph


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_place_is_on_the_map(lat: float, lon: float) -> None:
    x, y = project(lat, lon)
    assert 0 <= x <= WIDTH
    assert -0.1 <= y <= HEIGHT + 0.1


def test_the_projection_keeps_areas() -> None:
    """A degree by a degree covers as much of the map as of the globe, at the equator and far from it."""

    def area(lat: float) -> float:
        corners = [project(lat, 20), project(lat, 40), project(lat + 10, 40), project(lat + 10, 20)]
        turned = [*corners[1:], corners[0]]
        return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(corners, turned, strict=True))) / 2

    def on_globe(lat: float) -> float:
        return float(np.sin(np.radians(lat + 10)) - np.sin(np.radians(lat)))

    ratios = [area(lat) / on_globe(lat) for lat in (0, 20, 40, 60)]
    assert max(ratios) / min(ratios) < 1.02


@given(st.integers(2, 12), st.data())
def test_a_layout_is_the_same_each_time_and_within_the_drawing(count: int, data: st.DataObject) -> None:
    node = st.integers(0, count - 1)
    joined = st.tuples(node, node).filter(lambda pair: pair[0] != pair[1])
    pairs = np.array(data.draw(st.lists(joined, min_size=1, max_size=15)))
    places = layout(count, pairs)
    assert np.array_equal(places, layout(count, pairs))
    assert np.isfinite(places).all()
    assert ((places >= 0) & (places <= (GRAPH_WIDTH, GRAPH_HEIGHT))).all()


def test_what_is_joined_stands_nearer_than_what_is_not() -> None:
    places = layout(4, np.array([(0, 1), (2, 3)]))
    joined = np.linalg.norm(places[0] - places[1]), np.linalg.norm(places[2] - places[3])
    apart = np.linalg.norm(places[0] - places[2])
    assert max(joined) < apart
