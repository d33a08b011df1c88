import pytest

from legation.ledger.who import country_of, full_name


@pytest.mark.parametrize(
    ("who", "country"),
    [
        ("JPN", "JPN"),
        ("XKX", "XKX"),
        ("Japan", "JPN"),
        ("japan", "JPN"),
        ("US", "USA"),
        ("the United States", "USA"),
        ("UK", "GBR"),
        ("Guinea", "GIN"),
        ("Papua New Guinea", "PNG"),
        ("Tokyo", "JPN"),
        ("Nato", None),
        ("Asha Odhiambo", None),
        ("Atlantis", None),
        ("???", None),
        ("", None),
    ],
)
def test_the_state_that_a_user_means(who, country):
    assert country_of(who) == country


def test_the_full_name_of_an_organisation():
    assert full_name("Nato") == full_name("NATO") == "North Atlantic Treaty Organization"
    assert full_name("Asha Odhiambo") == "Asha Odhiambo"
