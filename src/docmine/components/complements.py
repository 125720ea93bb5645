"""What follows the head of a name: `Committee [on Customs Valuation]`. Pure functions on words."""

from __future__ import annotations

import re

from docmine.components.complements_fr import complement_end_fr
from docmine.components.lexicon import lexicon
from docmine.components.name_words import CLOSED, HEADS, LONGEST_NAME, MONTHS, SPACE, STRONG, TIGHT, Text, head_at, is_capital, is_stop

PURPOSES = lexicon("purposes")
OPEN_EN = lexicon("open_en")
INNER_EN = lexicon("inner_en")
ABSTRACT = re.compile(r"(?:tion|ment|ity|ing|ture|ics|ance|ence|ship|ogy|ism|try|ports?)$")
IN_NAMES = lexicon("in_names")
FRENCH_NOUNS = lexicon("french_nouns")


# Heads of which an organisation has several, told apart by numbers or letters.
COUNTED = frozenset({"group", "subgroup", "party", "committee", "subcommittee", "commission", "panel", "force", "team",
                     "groupe", "sousgroupe", "comite", "souscomite", "equipe"})  # fmt: skip
DESIGNATOR = re.compile(r"\d{1,3}|[IVX]{1,5}|[A-H]")
CODE = re.compile(r"[A-Z]{1,4}")
LETTER = re.compile(r"[A-H]")
NUMBER_SIGN = re.compile(r"\.?[ \u00a0]?|°[ \u00a0]?")
HYPHEN = re.compile(r"[-\u2010\u2011]")
SUBJECTS = frozenset({"rules", "member", "members"})  # what a body may be about: `Committee on Rules of Origin`
SITTING = frozenset({"heads", "ministers", "directors", "chiefs", "presidents"})  # whose body it is: `Conference of Heads of Customs`


def complement_end(text: Text, head_end: int) -> int:
    """The last word of the complement after a head; the head's own last word if there is none."""
    j = head_end + 1
    if j >= len(text.run) or not TIGHT.fullmatch(text.gap(j)):
        return head_end
    if designated := _designator_end(text, head_end):
        return designated
    if text.french or text.key(j) in ("de", "du", "des", "d") or text.key(head_end) in FRENCH_NOUNS:
        return complement_end_fr(text, head_end)
    if text.key(j) not in OPEN_EN or (text.run[j].text[0].isupper() and not text.shouts):
        return head_end
    return _reach(text, head_end, INNER_EN)


def _designator_end(text: Text, head_end: int) -> int:
    """The last word of the number or letter by which a body is told from its like: `Study Group XII`, `Working Party III/1`,
    `Technical Committee No. 29`, `Working Group EC1`, `Working Party 7C`; 0 where there is none."""
    j = head_end + 1
    if text.key(head_end) not in COUNTED or text.shouts or not SPACE.fullmatch(text.gap(j)):
        return 0
    if text.key(j) in ("no", "n") and j + 1 < len(text.run) and text.run[j + 1].text.isdigit() and NUMBER_SIGN.fullmatch(text.gap(j + 1)):
        return j + 1
    if text.gap(j + 1) == "" and CODE.fullmatch(text.run[j].text) and text.run[j + 1].text.isdigit():
        return j + 1
    if not DESIGNATOR.fullmatch(text.run[j].text) or text.key(j + 1) in MONTHS:
        return 0
    if j + 1 < len(text.run) and text.gap(j + 1) == "" and text.run[j].text.isdigit() and LETTER.fullmatch(text.run[j + 1].text):
        return j + 1
    return j + 1 if text.gap(j + 1) == "/" and DESIGNATOR.fullmatch(text.run[j + 1].text) else j


def _reach(text: Text, start: int, inner: frozenset[str]) -> int:
    """Go on over capitalised words and the small words between them; end with a capitalised word."""
    last, j = start, start + 1
    while j < len(text.run) and j - start < LONGEST_NAME:
        gap, word = text.gap(j), text.run[j]
        comma = bool(re.fullmatch(r",[ \u00a0\n]", gap))
        if not (TIGHT.fullmatch(gap) or (comma and _series(text, j))):
            break
        if word.key in inner and not (comma or _breaks(text, j, last, start)):
            j += 1
            continue
        if HYPHEN.fullmatch(gap) and last == j - 1:  # `Co-operation`
            last, j = j, j + 1
            continue
        if (
            not is_capital(word)
            or (is_stop(text, j) and word.key not in SITTING and not (word.key in SUBJECTS and text.key(start + 1) == "on"))
            or (word.key in PURPOSES and text.key(start + 1) == "for" and j <= start + 3)
            or _other_body(text, j, start)
        ):
            break
        if re.search(r"['\u2019]", gap) and text.key(j) == "s":
            break
        last = j
        j += 1
    return last


def _breaks(text: Text, j: int, last: int, start: int) -> bool:
    """Whether the small word j ends the name: three in a row, `and the`, `in` before a place, `and` before another body."""
    key, following = text.key(j), text.key(j + 1)
    if j - last > 2:
        return True
    if key in ("in", "to", "with"):
        return last == start or not (
            following in IN_NAMES or ABSTRACT.search(following) or (ABSTRACT.search(text.key(j + 2)) and is_capital(text.run[j + 1]))
        )
    return key == "and" and (following in CLOSED or last == start or _leads_to_head(text, j + 1))


def _leads_to_head(text: Text, j: int) -> bool:
    """Whether capitalised words from j on end in a strong head: they are another body's name."""
    for k in range(j, min(j + 7, len(text.run))):
        if not is_capital(text.run[k]) or (k > j and not SPACE.fullmatch(text.gap(k)) and not re.fullmatch(r"[-/]", text.gap(k))):
            return False
        head = head_at(text, k)
        if head and HEADS[head[1]] in STRONG:
            return True
    return False


def _series(text: Text, j: int) -> bool:
    """`Fisheries, Aquaculture and Forestry`: after the comma capitals go on to an `and` with a capital behind it."""
    for k in range(j, min(j + 8, len(text.run) - 1)):
        if text.key(k) in ("and", "et"):
            return k > j and is_capital(text.run[k + 1]) and not _leads_to_head(text, k + 1) and not is_stop(text, k + 1)
        if (
            not (is_capital(text.run[k]) or text.key(k) in ("of", "de"))
            or (is_stop(text, k) and text.key(k) not in ("of", "de"))
            or text.key(k) in HEADS
        ):
            return False
    return False


def _other_body(text: Text, j: int, start: int) -> bool:
    """A strong head straight after `of the` is another body (`Working Group of the Council`)."""
    head = head_at(text, j)
    return head is not None and HEADS[head[1]] in STRONG and not (j > start + 1 and is_capital(text.run[j - 1]))
