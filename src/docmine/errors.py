"""One tree of errors, each with the exit status a command ends with."""

from __future__ import annotations


class DocmineError(Exception):
    """Something the user can mend; its text is the one line that says what and how.

    `code` names the kind for machines (`not-a-pdf`); `exit_status` is the process's.
    """

    exit_status = 2
    code = "error"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code


class SourceError(DocmineError):
    """A document that cannot be read: missing, empty, encrypted, damaged, no text."""

    code = "unreadable"


class VocabularyError(DocmineError):
    """A vocabulary that breaks its own rules."""

    code = "vocabulary"


class AnnotationError(DocmineError):
    """An annotated record whose quotes, ids or labels do not hold."""

    code = "annotation"


class ModelError(DocmineError):
    """A model file that is damaged or was trained with other versions."""

    code = "model"
