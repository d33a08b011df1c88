"""The tagger's network as an ONNX graph, written operator by operator.

What torch exports and onnxruntime's optimizer fuses takes SkipLayerNormalization, which is slow on a CPU; here adding
and normalizing stay apart. Queries, keys and values are one product.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper

if TYPE_CHECKING:
    import onnx
    from numpy.typing import NDArray

    from statement_network import Network

_OWN = "com.microsoft"  # onnxruntime's operators


class Graph:
    """Nodes and weights of a graph in the making."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def add(self, op: str, *inputs: str, out: str | None = None, own: bool = False, **attributes: Any) -> str:
        """Append an operator; the name of its output."""
        name = out or f"{op}_{len(self.nodes)}"
        node = helper.make_node(op, list(inputs), [name], name, domain=_OWN if own else "", **attributes)
        self.nodes.append(node)
        return name

    def keep(self, name: str, value: NDArray[Any]) -> str:
        """Append a weight."""
        self.weights.append(numpy_helper.from_array(np.array(value, order="C"), name))
        return name

    def linear(self, given: str, name: str, weight: NDArray[np.float32]) -> str:
        """A product with a weight that torch keeps as out × in; the bias is left to what follows."""
        return self.add("MatMul", given, self.keep(f"{name}.weight", weight.T), out=name)


def to_graph(net: Network) -> onnx.ModelProto:
    """The whole network with 32-bit weights: `pieces` 1 × t, `columns` 1 × t × 7 in, `out` 1 × t × 199 out."""
    state = {name: value.detach().numpy() for name, value in net.state_dict().items()}
    config: Any = net.encoder.config
    graph = Graph()
    hidden = _embedded(graph, state, len(net.features), config)
    for number in range(config.num_hidden_layers):
        hidden = _layer(graph, hidden, f"layer.{number}", state, config)
    out = graph.linear(hidden, "last", state["out.weight"])
    graph.add("Add", out, graph.keep("last.bias", state["out.bias"]), out="out")
    made = helper.make_graph(
        graph.nodes,
        "statement tagger",
        [
            helper.make_tensor_value_info("pieces", TensorProto.INT64, [1, "length"]),
            helper.make_tensor_value_info("columns", TensorProto.INT64, [1, "length", len(net.features)]),
        ],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, [1, "length", len(state["out.bias"])])],
        graph.weights,
    )
    versions = [helper.make_opsetid("", 17), helper.make_opsetid(_OWN, 1)]
    return helper.make_model(made, opset_imports=versions, ir_version=8)


def _embedded(graph: Graph, state: dict[str, Any], features: int, config: Any) -> str:
    """Pieces, features, positions, and the one segment, added and normalized."""
    prefix = "encoder.embeddings."
    total = graph.add("Gather", graph.keep("words", state[prefix + "word_embeddings.weight"]), "pieces", out="word")
    for number in range(features):
        at = graph.keep(f"column.{number}", np.array(number, dtype=np.int64))
        own = graph.add("Gather", "columns", at, axis=2)
        table = graph.keep(f"feature.{number}", state[f"features.{number}.weight"])
        total = graph.add("Add", total, graph.add("Gather", table, own))
    positions = state[prefix + "position_embeddings.weight"] + state[prefix + "token_type_embeddings.weight"][0]
    start, axis = graph.keep("start", np.array([0])), graph.keep("axis", np.array([0]))
    length = graph.add(
        "Slice", graph.add("Shape", "pieces"), graph.keep("one", np.array([1])), graph.keep("two", np.array([2]))
    )
    total = graph.add("Add", total, graph.add("Slice", graph.keep("positions", positions), start, length, axis))
    weight = graph.keep("embedded.weight", state[prefix + "LayerNorm.weight"])
    bias = graph.keep("embedded.bias", state[prefix + "LayerNorm.bias"])
    return graph.add("LayerNormalization", total, weight, bias, axis=-1, epsilon=config.layer_norm_eps)


def _layer(graph: Graph, hidden: str, name: str, state: dict[str, Any], config: Any) -> str:
    prefix = f"encoder.encoder.{name}."
    parts = [f"{prefix}attention.self.{part}." for part in ("query", "key", "value")]
    weight = np.concatenate([state[part + "weight"] for part in parts])
    bias = graph.keep(f"{name}.bias", np.concatenate([state[part + "bias"] for part in parts]))
    joint = graph.linear(hidden, f"{name}.joint", weight)
    thirds = [f"{name}.{part}" for part in ("query", "key", "value")]
    graph.nodes.append(helper.make_node("Split", [joint], thirds, f"{name}.split", axis=2))
    heads = config.num_attention_heads
    attended = graph.add("MultiHeadAttention", *thirds, bias, own=True, num_heads=heads)
    given = graph.linear(attended, f"{name}.given", state[prefix + "attention.output.dense.weight"])
    hidden = _normalized(graph, given, hidden, f"{name}.first", state, prefix + "attention.output.", config)
    wide = graph.linear(hidden, f"{name}.wide", state[prefix + "intermediate.dense.weight"])
    wide = graph.add(
        "BiasGelu", wide, graph.keep(f"{name}.wide.bias", state[prefix + "intermediate.dense.bias"]), own=True
    )
    narrow = graph.linear(wide, f"{name}.narrow", state[prefix + "output.dense.weight"])
    return _normalized(graph, narrow, hidden, f"{name}.second", state, prefix + "output.", config)


def _normalized(
    graph: Graph, given: str, skipped: str, name: str, state: dict[str, Any], prefix: str, config: Any
) -> str:
    """A layer's product with its bias and what went past it, normalized.

    In single operators: onnxruntime's SkipLayerNormalization takes eight times as long on a CPU.
    """
    total = graph.add("Add", given, graph.keep(f"{name}.dense", state[prefix + "dense.bias"]))
    total = graph.add("Add", total, skipped)
    weights = [graph.keep(f"{name}.{part}", state[f"{prefix}LayerNorm.{part}"]) for part in ("weight", "bias")]
    return graph.add("LayerNormalization", total, *weights, axis=-1, epsilon=config.layer_norm_eps)
