"""Which inputs a user means: files, folders, globs, zip archives, URLs, and lists of them on standard input.

Nothing is kept in memory but one folder's or one archive's list of names, and the order is always the same.
"""

from __future__ import annotations

import glob
import os
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from docmine.batch.access import ARCHIVES, INSIDE, Item, filesystem, is_url, open_path
from docmine.errors import DocmineError

DOCUMENTS = (".pdf", ".txt")


def find(paths: Iterable[str], listed: Iterable[str] | None = None) -> Iterator[Item]:
    """Every input under the paths, in order; `-` stands for the lines of `listed` (standard input if None).

    A file that is named is taken whatever its suffix; in folders and archives only `.pdf` and `.txt` count. Raises DocmineError
    for a path that is not there, unless it stands in a list.
    """
    for path in paths:
        if path == "-":
            for line in sys.stdin if listed is None else listed:
                if name := line.rstrip("\r\n"):
                    yield from _listed(name)
        else:
            yield from _named(path)


def _listed(name: str) -> Iterator[Item]:
    """A line of a list; one that names nothing is an input that fails, as it must not stop the others."""
    try:
        yield from _named(name)
    except DocmineError as error:
        if error.code != "missing":
            raise
        yield Item(name)


def _named(path: str) -> Iterator[Item]:
    archive, inside, member = path.partition(INSIDE)
    if inside and member and _suffix(archive) in ARCHIVES and not os.path.lexists(path):
        yield Item(archive, member)
    elif is_url(path):
        yield from _remote(path)
    elif os.path.isdir(path):
        yield from _folder(path)
    elif os.path.lexists(path):
        yield from _file(path)
    elif glob.has_magic(path):
        for match in _matches(path):
            yield from _folder(match) if os.path.isdir(match) else _file(match)
    else:
        raise DocmineError(f"{path}: no such file or folder; check the path", code="missing")


def _matches(pattern: str) -> Iterator[str]:
    """What a glob names, each file once though `**` goes through links to folders again and again."""
    seen = set()
    for match in sorted(glob.iglob(pattern, recursive=True)):
        folder, name = os.path.split(match)
        if (place := (os.path.realpath(folder), name)) not in seen:
            seen.add(place)
            yield match


def _file(path: str) -> Iterator[Item]:
    if _suffix(path) in ARCHIVES:
        yield from _archive(path)
    else:
        yield Item(path)


def _folder(path: str) -> Iterator[Item]:
    """Folders that are links are not entered, so that a circle of them ends."""
    try:
        entries = sorted(os.scandir(path), key=lambda entry: entry.name)
    except OSError as error:
        raise DocmineError(f"{path}: the folder cannot be read ({error.strerror}); check its permissions", code="forbidden") from None
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _folder(entry.path)
        elif _suffix(entry.name) in (*DOCUMENTS, *ARCHIVES) and not entry.name.startswith("."):
            yield from _file(entry.path)


def _archive(path: str) -> Iterator[Item]:
    """The documents in a zip archive; an archive that cannot be read is itself an input, which fails by name."""
    try:
        with open_path(path) as file, zipfile.ZipFile(file) as archive:
            members = sorted({i.filename for i in archive.infolist() if not i.is_dir() and _suffix(i.filename) in DOCUMENTS})
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        yield Item(path)
        return
    for member in members:
        yield Item(path, member)


def _remote(url: str) -> Iterator[Item]:
    """A URL of one document or archive, or of a folder (or glob) of them."""
    system = filesystem(url)
    if _suffix(url) in (*DOCUMENTS, *ARCHIVES) and not glob.has_magic(url):
        yield from _file(url)
        return
    for path in sorted(system.glob(url) if glob.has_magic(url) else system.find(url)):
        if _suffix(path) in (*DOCUMENTS, *ARCHIVES) and not PurePosixPath(path).name.startswith("."):
            yield from _file(system.unstrip_protocol(path))


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
