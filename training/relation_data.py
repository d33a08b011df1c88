"""Rows that the relation model learns from, and the names that are put into sentences written with slots."""

from __future__ import annotations

import csv
import json
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "src/legation/knowledge/data"
LONGEST = 220  # code points of a sentence that the rules coded: longer ones tell of too much else
# The fifteen classes of the pairs; YIELD there is CONCEDE or RETREAT here.
YIELD = ("CONCEDE", "RETREAT")
_OLD_MODES = {
    "SIEZE": "seize", "PRIMATIVE": "primitive", "BAN": "restrict", "ASSASSINATE": "targeted", "EXECUTE": "targeted",
    "MASSACRE": "targeted", "CLEANSING": "", "RETURN": "",
}  # fmt: skip
_PASSIVE = re.compile(r"^\{A\} (\w+ed|sued|arrested|beat|shelled|froze) \{B\}(?= |\.)(.*)$")


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence with two parties; `weight` is its share in the loss, `group` what must not be split by folds."""

    sentence: str
    actor: tuple[int, int] | None
    recipient: tuple[int, int] | None
    type: str
    mode: str | None = None
    weight: float = 1.0
    group: str = ""
    id: str = ""


def jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]


def modes() -> list[str]:
    """All modes as TYPE/mode, in the codebook's order."""
    types = json.loads((DATA / "plover.json").read_text("utf-8"))["types"]
    return [f"{name}/{mode}" for name, about in types.items() for mode in about["modes"]]


def types() -> list[str]:
    """The sixteen types in the codebook's order."""
    return list(json.loads((DATA / "plover.json").read_text("utf-8"))["types"])


def plv(shared: Path) -> list[Row]:
    """The labelled pairs."""
    return [
        Row(row["sentence"], tuple(row["source_span"]) if row["source_span"] else None,
            tuple(row["target_span"]) if row["target_span"] else None, row["gold_root"],
            group=row["sentence"], id=row["id"])
        for row in jsonl(shared / "benchmarks/events/plv_train.jsonl")
    ]  # fmt: skip


