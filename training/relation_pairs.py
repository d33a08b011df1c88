"""Pairs of actors in a sentence that the trigger table codes by itself: what the relation model is warmed up on.

Reads reports with the rules and writes, for each event between two parties of one sentence, a line with the sentence,
the parties' offsets, type, mode and modality. The texts are other people's: the output is training material, never
part of the project.

    PYTHONPATH=src python training/relation_pairs.py --shared ../shared --out work/distant.jsonl
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from legation.extract.coreference import find_cast, resolve_quoted_persons
from legation.extract.event import Event, find_events
from legation.extract.pair_rules import REDUCED_TO_AGREE
from legation.extract.place import find_places
from legation.extract.quantity import find_quantities
from legation.extract.reading import Anchored, Reading
from legation.extract.statement import find_statements
from legation.extract.time import find_times
from legation.knowledge.store import Knowledge
from legation.language import parse
from legation.language.quotation import find_quotations
from legation.report.layout import make_document
from legation.report.rows import to_report
from legation.report.view import View

STORY = 700  # code points of a generated story that still keep to its headline
POLNEAR = 2500  # code points read of a report on American politics: they are many
SENTENCE = (30, 420)  # code points
BATCH = 32


def texts(shared: Path) -> Iterator[dict[str, Any]]:
    """Reports to read: {text, published, label}; the label is the type that a generated story was asked to tell of."""
    for row in rows(shared / "reports/archive.jsonl"):
        yield {"text": row["text"], "published": row.get("published"), "label": None, "from": "archive"}
    for row in rows(shared / "benchmarks/events/ngec_synth.jsonl"):
        if row["kind"] != "hand-written headline pattern":
            yield {"text": row["text"][:STORY], "published": None, "label": row["label"], "from": "ngec"}
    for row in rows(shared / "benchmarks/statements/polnear_train.jsonl"):
        yield {"text": row["text"][:POLNEAR], "published": row.get("published"), "label": None, "from": "polnear"}


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def pairs(given: dict[str, Any], view: View, doc: Any, knowledge: Knowledge) -> Iterator[dict[str, Any]]:
    """One row for each event between two parties of a sentence."""
    published = date.fromisoformat(view.document.published) if view.document.published else None
    reading = Reading(
        document=view.document,
        view=view,
        doc=doc,
        quotations=find_quotations(view.text),
        knowledge=knowledge,
        published=published,
        cast=find_cast(doc, view=view, knowledge=knowledge, published=published),
    )
    reading.times = find_times(reading)
    reading.places = find_places(reading)
    reading.quantities = find_quantities(reading)
    reading.statements = find_statements(reading)
    resolve_quoted_persons(reading)
    for anchored in find_events(reading):
        row = pair(reading, anchored)
        if row is not None:
            yield {**row, "label": given["label"], "from": given["from"]}


def pair(reading: Reading, anchored: Anchored[Event]) -> dict[str, Any] | None:
    """The sentence of the event with the stretches of its first actor and recipient in it."""
    event = anchored.record
    sentence = reading.doc[anchored.root].sent
    low, high = sentence.start_char, sentence.end_char
    if not SENTENCE[0] <= high - low <= SENTENCE[1] or "\n" in sentence.text.strip():
        return None
    actor = party(reading, event.actors, anchored, (low, high), ())
    others = event.recipients or (event.actors[1:] if len(event.actors) > 1 else ())
    recipient = party(reading, others, anchored, (low, high), (actor,) if actor else ())
    if actor is None:
        return None
    type_ = event.type
    if event.modality == "future" and type_ in REDUCED_TO_AGREE:
        type_ = "AGREE"
    root = reading.doc[anchored.root]
    return {
        "sentence": reading.doc.text[low:high],
        "source_span": [actor[0] - low, actor[1] - low],
        "target_span": [recipient[0] - low, recipient[1] - low] if recipient else None,
        "trigger": [root.idx - low, root.idx + len(root) - low],
        "type": type_,
        "mode": event.mode if type_ == event.type else None,
        "modality": event.modality,
    }


def party(
    reading: Reading,
    actors: tuple[str, ...],
    anchored: Anchored[Event],
    bounds: tuple[int, int],
    taken: tuple[tuple[int, int], ...],
) -> tuple[int, int] | None:
    """The stretch in the sentence that names one of the actors and belongs to the event's own words."""
    for mention in reading.cast.mentions:
        here = (mention.start, mention.end)
        if (
            bounds[0] <= mention.start
            and mention.end <= bounds[1]
            and set(mention.actors) & set(actors)
            and any(start < mention.end and mention.start < end for start, end in anchored.spans)
            and not any(start < mention.end and mention.start < end for start, end in taken)
        ):
            return here
    return None


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--shared", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    options = arguments.parse_args()
    knowledge = Knowledge.open(None)
    parse.load()
    found = 0
    with options.out.open("w", encoding="utf-8") as out:
        todo = list(texts(options.shared))
        for at in range(0, len(todo), BATCH):
            batch = [row for row in todo[at : at + BATCH] if row["text"].strip()]
            views = [
                View.of(make_document(to_report({k: row[k] for k in ("text", "published") if row[k]}, "training")))
                for row in batch
            ]
            for row, view, doc in zip(batch, views, parse.parse(view.text for view in views), strict=True):
                for line in pairs(row, view, doc, knowledge):
                    out.write(json.dumps(line, ensure_ascii=False) + "\n")
                    found += 1
            print(f"{at + len(batch)} of {len(todo)} texts, {found} pairs", flush=True)


if __name__ == "__main__":
    main()
