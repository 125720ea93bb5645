"""The bytes of an input, wherever they lie: a file, a member of a zip archive, or a URL that fsspec knows.

Archives are never unpacked to disk, and a member's name is never used as a path. Every read is capped.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any, NamedTuple, cast

from docmine.errors import SourceError
from docmine.intake import MAX_BYTES, PDF_MAGIC_WITHIN

ARCHIVES = (".zip",)
CHUNK = 1 << 20
MAX_RATIO = 200  # PDF and prose shrink to a tenth at best; what grows two-hundredfold is a bomb
FREE_RATIO = 1 << 20  # bytes that any member may have, whatever its ratio
INSIDE = "!/"  # between an archive's name and its member's


@dataclass(frozen=True, slots=True)
class Item:
    """One input: `path` is a file or URL, `member` a name inside it if it is an archive."""

    path: str
    member: str | None = None

    @property
    def name(self) -> str:
        """How the input is called in reports, safe to encode (a file name need not be UTF-8)."""
        whole = self.path if self.member is None else f"{self.path}{INSIDE}{self.member}"
        return encodable(whole)

    @property
    def short(self) -> str:
        """The last part of the name, as a record's source has it."""
        return PurePosixPath(encodable(self.member or self.path).replace("\\", "/")).name or "document"

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.short).suffix.lower()


class Digest(NamedTuple):
    """An input's hash, its size in bytes, and its kind: `pdf`, or the suffix of its name."""

    sha256: str
    size: int
    kind: str


def encodable(name: str) -> str:
    """The name with lone surrogates (bytes of a file name that are no UTF-8) shown as escapes."""
    return name.encode("utf-8", "backslashreplace").decode()


def is_url(path: str) -> bool:
    """Whether fsspec is to open it (`s3://…`), rather than the system."""
    return "://" in path


def digest(item: Item) -> Digest:
    """Reads the input once, in pieces. Raises SourceError."""
    sha, size, head = hashlib.sha256(), 0, b""
    for piece in _pieces(item):
        head = (head + piece)[:PDF_MAGIC_WITHIN] if len(head) < PDF_MAGIC_WITHIN else head
        sha.update(piece)
        size += len(piece)
    return Digest(sha.hexdigest(), size, "pdf" if b"%PDF-" in head else item.suffix)


def read(item: Item) -> bytes:
    """The input's bytes. Raises SourceError."""
    return b"".join(_pieces(item))


def _pieces(item: Item) -> Iterator[bytes]:
    size = 0
    try:
        with _opened(item) as file:
            while piece := file.read(CHUNK):
                size += len(piece)
                _check_size(item, size)
                yield piece
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
        raise _why(item, error) from None


def _check_size(item: Item, size: int) -> None:
    if size > MAX_BYTES:
        raise SourceError(f"{item.short}: is larger than {MAX_BYTES // 2**20} MiB; split it", code="too-large")


@contextmanager
def _opened(item: Item) -> Iterator[IO[bytes]]:
    with open_path(item.path) as file:
        if item.member is None:
            yield file
            return
        with zipfile.ZipFile(file) as archive:
            info = _info(archive, item)
            with archive.open(info) as member:
                yield member


def _info(archive: zipfile.ZipFile, item: Item) -> zipfile.ZipInfo:
    assert item.member is not None
    try:
        info = archive.getinfo(item.member)
    except KeyError:
        raise SourceError(f"{item.short}: is no longer in the archive; check the archive", code="missing") from None
    if info.file_size > FREE_RATIO + MAX_RATIO * info.compress_size:
        message = f"{item.short}: unpacks to {info.file_size} bytes from {info.compress_size}; such an archive is an attack"
        raise SourceError(message, code="too-large")
    return info


@contextmanager
def open_path(path: str) -> Iterator[IO[bytes]]:
    """A file or a URL opened for reading; raises OSError, or SourceError where fsspec is not installed."""
    if not is_url(path):
        with open(path, "rb") as file:
            yield file
        return
    with filesystem(path).open(path, "rb") as remote:
        yield cast("IO[bytes]", remote)


def filesystem(url: str) -> Any:
    """fsspec's file system of a URL. Raises SourceError where it, or its driver, is not installed."""
    try:
        import fsspec

        return fsspec.core.url_to_fs(url)[0]
    except ImportError as error:
        raise SourceError(f"{url}: needs a package that is not here ({error}); pip install 'docmine[cloud]'", code="unreadable") from None
    except ValueError as error:
        raise SourceError(f"{url}: cannot be opened ({error}); check the URL", code="unreadable") from None


def _why(item: Item, error: Exception) -> SourceError:
    if isinstance(error, FileNotFoundError):
        return SourceError(f"{item.short}: no such file; check the path", code="missing")
    if isinstance(error, IsADirectoryError):
        return SourceError(f"{item.short}: is a folder; name its files", code="directory")
    if isinstance(error, PermissionError):
        return SourceError(f"{item.short}: may not be read; check its permissions", code="forbidden")
    if isinstance(error, RuntimeError) and "password" in str(error):
        return SourceError(f"{item.short}: the archive is encrypted; unpack it first", code="encrypted")
    if item.member is not None and not isinstance(error, OSError):
        return SourceError(f"{item.short}: the archive is damaged here ({type(error).__name__}); get a proper copy", code="damaged")
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return SourceError(f"{item.short}: cannot be read ({encodable(reason)}); check the path", code="unreadable")
