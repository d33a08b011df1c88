"""Train the relation model: which of PLOVER's types does a sentence tell between two given actors?

One command from the project's root repeats everything (two hours on one core; seed fixed):

    python -m venv work/env && work/env/bin/pip install -r training/requirements.txt
    PYTHONPATH=src python training/relation_pairs.py --shared ../shared --out work/distant.jsonl
    PYTHONPATH=src python training/relation_rules.py --shared ../shared --out work/rules.jsonl
    PYTHONPATH=src work/env/bin/python training/relation.py --shared ../shared --encoder PATH all

`warm` teaches a cut-down all-MiniLM-L6-v2 from sentences of our own and pairs that the trigger table codes; `folds`
goes on from there with the labelled pairs, five times without a fifth of their sentences, and keeps what it says of
that fifth; `stack` weighs it together with the rules' answers; `ship` trains on all pairs and writes
`src/legation/extract/models/relation`.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

import relation_data as data
from legation.extract.pair_encoder import LONGEST, MARKS, Encoded, PairReader
from relation_network import Network, cut

SEED = 20261124
FOLDS = 5
LABELS = data.types() + data.modes()
TYPES = len(data.types())
BATCH = 32
FIRST = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *MARKS)  # the first pieces of the pruned vocabulary


class Learner:
    """A network with what reads for it, and how it learns."""

    def __init__(self, network: Network, reader: PairReader, seed: int) -> None:
        self.network, self.reader = network, reader
        self.random = random.Random(seed)  # noqa: S311
        self.names = data.Names(seed)
        torch.manual_seed(seed)

    def learn(
        self,
        rows: Sequence[data.Row],
        *,
        epochs: int,
        rate: float,
        rename: float,
        extra: Sequence[data.Row] = (),
        extra_share: float = 0.0,
        average: bool = False,
        log: str = "",
    ) -> None:
        """Go over the rows; each epoch adds another random part of `extra` rows. `average`: mean of the last epochs."""
        head = list(self.network.out.parameters())
        body = list(self.network.encoder.parameters())
        optimizer = torch.optim.AdamW(
            [{"params": body, "lr": rate}, {"params": head, "lr": rate * 10}], weight_decay=0.01
        )
        extras = int(extra_share * len(rows))
        steps = epochs * ((len(rows) + extras + BATCH - 1) // BATCH)
        warmup = max(1, steps // 10)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min((step + 1) / warmup, max(0.0, (steps - step) / (steps - warmup)))
        )
        kept: list[dict[str, Tensor]] = []
        self.network.train()
        for epoch in range(epochs):
            began, total = time.time(), 0.0
            todo = [*rows, *(self.random.sample(list(extra), extras) if extras else [])]
            todo = [data.renamed(row, self.names) if self.random.random() < rename else row for row in todo]
            for batch in self.batches(todo):
                loss = self.loss(batch)
                optimizer.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
                optimizer.step()
                schedule.step()
                total += loss.item() * len(batch)
            print(f"{log} epoch {epoch} loss {total / len(todo):.3f} {time.time() - began:.0f} s", flush=True)
            if average and epoch >= epochs - 3:
                kept.append({name: value.clone() for name, value in self.network.state_dict().items()})
        if kept:
            mean = {n: sum(s[n] for s in kept) / len(kept) for n in kept[0] if kept[0][n].is_floating_point()}
            self.network.load_state_dict({**kept[-1], **mean})

    def batches(self, rows: list[data.Row]) -> list[list[tuple[data.Row, Encoded]]]:
        """Random batches of sentences of like length."""
        encoded = [(row, self.reader.encode(row.sentence, row.actor, row.recipient)) for row in rows]
        encoded.sort(key=lambda item: len(item[1].pieces) + self.random.random() * 8)
        batches = [encoded[at : at + BATCH] for at in range(0, len(encoded), BATCH)]
        self.random.shuffle(batches)
        return batches

    def loss(self, batch: list[tuple[data.Row, Encoded]]) -> Tensor:
        """Cross entropy of the types (YIELD: of its two together) and of the modes within their type."""
        pieces, heads = tensors([encoded for _, encoded in batch])
        keep = torch.rand(pieces.shape) > 0.05  # words left out, never marks
        pieces = torch.where(keep | (pieces < len(FIRST)), pieces, torch.tensor(FIRST.index("[MASK]")))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = self.network(pieces, heads)
        scores = scores.float()
        logs = torch.log_softmax(scores[:, :TYPES], 1)
        losses = []
        names = data.types()
        for at, (row, _) in enumerate(batch):
            which = [names.index(t) for t in (data.YIELD if row.type == "YIELD" else (row.type,))]
            right = torch.logsumexp(logs[at, which], 0)
            smooth = 0.9 * right + 0.1 * logs[at].mean()
            losses.append(-row.weight * smooth)
            label = f"{row.type}/{row.mode}"
            if row.mode and label in LABELS:
                own = [n for n, name in enumerate(LABELS) if name.startswith(f"{row.type}/")]
                losses[-1] = losses[-1] - 0.3 * row.weight * (
                    scores[at, LABELS.index(label)] - torch.logsumexp(scores[at, own], 0)
                )
        return torch.stack(losses).mean()

    def scores(self, rows: Sequence[data.Row]) -> np.ndarray:
        """Scores of all labels for each row, n × labels."""
        self.network.eval()
        encoded = [self.reader.encode(row.sentence, row.actor, row.recipient) for row in rows]
        found = np.zeros((len(rows), len(LABELS)), np.float32)
        order = sorted(range(len(rows)), key=lambda n: len(encoded[n].pieces))
        with torch.no_grad():
            for at in range(0, len(order), 64):
                batch = order[at : at + 64]
                found[batch] = self.network(*tensors([encoded[n] for n in batch])).float().numpy()
        self.network.train()
        return found


def tensors(encoded: Sequence[Encoded]) -> tuple[Tensor, Tensor]:
    longest = max(len(one.pieces) for one in encoded)
    pieces = torch.tensor([[*one.pieces, *([0] * (longest - len(one.pieces)))] for one in encoded])
    return pieces, torch.tensor([[one.actor, one.recipient] for one in encoded])


# -- vocabulary ------------------------------------------------------------------------------------------------------


def prune(folder: Path, texts: Sequence[str], size: int) -> tuple[list[str], list[int]]:
    """The `size` pieces that news needs, and their rows in the encoder's table."""
    from tokenizers import Tokenizer

    whole = Tokenizer.from_file(str(folder / "tokenizer.json"))
    whole.no_truncation()
    whole.no_padding()
    vocabulary = whole.get_vocab()
    count = dict.fromkeys(vocabulary.values(), 0)
    for found in whole.encode_batch(list(texts), add_special_tokens=False):
        for number in found.ids:
            count[number] += 1
    names = {number: name for name, number in vocabulary.items()}
    first = [vocabulary[name] for name in FIRST]
    letters = [n for n, name in names.items() if len(name.removeprefix("##")) == 1 and ord(name[-1]) < 0x250]
    rest = sorted((n for n in count if count[n] and not names[n].startswith("[unused")), key=lambda n: (-count[n], n))
    kept = list(dict.fromkeys([*first, *letters, *rest]))[:size]
    return [names[number] for number in kept], kept


