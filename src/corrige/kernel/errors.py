"""What can go wrong on our side: never the student's fault, never points."""

from __future__ import annotations


class KernelError(Exception):
    """The warm kernel machinery failed; the text says what to do next."""


class SandboxUnavailable(KernelError):
    """A layer of the sandbox cannot be had here, so untrusted code must not run.

    Attributes
    ----------
    layer: the name of the missing layer, as `corrige.kernel.doctor` lists it.
    remedy: what an administrator can do about it.
    """

    def __init__(self, layer: str, reason: str, remedy: str) -> None:
        super().__init__(f"no sandbox: {layer}: {reason}. {remedy}")
        self.layer = layer
        self.remedy = remedy
