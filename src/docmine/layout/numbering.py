"""Which sequences number the document's paragraphs, which number headings, lists and agendas."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from docmine.layout.drafts import Draft
from docmine.layout.flow import is_caps, is_terminal
from docmine.layout.marks import opens
from docmine.layout.sequence import Chain

NOTES = re.compile(r"(?:end|foot)?notes?|references|références|bibliograph(?:y|ie)|sources", re.IGNORECASE)
DOCUMENTS = re.compile(  # what a list of documents stands under, whose symbols look like decisions'
    r"(?:symbols?|cotes?|documents?)(?:\s(?:no\.?|n[o°]))?\s(?:titles?|titres?|intitulés?)\b.{0,20}"
    r"|(?:list\sof\s|liste\sdes\s)?documents(?:\s(?:submitted|before|issued|présentés|soumis|publiés)\b.{0,60})?",
    re.IGNORECASE,
)
NOTED = "1/"  # the style of notes, and of paragraphs where nothing else numbers them
LEADERS = re.compile(r"(?:\.\s?){4}\s*\d{0,4}$|\u2026{2}\s*\d{0,4}$")
OPENING = 6  # words: `The Council, at its 20th session,`
ALIKE = 0.7  # of a sequence that is running text set like a heading in it
ALIKE_SENTENCES = 0.3  # the same where the heading is a whole sentence
LONG = 14  # words: a longer item is running text whatever it ends with


def assign_numbers(drafts: Sequence[Draft], chains: Sequence[Chain]) -> None:
    """Gives numbered paragraphs their number, and the other marked drafts the role of list items."""
    by_chain: dict[Chain, list[Draft]] = {chain: [] for chain in chains}
    for draft in drafts:
        if draft.chain is not None:
            by_chain[draft.chain].append(draft)
    position = {id(draft): index for index, draft in enumerate(drafts)}
    _number_headings(drafts, by_chain, position)
    main = _main_chains(drafts, by_chain, position)
    for draft in drafts:
        if draft.role != "paragraph" or draft.mark is None:
            continue
        if draft.chain in main:
            draft.number = draft.mark.label
        else:
            draft.role = "list_item"


def _number_headings(drafts: Sequence[Draft], by_chain: dict[Chain, list[Draft]], position: dict[int, int]) -> None:
    """Short numbered drafts over text of another kind are headings, even in plain type."""
    for chain, members in by_chain.items():
        if chain.family == "unit":
            half = members[: (len(members) + 1) // 2]  # a symbol over the first page may have been taken for one of them
            if any(draft.text and _stands_under(DOCUMENTS, drafts, [draft], position) for draft in half):  # no label over its text
                for draft in members:
                    draft.role = "list_item"
            continue
        if len(members) >= 3 and _is_bare_list(drafts, members, position):
            for draft in members:
                draft.role = "list_item"
            continue
        running = [draft for draft in members if draft.role == "paragraph" and is_terminal(draft.text)]
        if 2 * len(running) > len(members):
            for draft in members:  # `8. COUNCIL:` in bold, before what it noted
                if draft.role == "heading" and draft.text.endswith(":"):
                    draft.role = "paragraph"
        if chain.family != "decimal":
            _return_to_text(members)
        titled = [draft for draft in members if draft.role == "heading" or _is_bare_title(drafts, draft, position[id(draft)])]
        if 2 * len(titled) > len(members):
            # What most of a sequence is, its other short members over text are too, whatever case they are set in.
            for draft in members:
                if draft.role == "paragraph" and _is_bare_title(drafts, draft, position[id(draft)], cased=False):
                    draft.role = "heading"
        elif chain.family == "decimal":
            for draft in titled:
                draft.role = "heading"


def _return_to_text(members: Sequence[Draft]) -> None:
    """Takes back headings that only their shortness made, in a sequence whose running text is set alike: questions of one row among
    longer ones, the words that open a list."""
    looks = Counter(_look(draft) for draft in members if draft.role == "paragraph" and _runs(draft))
    for draft in members:
        if draft.role == "heading":
            alike = looks[_look(draft)]
            if alike >= (ALIKE_SENTENCES if is_terminal(draft.text) else ALIKE) * len(members):
                draft.role = "paragraph"


def _look(draft: Draft) -> tuple[bool, bool, bool, bool, int]:
    row = draft.first
    return row.bold, row.italic, row.underlined, is_caps(draft.text), round(row.size)


def _is_bare_title(drafts: Sequence[Draft], draft: Draft, index: int, *, cased: bool = True) -> bool:
    text = draft.text
    if draft.role != "paragraph" or is_terminal(text) or text.endswith(",") or not 0 < len(text.split()) <= LONG:
        return False
    if cased and not text[:1].isupper():
        return False
    following = drafts[index + 1] if index + 1 < len(drafts) else None
    return (
        following is not None
        and following.chain is not draft.chain
        and following.role in ("paragraph", "heading")
        and _deeper(draft, following)
    )


def _deeper(draft: Draft, following: Draft) -> bool:
    if following.mark is None:
        return len(following.text.split()) > LONG
    if draft.mark is not None and draft.mark.family == "arabic" and following.mark.family == "decimal":
        return following.mark.value[0] == draft.mark.value[0]
    return following.mark.family in ("arabic", "decimal")


def _is_bare_list(drafts: Sequence[Draft], members: Sequence[Draft], position: dict[int, int]) -> bool:
    """An agenda or table of contents: short items without full stops, one after the other, no text between them."""
    if len(members) < 2:
        return False
    texts = [draft.text for draft in members]
    if any(len(text.split()) > 2 * LONG for text in texts):
        return False
    plain = [text for text in texts if (not is_terminal(text) and not text.endswith(",")) or LEADERS.search(text)]
    if len(plain) < 0.8 * len(members):
        return False
    first, last = position[id(members[0])], position[id(members[-1])]
    mine = {id(draft) for draft in members}
    return not any(_is_prose(draft) for draft in drafts[first : last + 1] if id(draft) not in mine)


def _lists_people(members: Sequence[Draft]) -> bool:
    return 2 * sum(draft.listed for draft in members) > len(members)


def _stands_under(title: re.Pattern[str], drafts: Sequence[Draft], members: Sequence[Draft], position: dict[int, int]) -> bool:
    """Whether a sequence counts what stands under such a title: `Notes`, `References`, `Symbol   Title`."""
    first = position[id(members[0])] if members else 0
    return first > 0 and title.fullmatch(drafts[first - 1].text.strip(" :.")) is not None


def _is_prose(draft: Draft) -> bool:
    words = len(draft.text.split())
    return draft.role in ("paragraph", "list_item", "table") and (words > LONG or (words > 3 and is_terminal(draft.text)))


def _main_chains(drafts: Sequence[Draft], by_chain: dict[Chain, list[Draft]], position: dict[int, int]) -> set[Chain]:
    running = {
        chain: [draft for draft in members if draft.role == "paragraph"]
        for chain, members in by_chain.items()
        if chain.family in ("arabic", "decimal")
        and not _is_bare_list(drafts, members, position)
        and not _lists_people(members)
        and not _stands_under(NOTES, drafts, members, position)
    }
    running = {chain: members for chain, members in running.items() if members and _is_running(members)}
    lists = _lists_in_text(running, drafts, position)
    main = {chain for chain in running if not _is_nested(chain, running) and not _is_introduced(chain, running, drafts, position)} - lists
    main -= {chain for chain in main if chain.style == NOTED and len(main) > 1}
    units = {chain for chain, members in by_chain.items() if chain.family == "unit" and any(d.role != "list_item" for d in members)}
    if not main:  # letters count the paragraphs of units that have titles (`Decision VII/1. Strategic Plan`)
        lettered = _lettered(drafts, by_chain, position, under_units=True)
        if any(_titled(by_chain[chain]) and _units_have_paragraphs(chain, lettered, ("letter",)) for chain in units):
            main = lettered
    heads = {chain for chain, members in by_chain.items() if members and all(draft.role == "heading" for draft in members)}
    for chain in units:
        over = _units_have_paragraphs(chain, main | heads, ("arabic", "letter")) or _titles_over_paragraphs(chain, by_chain[chain], main)
        if over or not _units_have_text(by_chain[chain], drafts, position):
            whole = [draft for draft in by_chain[chain] if len(draft.text.split()) > LONG and is_terminal(draft.text)]
            texts = whole if len(whole) > 1 else []  # decisions of a sentence or two, among resolutions with titles
            for draft in by_chain[chain]:
                if draft in texts:
                    draft.role = "paragraph"
                elif not is_terminal(draft.text):  # a sentence behind its label heads nothing
                    draft.role, draft.drop_first = "heading", 0
            main = main | {chain} if texts else main
        else:
            for draft in by_chain[chain]:
                draft.role = "paragraph"
            inside = {other for other in main if other.family != "unit" and _is_inside_units(other, chain, drafts)}
            main = (main - inside) | {chain}
    return main or _lettered(drafts, by_chain, position)


def _is_running(members: Sequence[Draft]) -> bool:
    """Whether most of a sequence is running text rather than names or titles."""
    return 2 * sum(map(_runs, members)) >= len(members)


def _runs(draft: Draft) -> bool:
    """Whether a draft is a sentence or the like rather than a name or a title."""
    return is_terminal(draft.text) or draft.text.endswith((",", "and", "et")) or len(draft.text.split()) > LONG


def _is_nested(chain: Chain, others: dict[Chain, list[Draft]]) -> bool:
    """Whether another sequence goes on after this one from where it stood before it: a list inside its paragraph."""
    for other in others:
        if other is chain or chain.family == "decimal":
            continue
        rows = [draft.first for draft in others[other]]
        numbered = [(candidate.row, mark) for candidate, mark in other.members]
        before = [row for row, _ in numbered if row < chain.first_row]
        after = [row for row, _ in numbered if row > chain.last_row]
        if rows and before and after and not any(chain.first_row < row < chain.last_row for row, _ in numbered):
            return True
    return False


def _is_introduced(chain: Chain, others: dict[Chain, list[Draft]], drafts: Sequence[Draft], position: dict[int, int]) -> bool:
    """Whether a paragraph of another sequence ends with a colon before this one, set deeper or in the same sentence."""
    first = others[chain][0]
    index = position[id(first)]
    before = drafts[index - 1] if index else None
    if chain.family == "decimal" or before is None or before.chain is chain or before.chain not in others:
        return False
    if not before.text.endswith((":", ",", "–", "—")) or not opens(chain.members[0][1].value):
        return False
    deeper = first.first.x0 - first.first.left > before.first.x0 - before.first.left + 0.5 * first.first.size
    return deeper or first.text[:1].islower()


def _lists_in_text(running: dict[Chain, list[Draft]], drafts: Sequence[Draft], position: dict[int, int]) -> set[Chain]:
    """Sequences that go on, in small letters, with the sentence of an unnumbered text, and others of their shape where most count so."""
    lists: set[Chain] = set()
    shapes: Counter[str] = Counter()
    for chain, members in running.items():
        before = drafts[position[id(members[0])] - 1] if position[id(members[0])] else None
        shapes[chain.style] += len(members)
        if before is None or before.role != "paragraph" or before.mark is not None or not before.last.text.endswith(":"):
            continue
        # After a resolution's opening words (`The Committee decides:`) numbers count paragraphs.
        if members[0].text[:1].islower() and len(before.text.split()) > LONG and opens(chain.members[0][1].value):
            lists.add(chain)
            shapes[chain.style] -= 2 * len(members)
    return lists | {chain for chain in running if shapes[chain.style] < 0}


def _titled(units: Sequence[Draft]) -> bool:
    """Whether most units have a title behind their label, in its row."""
    titles = [unit.first.text[len(unit.mark.printed) :].strip(" :–—.-") for unit in units if unit.mark is not None]
    return 2 * sum(bool(title) and not is_terminal(title) and len(title.split()) <= LONG for title in titles) > len(units)


def _units_have_paragraphs(units: Chain, main: set[Chain], families: Sequence[str]) -> bool:
    """Whether numbering begins anew under most units: then the units are headings (`Decision 2/CMP.14`)."""
    starts = [chain.first_row for chain in main if chain.family in families]
    rows = [candidate.row for candidate, _ in units.members]
    ends = [*rows[1:], 10**9]
    opened = sum(any(row < start < end for start in starts) for row, end in zip(rows, ends, strict=False))
    return opened >= 2 and 2 * opened >= len(rows)


def _titles_over_paragraphs(units: Chain, drafts: Sequence[Draft], main: set[Chain]) -> bool:
    """Whether most units are a label and a title, and numbered paragraphs that count on from unit to unit stand under them."""
    titles = [draft for draft in drafts if draft.text and not is_terminal(draft.text) and len(draft.text.split()) <= LONG]
    rows = [candidate.row for candidate, _ in units.members]
    numbered = sorted(candidate.row for chain in main if chain.family == "arabic" for candidate, _ in chain.members)
    filled = sum(bisect_right(numbered, end) > bisect_right(numbered, row) for row, end in zip(rows, [*rows[1:], 10**9], strict=True))
    return 2 * len(titles) > len(drafts) and 2 * filled > len(rows)


def _units_have_text(units: Sequence[Draft], drafts: Sequence[Draft], position: dict[int, int]) -> bool:
    """Whether most units hold text that no other number counts; else they are headings over numbered paragraphs."""
    own = 0
    for unit in units:
        after = position[id(unit)] + 1
        following = next((draft for draft in drafts[after : after + 3] if draft.role != "heading"), None)
        own += len(unit.text.split()) > LONG or (following is not None and (following.mark is None or following.mark.family == "unit"))
    return 2 * own > len(units)


def _is_inside_units(chain: Chain, units: Chain, drafts: Sequence[Draft]) -> bool:
    """Whether a sequence that begins at one stands in a unit's text, with no heading (`Annex`) before it."""
    rows = [candidate.row for candidate, _ in units.members]
    opened = [row for row in rows if row < chain.first_row]
    if not opened or any(chain.first_row < row < chain.last_row for row in rows) or not opens(chain.members[0][1].value):
        return False
    start = next(index for index, draft in enumerate(drafts) if draft.chain is units and draft.mark is units.members[len(opened) - 1][1])
    first = next((index for index, draft in enumerate(drafts) if draft.chain is chain), start)
    return not any(draft.role == "heading" for draft in drafts[start + 2 : first])


