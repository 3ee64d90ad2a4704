"""Equal and different, up to what rounding allows."""

from __future__ import annotations

import torch
from torch import Tensor

# Reorderings of sums (einsum, cat, one matrix product instead of two) move float32 results by a
# few 1e-6 at the sizes that checks use; an influence worth the name is above 1e-3.
_TOLERANCE = {torch.float64: 1e-9, torch.float32: 2e-5}
_COARSE = 5e-3


def close(a: Tensor, b: Tensor) -> bool:
    """Whether `a` and `b` have one shape and agree up to the rounding of their dtype."""
    if a.shape != b.shape:
        return False
    tolerance = max(_TOLERANCE.get(x.dtype, _COARSE) for x in (a, b))
    return torch.allclose(a.detach().double(), b.detach().double(), rtol=tolerance, atol=tolerance)


def differ(a: Tensor, b: Tensor) -> bool:
    """Whether `a` and `b` differ by far more than rounding could explain."""
    if a.shape != b.shape:
        return True
    gap = (a.detach().double() - b.detach().double()).abs().max().item()
    return not gap <= 10 * max(_TOLERANCE.get(x.dtype, _COARSE) for x in (a, b))
