"""What the rules alone read in each labelled pair: the other half of what the stack weighs.

PYTHONPATH=src python training/relation_rules.py --shared ../shared --out work/rules.jsonl
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import relation_data as data
from legation.extract.pair_rules import told
from legation.knowledge.store import Knowledge
from legation.language import parse


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--shared", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    options = arguments.parse_args()
    knowledge = Knowledge.open(None)
    rows = data.plv(options.shared)
    with options.out.open("w", encoding="utf-8") as out:
        for row, doc in zip(rows, parse.parse(row.sentence for row in rows), strict=True):
            found = told(doc, row.actor, row.recipient, knowledge=knowledge)
            out.write(json.dumps({"id": row.id, "told": [asdict(one) for one in found]}) + "\n")


if __name__ == "__main__":
    main()
