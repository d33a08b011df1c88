"""Matrix products for the parser by numpy's BLAS, which knows the processor better than the one spaCy brings.

spaCy multiplies with blis, built for what every processor has; OpenBLAS, which numpy ships, picks its kernels at run
time and takes a third of the time on one with AVX-512 (docs/decisions/0001-parser.md).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from thinc.api import NumpyOps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    import numpy as np
    from numpy.typing import NDArray
    from spacy.language import Language

# OpenBLAS has other kernels for small products, which add in another order: a row of a short text would differ in its
# last bits from the same row among others, and with it, once in many thousand words, the parse.
_LEAST_ROWS = 256


class BlasOps(NumpyOps):  # type: ignore[misc]  # thinc gives it no type
    """thinc's operations on the CPU, with products left to numpy."""

    def gemm(
        self, x: NDArray[np.float32], y: NDArray[np.float32], *, out: NDArray[np.float32] | None = None,
        trans1: bool = False, trans2: bool = False,
    ) -> NDArray[np.float32]:  # fmt: skip
        """`x @ y`, each transposed if asked; a row's result doesn't depend on how many rows there are."""
        import numpy as np

        left, right = x.T if trans1 else x, y.T if trans2 else y
        rows = len(left)
        if rows < _LEAST_ROWS:
            padded = np.zeros((_LEAST_ROWS, left.shape[1]), dtype=left.dtype)
            padded[:rows] = left
            left = padded
        product: NDArray[np.float32] = np.matmul(left, right)[:rows]
        if out is None:
            return np.ascontiguousarray(product)
        out[...] = product
        return out


def use_blas(nlp: Language) -> None:
    """Let every model of the pipeline multiply with `BlasOps`."""
    ops = BlasOps()
    for _, pipe in nlp.pipeline:
        model: Any = getattr(pipe, "model", None)
        if model is not None:
            for node in model.walk():
                node.ops = ops


def on_one_thread(docs: Iterator[Any]) -> Iterator[Any]:
    """The same items, BLAS held to one thread while each is made: results don't depend on a machine's cores."""
    while True:
        with _one_thread():
            item = next(docs, None)
        if item is None:
            return
        yield item


@cache
def _pools() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _one_thread() -> AbstractContextManager[Any]:
    limit: AbstractContextManager[Any] = _pools().limit(limits=1, user_api="blas")
    return limit