class Names:
    """Parties to fill slots with: states, their governments, forces and people, offices with names, bodies."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311
        with (DATA / "demonyms.csv").open(encoding="utf-8") as table:
            self.demonyms = sorted({row["phrase"] for row in csv.DictReader(table) if row["form"] == "adjective"})
        with (DATA / "state_names.csv").open(encoding="utf-8") as table:
            self.states = [
                row["phrase"] for row in csv.DictReader(table) if row["role"] == "name" and len(row["phrase"]) < 20
            ]
        with (DATA / "given_names.csv").open(encoding="utf-8") as table:
            self.given = [next(iter(row.values())) for row in csv.DictReader(table)][:1500]

    def party(self) -> str:
        """A name or phrase for somebody who may do or suffer anything."""
        pick = self.random.choice
        form = pick((
            "{state}", "{state}", "{state}", "the {demonym} government", "{demonym} troops", "{demonym} officials",
            "President {given} {last}", "{demonym} Foreign Minister {given} {last}", "{given} {last}", "{last}",
            "the {demonym} army", "{demonym} police", "the United Nations", "the European Union", "NATO",
            "a court in {state}", "the rebels", "{demonym} rebels", "the opposition", "the ministry", "workers",
            "the Supreme Court", "{demonym} lawmakers", "the {last} administration", "protesters in {state}",
            "{state}'s ruling party", "the militants", "a human rights group", "the White House", "journalists",
            "the government", "the authorities", "{demonym} forces", "the {demonym} embassy", "dozens of civilians",
            "the former president", "{state}'s prime minister", "{demonym} students", "the central bank",
        ))  # fmt: skip
        return form.format(
            state=pick(self.states), demonym=pick(self.demonyms), given=pick(self.given), last=pick(self.given) + "ov"
        )


def filled(
    template: str, names: Names, about: dict[str, Any], *, only_states: bool = False, as_it_is: bool = False
) -> Row | None:
    """The sentence of a template with `{A}` and `{B}` put in; `as_it_is`: a slot that comes again keeps its name."""
    out, spans = "", {}
    given: dict[str, str] = {}
    for part in re.split(r"(\{[AB]\})", template):
        if part in {"{A}", "{B}"}:
            name = names.random.choice(names.states) if only_states else names.party()
            if as_it_is:
                name = given.setdefault(part, name)
            if not out:
                name = name[0].upper() + name[1:]
            if not as_it_is or part[1] not in spans:
                spans[part[1]] = (len(out), len(out) + len(name))
            part = name
        out += part
    if "A" not in spans:
        return None
    return Row(out, spans["A"], spans.get("B"), **about)


def written(names: Names, copies: int) -> list[Row]:
    """Sentences of `relation_sentences.csv`, with passives made of the simple ones."""
    found = []
    with (ROOT / "training/relation_sentences.csv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            forms = [row["sentence"]]
            simple = _PASSIVE.match(row["sentence"])
            if simple:
                verb = {"froze": "frozen", "beat": "beaten"}.get(simple[1], simple[1])
                forms.append(f"{{B}} was {verb} by {{A}}{simple[2]}")
                forms.append(f"{{B}} has been {verb}{simple[2].rstrip('.')} by {{A}}, reports said.")
            for form in forms:
                for _ in range(copies):
                    made = filled(form, names, {"type": row["type"], "mode": row["mode"] or None})
                    if made:
                        found.append(made)
    return found


_BEFORE = (
    "On Monday, ", "In March 2014, ", "Last week, ", "Meanwhile, ", "Earlier in the day, ", "GENEVA (AP) -- ",
    "NAIROBI: ", "According to state media, ", "Officials said ", "It was reported that ", "In recent months, ",
    "For the second time this year, ", "The report said that ", "As the crisis deepened, ", "In a rare step, ",
)  # fmt: skip
_AFTER = (
    ", officials said", ", state television reported", " on Thursday", " in recent weeks", ", the agency said",
    ", according to a statement", " late last year", " amid growing tension", ", a spokesman told reporters",
    " for the first time in a decade", ", in what analysts called a turning point", " despite heavy rain",
    " in the northern province", ", sources close to the matter said",
)  # fmt: skip
_BETWEEN = (
    ", days after ", ", while ", ", and ", ", although ", ", a week before ", ", just as ", ", after ", "; ",
)  # fmt: skip


def dressed(row: Row, others: Sequence[Row], rng: random.Random) -> Row:
    """The row in a longer sentence: with words before and after it, or beside a clause in which others act."""
    form = rng.random()
    if form < 0.35:
        return row
    body = row.sentence.rstrip(".")
    if form < 0.65:
        before = rng.choice(_BEFORE) if rng.random() < 0.6 else ""
        after = rng.choice(_AFTER) if not before or rng.random() < 0.5 else ""
        return _moved(row, before, _lower(body) if before and before[-2] not in "-:" else body, after + ".")
    other = rng.choice(others).sentence.rstrip(".")
    joint = rng.choice(_BETWEEN)
    if form < 0.85:
        return _moved(row, "", body, joint + _lower(other) + ".")
    return _moved(row, other + joint, _lower(body), ".")


def contrasted(names: Names, count: int) -> list[Row]:
    """Sentences in which two parties do something to each other, each once as the actor."""
    with (ROOT / "training/relation_sentences.csv").open(encoding="utf-8") as table:
        templates = [row for row in csv.DictReader(table) if row["sentence"].startswith("{A} ")]
    simple = [row for row in templates if _PASSIVE.match(row["sentence"])]
    rng, found = names.random, []
    for _ in range(count):
        form = rng.randrange(4)
        first = rng.choice(simple if form == 3 else templates)
        second = rng.choice(templates)
        if first["type"] == second["type"] or "{B}" not in first["sentence"] or "{B}" not in second["sentence"]:
            continue
        one = first["sentence"].rstrip(".")
        other = second["sentence"].rstrip(".").replace("{A}", "{X}").replace("{B}", "{A}").replace("{X}", "{B}")
        if form == 3:
            # "Norway, which Gambia had accused of spying, released the crew of Gambia."
            done = _PASSIVE.match(first["sentence"])
            verb = "{B}, which {A} had " + f"{done[1]}{done[2].rstrip('.')}," if done else ""
            template = other.replace("{B}", verb, 1) + "."
        else:
            template = (f"{one}, and {other}.", f"After {one}, {other}.", f"{other}, after {one}.")[form]
        about = {"type": first["type"], "mode": first["mode"] or None}
        made = filled(template, names, about, as_it_is=True)
        if made is None or made.recipient is None:
            continue
        found.append(made)
        found.append(
            replace(made, actor=made.recipient, recipient=made.actor, type=second["type"], mode=second["mode"] or None)
        )
    return found


def beside(row: Row, other: Row, rng: random.Random) -> Row:
    """The row with another's sentence before or behind it, whose parties get no marks."""
    body, more = row.sentence.rstrip(". "), other.sentence.rstrip(". ")
    joint = rng.choice(_BETWEEN)
    if rng.random() < 0.5:
        return _moved(row, "", body, joint + more + ".")
    return _moved(row, more + joint, body, ".")


def _lower(text: str) -> str:
    return text[0].lower() + text[1:] if text.startswith(("The ", "A ", "An ", "Talks", "Trade", "Workers")) else text


