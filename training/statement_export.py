"""Makes the shipped file of a trained tagger: ONNX, int8, with the CRF's transitions in its metadata.

    python training/statement_export.py --model RUN/tagger.pt [--model OTHER/tagger.pt] --out tagger.onnx

Several models of one training are averaged weight by weight. Prints how far the int8 file's emissions lie from torch's.
"""

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import BertConfig, BertModel

from statement_graph import to_graph
from statement_network import Chain, Network
from statement_train import SIZES, packaged_encoder


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--model", type=Path, action="append", required=True)
    arguments.add_argument("--encoder", type=Path, default=None)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument(
        "--outside", type=float, default=0.5, help="added to the score of standing outside all spans"
    )
    arguments.add_argument("--float", action="store_true", help="keep 32-bit weights, to measure what int8 costs")
    options = arguments.parse_args()
    net, chain = averaged(options.model, options.encoder or packaged_encoder())
    # Training with a margin finds more than reads well; half of it is taken back.
    net.out.bias.data[0] += options.outside
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        onnx.save(to_graph(net), plain)
        if options.float:
            options.out.write_bytes(plain.read_bytes())
        else:
            quantize(plain, options.out)
    model = onnx.load(options.out)
    del model.metadata_props[:]
    table = [[round(x, 5) for x in row] for row in chain.table().detach().tolist()]
    onnx.helper.set_model_props(model, {"transitions": json.dumps(table)})
    onnx.save(model, options.out)
    compare(net, options.out)


def averaged(paths: list[Path], encoder: Path) -> tuple[Network, Chain]:
    """The mean of several models' weights."""
    kept = [torch.load(path, weights_only=True) for path in paths]
    config = BertConfig.from_pretrained(encoder, local_files_only=True)
    config.num_hidden_layers = kept[0]["layers"]
    config._attn_implementation = "eager"
    net, chain = Network(BertModel(config, add_pooling_layer=False), [size + 1 for size in SIZES]), Chain()
    for part, module in (("net", net), ("chain", chain)):
        module.load_state_dict(
            {
                name: sum(k[part][name] for k in kept) / len(kept) if value.is_floating_point() else value
                for name, value in kept[0][part].items()
            }
        )
    return net.eval(), chain.eval()


def quantize(plain: Path, out: Path) -> None:
    """int8 weights, one scale a column; activations are quantized as they come, one scale a product."""
    quantize_dynamic(
        plain, out, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["Gather", "MatMul"],
        extra_options={"MatMulConstBOnly": True, "DefaultTensorType": onnx.TensorProto.FLOAT},
    )  # fmt: skip


def compare(net: Network, path: Path) -> None:
    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    pieces = torch.randint(1000, 20000, (1, 100))
    columns = torch.ones(1, 100, len(SIZES), dtype=torch.long)
    with torch.no_grad():
        wanted = net(pieces, columns).numpy()
    given = session.run(None, {"pieces": pieces.numpy(), "columns": columns.numpy()})[0]
    print(
        "size",
        path.stat().st_size,
        "largest difference",
        np.abs(wanted - given).max(),
        "mean",
        np.abs(wanted - given).mean(),
    )


if __name__ == "__main__":
    main()
