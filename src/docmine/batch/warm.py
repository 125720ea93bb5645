"""Imported once by the server that forks the workers, so that all share one copy of the loaded models.

The one module that works at import, because that is how `multiprocessing` says what its fork server should hold.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
WHAT = "DOCMINE_BATCH_WARM"  # environment variable: the vocabulary's and the models' name, as JSON

# A text that calls on what is made when first needed: each language's patterns, and the months of languages that have no lexicon.
PRIMER = """1.\tThe Council adopted the Agenda on 3 de mayo de 2017.

2.\tLe Conseil a adopté son ordre du jour le 3 mai 2017.
"""


def warm() -> None:
    """Loads what the workers will need; silent where it fails, since each worker then says so itself."""
    wanted = os.environ.get(WHAT)
    if wanted is None:
        return
    if sys.platform == "linux":  # while it loads it would not hear that the batch is gone
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    import pikepdf  # noqa: F401
    import pypdfium2  # noqa: F401

    import docmine
    from docmine.errors import DocmineError
    from docmine.intake import source_of

    try:
        docmine.load(*json.loads(wanted)).annotate(source_of(PRIMER.encode(), "primer.txt", ".txt"))
    except DocmineError:
        return
    gc.freeze()  # what is loaded is never garbage; touching it would unshare its memory


warm()
