"""Products by numpy's BLAS: right, and the same for a row whatever stands beside it."""

import numpy as np
import pytest
from numpy.typing import NDArray

from legation.language.products import BlasOps, on_one_thread

RANDOM = np.random.default_rng(7)


def matrix(rows: int, columns: int) -> NDArray[np.float32]:
    return RANDOM.standard_normal((rows, columns)).astype(np.float32)


@pytest.mark.parametrize("rows", [1, 2, 17, 255, 256, 257, 900])
def test_a_row_is_the_same_to_the_bit_among_few_and_among_many(rows: int) -> None:
    many, weights = matrix(900, 96), matrix(64, 96)
    whole = BlasOps().gemm(many, weights, trans2=True)
    assert np.array_equal(BlasOps().gemm(many[:rows], weights, trans2=True), whole[:rows])


@pytest.mark.parametrize(("trans1", "trans2"), [(False, False), (True, False), (False, True), (True, True)])
def test_either_side_may_be_transposed(trans1: bool, trans2: bool) -> None:
    left, right = matrix(30, 40), matrix(40, 20)
    given = BlasOps().gemm(
        np.ascontiguousarray(left.T) if trans1 else left,
        np.ascontiguousarray(right.T) if trans2 else right,
        trans1=trans1,
        trans2=trans2,
    )
    np.testing.assert_allclose(given, left @ right, rtol=1e-4, atol=1e-5)


def test_the_result_may_be_written_to_an_array_given() -> None:
    left, right, out = matrix(5, 8), matrix(8, 3), np.empty((5, 3), dtype=np.float32)
    assert BlasOps().gemm(left, right, out=out) is out
    np.testing.assert_allclose(out, left @ right, rtol=1e-4, atol=1e-5)


def test_items_pass_through_in_their_order() -> None:
    assert list(on_one_thread(iter("abc"))) == ["a", "b", "c"]
    assert list(on_one_thread(iter(()))) == []
