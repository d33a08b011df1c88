"""The tables of units: every hedge is read as its row says."""

import pytest

from legation.extract.amount import hedge_after, hedge_before
from legation.extract.number import find_numbers
from legation.knowledge.table import toml
from legation.knowledge.units import QUALIFIERS, units
from legation.language.lexeme import lexemes

TABLE = toml("units.toml")
HEDGES = TABLE["hedges"]


@pytest.mark.parametrize("hedge", HEDGES, ids=lambda hedge: hedge["words"])
def test_a_hedge_is_found_in_its_example(hedge: dict[str, str]) -> None:
    words = lexemes(hedge["example"])
    (number,) = find_numbers(words)
    found = (
        hedge_after(words, number.last, units().hedges_after)
        if hedge.get("after")
        else hedge_before(words, number.first - (words[number.first - 1].lower == "$"), units().hedges)
    )
    assert found is not None
    assert found[0] == hedge["qualifier"]


def test_hedges_are_sorted_and_have_known_qualifiers() -> None:
    words = [hedge["words"] for hedge in HEDGES]
    assert words == sorted(set(words))
    assert {hedge["qualifier"] for hedge in HEDGES} <= QUALIFIERS


@pytest.mark.parametrize("name", [name for name, rows in TABLE.items() if isinstance(rows, list) and name != "hedges"])
def test_lists_are_sorted_in_one_case_and_without_doublets(name: str) -> None:
    assert TABLE[name] == sorted(set(TABLE[name]))
    assert all(word in (word.lower(), word.upper()) for word in TABLE[name])


@pytest.mark.parametrize(
    ("name", "code"),
    [(("yen",), "JPY"), (("us", "dollars"), "USD"), (("pounds", "sterling"), "GBP"), (("euros",), "EUR")],
)
def test_currency_names_give_codes(name: tuple[str, ...], code: str) -> None:
    assert units().currencies[name] == code


@pytest.mark.parametrize(("symbol", "code"), [("£", "GBP"), ("us$", "USD"), ("€", "EUR"), ("a$", "AUD"), ("rs", "INR")])
def test_currency_symbols_give_codes(symbol: str, code: str) -> None:
    assert units().symbols[symbol] == code


def test_a_shared_name_lists_its_owners() -> None:
    assert dict(units().shared["pesos"])["mexican"] == "MXN"
    assert dict(units().shared["¥"]) == {"chinese": "CNY", "japanese": "JPY"}
