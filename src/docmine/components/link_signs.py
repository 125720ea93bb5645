"""Signs of whether a reference means the candidate that was chosen: how it and its rivals stand to the mention. No feature is a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

FEATURE_SET = "1"
PLAIN = ("same_passage", "same_section", "ours", "telling", "subject", "headed")


class Candidate(NamedTuple):
    """An antecedent and how it stands to the mention: `distance` counts the body mentions between (0: the nearest)."""

    value: str | None
    source: str  # "named", "referred", "alias", "issuing", "home", or "nobody" that the vocabulary has
    same_passage: bool = False
    same_section: bool = False
    distance: int = 0
    modifiers: int = 0  # words besides the noun, all of them in the antecedent's names
    ours: bool = False  # the paper is the vocabulary's own organisation's
    telling: bool = False  # the noun is rare enough among bodies that the only one so called in the paper is meant
    times: int = 0  # mentions of it before
    subject: bool = False  # it opens its sentence
    headed: bool = False  # a heading above names it


NOBODY = Candidate(None, "nobody")


def features(candidates: Sequence[Candidate], chosen: Candidate, rule: str) -> dict[str, float]:
    """The signs of a choice among the candidates of a mention that `rule` found."""
    values = list(dict.fromkeys(c.value for c in candidates))
    rivals = [c for c in candidates if c.value != chosen.value and c is not NOBODY]
    names = [
        *(f"rule:{rule}", f"source:{chosen.source}", f"source:{chosen.source}:{rule}", f"rank:{min(values.index(chosen.value), 3)}"),
        *(f"distance:{_size(chosen.distance)}", f"times:{_size(chosen.times)}", f"rivals:{_size(len({c.value for c in rivals}))}"),
        *(name for name in PLAIN if getattr(chosen, name)),
        *(f"{name}:{chosen.source}" for name in PLAIN if getattr(chosen, name)),
        *(f"rival:{name}" for name in (*PLAIN, "times") if any(getattr(c, name) for c in rivals)),
    ]
    flags = {
        "unlisted": chosen.value is None,
        f"unlisted:{chosen.ours}": chosen.value is None,
        "rival-oftener": any(c.times > chosen.times for c in rivals),
        "rival-nearer": any(c.distance < chosen.distance for c in rivals if c.source in ("named", "referred")),
        "rival-issuing": any(c.source == "issuing" for c in rivals),
        f"told:{chosen.source}": chosen.modifiers > 0,
    }
    return dict.fromkeys([*names, *(name for name, flag in flags.items() if flag)], 1.0)


def _size(n: int) -> int:
    return n if n < 3 else 3 if n < 6 else 6 if n < 15 else 15