def _lettered(
    drafts: Sequence[Draft], by_chain: dict[Chain, list[Draft]], position: dict[int, int], *, under_units: bool = False
) -> set[Chain]:
    """Letters number main paragraphs only where nothing else does, and the letters stand at the margin.

    `under_units`: also behind opening words that end in a comma, as a decision's preamble does.
    """
    found: set[Chain] = set()
    behind: set[Chain] = set()  # longer opening words: letters number paragraphs there too where they do so after short ones
    for chain, members in by_chain.items():
        running = [draft for draft in members if draft.role == "paragraph"]
        if chain.family not in ("letter", "roman") or len(running) < 3 or not _is_running(running):
            continue
        if any(draft.first.x0 - draft.first.left >= 2.5 * draft.first.size for draft in running):
            continue
        pause = (":",) if under_units else (":", ",")
        before = drafts[position[id(members[0])] - 1].text if position[id(members[0])] else ""
        capital = running[0].text[:1].isupper()
        # After a resolution's opening words (`The Committee,`) letters number paragraphs, and so do `I.` and `A.` after longer ones.
        opening = capital and (chain.style in ("I.", "A.") or (before.endswith(",") and len(before.split()) <= OPENING))
        if opening or not before.endswith(pause):
            found.add(chain)
        elif capital and before.endswith(","):
            behind.add(chain)
    return found | {chain for chain in behind if any(chain.style == other.style for other in found)}