def _moved(row: Row, before: str, body: str, after: str) -> Row:
    def shifted(span: tuple[int, int] | None) -> tuple[int, int] | None:
        return (span[0] + len(before), span[1] + len(before)) if span else None

    return replace(row, sentence=before + body + after, actor=shifted(row.actor), recipient=shifted(row.recipient))


def examples(names: Names, copies: int) -> list[Row]:
    """The examples of the trigger table: actors in [ ], recipients in { }; half of the copies get other names."""
    found = []
    with (DATA / "events.csv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            template = row["example"]
            for copy in range(copies):
                made = _example(template, names if copy else None, row)
                if made:
                    found.append(made)
    return found


def _example(template: str, names: Names | None, row: dict[str, str]) -> Row | None:
    out, actor, recipient = "", None, None
    demonyms = set(names.demonyms) if names else set()
    for part in re.split(r"(\[[^\]]*\]|\{[^}]*\})", template):
        if part[:1] in {"[", "{"}:
            name = part[1:-1]
            if names and name in demonyms:
                name = names.random.choice(names.demonyms)
            elif names and name[:1].isupper() and " " not in name:
                name = names.party() if names.random.random() < 0.5 else names.random.choice(names.states)
                name = name if out else name[0].upper() + name[1:]
            span = (len(out), len(out) + len(name))
            if part[0] == "[" and actor is None:
                actor = span
            elif recipient is None:
                recipient = span
            part = name
        out += part
    if actor is None:
        return None
    return Row(out, _phrase(out, actor), _phrase(out, recipient) if recipient else None, row["type"],
               row["mode"] or None)  # fmt: skip


def _phrase(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """A demonym with the noun it stands before."""
    after = re.match(r" ([a-z]+)(?=[ .,])", text[span[1] :])
    word = text[span[0] : span[1]]
    if after and re.search(r"(n|sh|se|i|ch|k|ese)$", word) and after[1].endswith(("s", "er", "or", "t", "n")):
        return span[0], span[1] + len(after[0])
    return span


def headlines(shared: Path, names: Names, copies: int) -> list[Row]:
    """Headline patterns that name two countries, the first as the actor."""
    found = []
    for row in jsonl(shared / "benchmarks/events/ngec_synth.jsonl"):
        text = row["text"]
        if row["kind"][0] != "h" or not text.startswith("{country_1}"):
            continue
        text = re.sub(r"\{(?!country_[12]\})[^}]*\}", "Lima", text)
        template = text.replace("{country_1}", "{A}", 1).replace("{country_2}", "{B}", 1)
        if "{country" in template:
            continue
        for _ in range(copies):
            made = filled(template, names, {"type": row["label"], "mode": now(row["mode"])}, only_states=True)
            if made:
                found.append(made)
    return found


def now(mode: str | None) -> str | None:
    """An older codebook's mode as it is called now."""
    return _OLD_MODES.get(mode, mode.lower()) or None if mode else None


def distant(path: Path, most: int, seed: int) -> list[Row]:
    """Pairs coded by the trigger table, no type oftener than `most`; those that a story's own label bears out first."""
    rng = random.Random(seed)  # noqa: S311
    rows = jsonl(path)
    rng.shuffle(rows)
    rows.sort(key=lambda row: row["label"] != row["type"])
    count: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    found = []
    for row in rows:
        key = (row["sentence"], row["type"])
        if key in seen or count[row["type"]] >= most or len(row["sentence"]) > LONGEST:
            continue
        if row["modality"] in {"negated", "hypothetical"}:
            continue
        seen.add(key)
        count[row["type"]] += 1
        found.append(
            Row(row["sentence"], tuple(row["source_span"]), tuple(row["target_span"]) if row["target_span"] else None,
                row["type"], row["mode"], weight=1.0 if row["label"] == row["type"] else 0.7)
        )  # fmt: skip
    return found


def renamed(row: Row, names: Names) -> Row:
    """The row with other names for its parties, where they do not overlap."""
    spans = [(which, span) for which, span in (("A", row.actor), ("B", row.recipient)) if span is not None]
    spans.sort(key=lambda item: item[1])
    if len(spans) == 2 and spans[0][1][1] > spans[1][1][0]:
        return row
    out, at, placed = "", 0, {}
    for which, (start, end) in spans:
        out += row.sentence[at:start]
        old = row.sentence[start:end]
        name = names.party() if names.random.random() < 0.7 or not old else old
        if out.lower().endswith("the ") and name.startswith("the "):
            name = name[4:]
        if not out:
            name = name[:1].upper() + name[1:]
        placed[which] = (len(out), len(out) + len(name))
        out += name
        at = end
    return replace(row, sentence=out + row.sentence[at:], actor=placed.get("A"), recipient=placed.get("B"))