def corpus(shared: Path) -> list[str]:
    """Texts that say which pieces news needs."""
    texts = [row["text"] for row in data.jsonl(shared / "reports/archive.jsonl")]
    texts += [row["text"] for row in data.jsonl(shared / "benchmarks/statements/polnear_train.jsonl")]
    texts += [row["text"] for row in data.jsonl(shared / "benchmarks/events/ngec_synth.jsonl")]
    for table in sorted(data.DATA.glob("*.csv")):
        texts += table.read_text("utf-8").split("\n")
    return texts


# -- stages ----------------------------------------------------------------------------------------------------------


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
    learner.learn(rows, epochs=options.epochs, rate=options.rate, rename=options.rename, extra=warm_rows(options),
                  extra_share=options.replay, average=True, log=log)  # fmt: skip
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
    np.save(options.work / f"{options.name}.npy", found)
    report(options.name, rows, found)


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
    from relation_stack import CLASSES, Stack, features, joined, measure

    rows = data.plv(options.shared)
    gold = [row.type for row in rows]
    fold = np.array(folds_of(rows))
    logs = joined(np.load(options.work / f"{options.name}.npy")[:, :TYPES])
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
    folded = {
        row.id: {"root": CLASSES[at], "encoder": CLASSES[alone]}
        for row, at, alone in zip(rows, found.argmax(1), logs.argmax(1), strict=True)
    }
    (data.ROOT / "benchmarks/relation_folds.json").write_text(json.dumps(folded, indent=0) + "\n", "utf-8")


def report(name: str, rows: Sequence[data.Row], scores: np.ndarray) -> None:
    """Macro-F1 at 15 types, 4 classes and 2."""
    from relation_stack import joined, measure

    root, quad, binary = measure([row.type for row in rows], joined(scores[:, :TYPES]))
    print(f"{name}: root {root:.3f} quad {quad:.3f} binary {binary:.3f}", flush=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("stage", choices=["warm", "folds", "stack", "ship", "all"])
    arguments.add_argument("--shared", type=Path, required=True)
    arguments.add_argument("--encoder", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    arguments.add_argument("--work", type=Path, default=Path("work"))
    arguments.add_argument("--layers", type=int, default=4)
    arguments.add_argument("--pieces", type=int, default=12000)
    arguments.add_argument("--most", type=int, default=700, help="pairs of one type taken from the rules' coding")
    arguments.add_argument("--copies", type=int, default=4, help="of each sentence of our own, with other names")
    arguments.add_argument("--warm-epochs", type=int, default=3)
    arguments.add_argument("--epochs", type=int, default=8)
    arguments.add_argument("--rate", type=float, default=1e-4)
    arguments.add_argument("--rename", type=float, default=0.3, help="share of rows whose parties get other names")
    arguments.add_argument("--replay", type=float, default=0.3, help="warming rows mixed in, as a share")
    arguments.add_argument("--cold", action="store_true", help="without the first lessons, for comparison")
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--out", type=Path, default=data.ROOT / "src/legation/extract/models/relation")
    arguments.add_argument("--name", default="folds")
    arguments.add_argument("--threads", type=int, default=1)
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    options.work.mkdir(exist_ok=True)
    stages = {"warm": warm, "folds": folds, "stack": stack, "ship": ship}
    for name, stage in stages.items():
        if options.stage in {name, "all"}:
            stage(options)


if __name__ == "__main__":
    main()
