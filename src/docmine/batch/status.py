"""The closed list of what can become of an input, and how a failure is told."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from docmine.errors import DocmineError

Status = Literal[
    "ok",  # a record of the whole document
    "partial",  # a record of the pages that could be read; a diagnostic says which are missing and why
    "encrypted",
    "not-a-pdf",
    "not-text",
    "unsupported",
    "empty",
    "no-text",
    "too-large",
    "damaged",
    "unreadable",
    "timeout",
    "memory",
    "crashed",
    "internal-error",
]
STATUSES: tuple[Status, ...] = get_args(Status)
WITH_RECORD: frozenset[str] = frozenset({"ok", "partial"})
# Found before vocabulary or models were asked, so that another vocabulary or model need not try again.
OF_READING: frozenset[str] = frozenset(
    {"encrypted", "not-a-pdf", "not-text", "unsupported", "empty", "no-text", "too-large", "damaged", "unreadable"}
)
Stage = Literal["open", "read", "annotate"]

BY_CODE: dict[str, Status] = {
    "encrypted": "encrypted",
    "wrong-password": "encrypted",
    "not-a-pdf": "not-a-pdf",
    "not-utf8": "not-text",
    "nul-bytes": "not-text",
    "unknown-type": "unsupported",
    "empty": "empty",
    "no-pages": "empty",
    "no-text": "no-text",
    "no-ocr": "no-text",
    "too-large": "too-large",
    "line-too-long": "too-large",
    "damaged": "damaged",
}
PARTIAL_CODES = frozenset({"page-unreadable", "page-cut", "page-needs-ocr", "pages-left-out", "pages-missing"})


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document has no record: in which stage, the reason, and what to do about it."""

    status: Status
    stage: Stage
    reason: str
    advice: str

    def to_dict(self) -> dict[str, Any]:
        """The failure as plain values."""
        return asdict(self)


def failure_of(error: DocmineError, name: str, stage: Stage) -> Failure:
    """An error's one line, `name: reason; advice`, taken apart."""
    text = str(error).removeprefix(f"{name}: ")
    reason, _, advice = text.rpartition("; ")
    return Failure(BY_CODE.get(error.code, "unreadable"), stage, reason or text, advice if reason else "look at the document")
