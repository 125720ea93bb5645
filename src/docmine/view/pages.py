"""One self-contained HTML page: a skeleton, its style and script under a strict content policy, and data that cannot become markup."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from string import Template

POLICY = (
    "default-src 'none'; img-src data:; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'"
)
ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def page(
    package: str,
    skeleton: str,
    *,
    title: str,
    styles: Sequence[str],
    scripts: Sequence[str],
    data: object,
    blobs: Iterable[str] = (),
    parts: Mapping[str, str] | None = None,
) -> bytes:
    """The page as UTF-8 bytes.

    `skeleton`, `styles` and `scripts` name files in the package's `assets/` or else in docmine.view's; `data` is what the script
    reads from `#data`; `blobs` are finished inert `<script>` elements (see `blob`), `parts` finished HTML for the skeleton's other
    places. Text from a document goes only into `title` and `data`, where it stays text.
    """
    style = "\n".join(asset(package, name) for name in styles)
    script = "(() => {\n'use strict';\n" + "\n".join(asset(package, name) for name in scripts) + "\n})();"
    filled = Template(asset(package, skeleton)).substitute(
        policy=html.escape(POLICY.format(style=_hash(style), script=_hash(script)), quote=True).replace("&#x27;", "'"),
        title=html.escape(title),
        style=style,
        script=script,
        data=inert(data),
        blobs="\n".join(blobs),
        **(parts or {}),
    )
    return filled.encode("utf-8", "backslashreplace")  # a lone surrogate stands inside JSON, where the escape means the same


@lru_cache
def asset(package: str, name: str) -> str:
    """The text of a file in the package's `assets/`, or in docmine.view's, which both kinds of page share."""
    own = files(package).joinpath("assets", name)
    return (own if own.is_file() else files("docmine.view").joinpath("assets", name)).read_text("utf-8")


def inert(data: object) -> str:
    """JSON that holds no `<`, `>`, `&` or line separator, so that no text in it can end or open an element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.translate(ESCAPES)


def blob(id_: str, media_type: str, data: bytes) -> str:
    """An element that holds a picture's bytes until the script wants them."""
    return f'<script type="text/plain" id="{id_}">data:{media_type};base64,{base64.b64encode(data).decode()}</script>'


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
