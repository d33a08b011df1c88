"""Control: which words say that an infinitive is somebody else's to do than one would think."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

# Nouns whose infinitive is for the one that they are addressed to: "its invitation to *Kenya* to join".
# fmt: off
ADDRESSED = frozenset({
    "advice", "appeal", "call", "command", "demand", "instruction", "invitation", "order", "permission", "plea",
    "request",
})

# Verbs whose subject does something about others' efforts, plans and attempts: "the raid *complicates* efforts to …".
OF_OTHERS = frozenset({
    "aid", "back", "block", "boost", "complicate", "condemn", "criticise", "criticize", "derail", "discuss", "endorse",
    "foil", "frustrate", "hamper", "help", "hinder", "hurt", "oppose", "praise", "prevent", "reject", "stop", "support",
    "stymie", "threaten", "thwart", "undermine", "weaken", "welcome",
})
# fmt: on


@cache
def subject_control() -> frozenset[str]:
    """Verbs whose infinitive the subject controls in spite of an object: "promised them to go" (`control.csv`)."""
    text = resources.files("legation.language").joinpath("data", "control.csv").read_text("utf-8")
    return frozenset(row["verb"] for row in csv.DictReader(text.splitlines()))
