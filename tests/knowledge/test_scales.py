"""Scales: quad classes and Goldstein values of every type and code."""

import pytest

from legation.knowledge.events import plover_types
from legation.knowledge.scales import QUAD_NAMES, goldstein_of, quad_of

GOLDSTEIN = [("040", 1.0), ("163", -8.0), ("195", -10.0), ("070", 7.0), (None, None), ("no code", None)]


@pytest.mark.parametrize(("code", "value"), GOLDSTEIN)
def test_goldstein_value_is_the_tables(code: str | None, value: float | None) -> None:
    assert goldstein_of(code) == value


@pytest.mark.parametrize("name", plover_types())
def test_each_type_has_a_quad_class_and_its_codes_a_value_on_the_scale(name: str) -> None:
    assert quad_of(name) in QUAD_NAMES
    type_ = plover_types()[name]
    values = [goldstein_of(code) for code in (type_.cameo, *type_.modes.values()) if code]
    assert values
    assert all(value is not None and -10 <= value <= 10 for value in values)
