"""What a long document leaves behind, returned to the system."""

from __future__ import annotations

import ctypes
import sys

LONG = 100  # pages from which a document leaves memory behind that is worth returning


def give_back() -> None:
    """Return to the system what was let go of; glibc would keep it, in pieces that nothing that comes after can use."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # other C libraries have none
        if trim is not None:
            trim(0)
