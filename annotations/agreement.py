"""How far two annotators agree: the second annotation scored against the first, by label and field.

    python annotations/agreement.py [--differences] [FIRST SECOND]

FIRST and SECOND are folders of annotated records (default: this folder and its `second`); what is in both is compared. Paragraphs and
headings were given to both annotators, so they agree by making and are told only as a check.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from docmine import annotated, gold, scoring

HERE = Path(__file__).parent
FIELDS = ("act", "status", "subject", "bodies", "date", "package")
SAME_WORDS = 0.999


def pairs(first: list[gold.GoldEndorsement], second: list[gold.GoldEndorsement]) -> list[tuple[int, int]]:
    """The endorsements that both annotators saw, whatever act and status they gave: those whose subjects overlap, best first, each once."""
    ranked = []
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            if (same := scoring.overlap(a.subject, b.subject)) >= scoring.SAME_SUBJECT:
                alike = (a.act == b.act) + (a.status == b.status) + (a.bodies == b.bodies)
                ranked.append((alike + same, -abs(i - j), i, j))
    found: list[tuple[int, int]] = []
    for *_, i, j in sorted(ranked, reverse=True):
        if all(i != a and j != b for a, b in found):
            found.append((i, j))
    return found


def agreed_fields(a: gold.GoldEndorsement, b: gold.GoldEndorsement) -> dict[str, bool]:
    """Which fields of one endorsement are the same."""
    return {
        "act": a.act == b.act,
        "status": a.status == b.status,
        "subject": scoring.overlap(a.subject, b.subject) >= SAME_WORDS,
        "bodies": a.bodies == b.bodies,
        "date": scoring.fold_edtf(a.date) == scoring.fold_edtf(b.date),
        "package": a.package == b.package,
    }


def compare(first: Path, second: Path) -> tuple[scoring.Score, Counter[str], int, list[str]]:
    """Scores, agreed fields and matched endorsements of the documents in both folders, and the lines that name every difference."""
    score, fields, matched, lines = scoring.Score(), Counter[str](), 0, []
    names = sorted({f.name for f in first.glob("*.json")} & {f.name for f in second.glob("*.json")})
    for name in names:
        one, two = annotated.read(first / name), annotated.read(second / name)
        score.add(gold.of_annotation(one), two)
        a, b = list(gold.of_record(one)), list(gold.of_record(two))
        for i, j in pairs(a, b):
            same = agreed_fields(a[i], b[j])
            matched += 1
            fields.update(key for key in FIELDS if same[key])
            lines += [f"{name}: {key} of {a[i].subject[:60]!r}: {told(a[i], key)} / {told(b[j], key)}" for key in FIELDS if not same[key]]
    return score, fields, matched, lines + [f"{name}: {line}" for name, wrong in score.wrong.items() for line in wrong]


def told(event: gold.GoldEndorsement, key: str) -> str:
    """A field as text."""
    value = getattr(event, key)
    return ", ".join(sorted(value)) if isinstance(value, frozenset) else str(value)


def table(score: scoring.Score, fields: Counter[str], matched: int) -> str:
    """Figures as a Markdown table."""
    rows = ["| figure | both | first only | second only | agreement (F1) |", "| --- | --- | --- | --- | --- |"]
    for name, tally in score.tallies.items():
        if tally.f1 is not None:
            rows.append(f"| {name} | {tally.right} | {tally.missed} | {tally.extra} | {tally.f1:.3f} |")
    rows += ["", "| field of an endorsement that both saw | same | of | share |", "| --- | --- | --- | --- |"]
    rows += [f"| {key} | {fields[key]} | {matched} | {fields[key] / matched:.3f} |" for key in FIELDS if matched]
    return "\n".join(rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, help="two folders of annotated records")
    parser.add_argument("--differences", action="store_true", help="name every difference too")
    given = parser.parse_args()
    if len(given.folders) not in (0, 2):
        parser.error("give two folders, or none")
    score, fields, matched, lines = compare(*(given.folders or (HERE, HERE / "second")))
    if not score.wrong:
        parser.error("no document is in both folders")
    print(f"{len(score.wrong)} documents\n\n{table(score, fields, matched)}")
    if given.differences:
        print("\n".join(["", *lines]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
