"""What the stories of pages share: a page as it was opened, and the faults that axe-core finds in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Opened:
    """A page in the browser; `requests` and `complaints` hold what it asked for and what its console said."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def faults(page: Any) -> list[str]:
    """What axe-core finds that is serious or critical."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {node['html'][:200]}" for v in found if v["impact"] in ("serious", "critical") for node in v["nodes"]]
