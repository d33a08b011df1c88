"""How sure a record is: the share of right records that each rule was measured to give.

`data/calibration.toml` is written by `benchmarks/calibrate.py` from annotated reports, never by hand.
"""

import tomllib
from functools import cache
from importlib import resources

_UNMEASURED = 0.5


@cache
def _table() -> dict[str, dict[str, float]]:
    text = resources.files("legation.knowledge").joinpath("data/calibration.toml").read_text("utf-8")
    return {
        kind: {rule: float(value) for rule, value in rules.items()}
        for kind, rules in tomllib.loads(text).items()
        if isinstance(rules, dict)
    }


def probability(kind: str, rule: str = "all") -> float:
    """The probability, 0..1, that a record of `kind` found by `rule` is right; the kind's own where it has none."""
    rules = _table().get(kind, {})
    return rules.get(rule, rules.get("all", _UNMEASURED))
