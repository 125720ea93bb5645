"""The charts, drawn to SVG when the page is made: nothing to load, prints as it is, and every mark links to its rows in the table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any
from urllib.parse import urlencode

from docmine.report.archive import Archive, Row

MOST = 14  # rows of a chart; the rest are one row, so that no endorsement is left out unsaid
OTHERS, NOBODY, NO_PACKAGE = "(others)", "(no known body)", "(no package)"
YEARS_IN_A_ROW = 45  # more, and only the years that occur are drawn
ACTS = ("endorse", "adopt", "approve", "agree", "accept", "confirm")
BLUE, DARK = "#2f6db5", "#1d2330"
CONFIG = {
    "font": "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', Arial, sans-serif",
    "view": {"stroke": "#d7dbe2"},
    "axis": {
        "labelColor": DARK,
        "titleColor": DARK,
        "labelFontSize": 12,
        "labelLimit": 230,
        "gridColor": "#e8ebf0",
        "domainColor": "#858d9c",
    },
    "header": {"labelColor": DARK, "labelFontSize": 13, "labelFontWeight": 600},
    "legend": {"labelColor": DARK, "titleColor": DARK},
}
BASE = "https://vega.github.io/vega-datasets/"  # the loader puts it before every link; here links stay within the page
LINKED = re.compile(
    rf'<a xlink:href="{re.escape(BASE)}(#[^"]*)"><(\w+)([^>]*?) ?aria-label="([^"]*)" '
    r'role="graphics-symbol"(?: aria-roledescription="[^"]*")?'
)


def link(**filters: object) -> str:
    """The fragment that filters the page's table to these values."""
    return "#" + urlencode({name: str(value) for name, value in filters.items()})


def timeline(archive: Archive, of: str) -> str:
    """Endorsements by year, a row a package (`of="package"`) or a body (`"body"`), as circles whose area is the number."""
    import altair as alt

    label = _labels(archive)
    cells = _cells(archive.rows, of, lambda row: (row.year,))
    data = [
        {"row": label(key), "year": str(year), "n": n, "url": link(**{of: key, "year": year}), "told": f"{label(key)}, {year}: {_acts(n)}"}
        for (key, year), n in cells.items()
    ]
    chart = (
        alt.Chart(alt.Data(values=data))
        .mark_circle(color=BLUE, opacity=0.85, stroke="#173f70")
        .encode(
            x=alt.X("year:O", title=None, scale=alt.Scale(domain=_years(archive.rows)), axis=alt.Axis(labelAngle=-90, grid=True)),
            y=alt.Y("row:N", title=None, sort=[label(k) for k in _ranked(archive.rows, of)], axis=alt.Axis(grid=True)),
            size=alt.Size(
                "n:Q", title="endorsements", scale=alt.Scale(rangeMin=18, rangeMax=420), legend=_legend(alt, max(cells.values(), default=1))
            ),
            href="url:N",
            description="told:N",
        )
        .properties(width=alt.Step(22), height=alt.Step(26))
    )
    return _svg(chart)


def heat(archive: Archive) -> str:
    """Body × act × year: a panel an act, a row a body, a column a year; each cell says its number, so colour is not needed."""
    import altair as alt

    label = _labels(archive)
    cells = _cells(archive.rows, "body", lambda row: (row.act, row.year))
    most = max(cells.values(), default=1)
    data = [
        {
            "row": label(key),
            "act": act,
            "year": str(year),
            "n": n,
            "url": link(body=key, act=act, year=year),
            "told": f"{label(key)}, {act}, {year}: {_acts(n)}",
        }
        for (key, act, year), n in cells.items()
    ]
    base = alt.Chart(alt.Data(values=data)).encode(
        x=alt.X("year:O", title=None, scale=alt.Scale(domain=_years(archive.rows)), axis=alt.Axis(labelAngle=-90)),
        y=alt.Y("row:N", title=None, sort=[label(k) for k in _ranked(archive.rows, "body")]),
    )
    colour = alt.Color("n:Q", legend=None, scale=alt.Scale(domain=[0, most], range=["#dbe8f6", "#0a3c7a"]))
    squares = base.mark_rect(stroke="#fff").encode(color=colour, href="url:N", description="told:N")
    numbers = base.mark_text(fontSize=11, aria=False).encode(
        text="n:Q", color=alt.condition(f"datum.n > {most * 0.45}", alt.value("#fff"), alt.value(DARK))
    )
    panel = alt.layer(squares, numbers).properties(width=alt.Step(19), height=alt.Step(20))
    order = [act for act in ACTS if any(row["act"] == act for row in data)]
    return _svg(panel.facet(facet=alt.Facet("act:N", title=None, sort=order), columns=2 if len(_years(archive.rows)) <= 18 else 1))


def network(archive: Archive) -> str:
    """Who endorses what comes from whom: lines from the bodies it comes from (left) to those that act (right)."""
    import altair as alt

    label = _labels(archive)
    ties = Counter((origin, body) for row in archive.rows for origin in row.origins for body in row.bodies)
    left, right = (_kept(_sums(ties, side)) for side in (0, 1))
    shown = {(a, b): n for (a, b), n in ties.items() if a in left and b in right}
    tall = max(len(left), len(right), 1)
    at = {
        **{("l", key): _spread(i, len(left), tall) for i, key in enumerate(left)},
        **{("r", k): _spread(i, len(right), tall) for i, k in enumerate(right)},
    }
    lines = [
        {
            "y": at["l", a],
            "y2": at["r", b],
            "x": 0,
            "x2": 1,
            "n": n,
            "url": link(origin=a, body=b),
            "told": f"{label(b)} on what comes from {label(a)}: {_acts(n)}",
        }
        for (a, b), n in sorted(shown.items(), key=lambda item: -item[1])
    ]
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-0.5, tall - 0.5], reverse=True, nice=False))
    width = alt.StrokeWidth(
        "n:Q",
        title="endorsements",
        scale=alt.Scale(type="sqrt", range=[1.5, 11], domainMin=1),
        legend=_legend(alt, max(shown.values(), default=1)),
    )
    drawn = (
        alt.Chart(alt.Data(values=lines))
        .mark_rule(color=BLUE, opacity=0.55)
        .encode(x=x, x2="x2:Q", y=y, y2="y2:Q", strokeWidth=width, href="url:N", description="told:N")
    )
    ends = [
        alt.Chart(alt.Data(values=[{"x": place, "y": at[side, k], "name": label(k), "url": link(**{of: k})} for k in keys]))
        .mark_text(align="right" if side == "l" else "left", dx=-9 if side == "l" else 9, fontSize=12, color=DARK, limit=260)
        .encode(x=x, y=y, text="name:N", href="url:N", description="name:N")
        for side, keys, place, of in (("l", left, 0, "origin"), ("r", right, 1, "body"))
    ]
    return _svg(alt.layer(drawn, *ends).properties(width=460, height=26 * tall).configure_view(stroke=None))


def _svg(chart: Any) -> str:
    import vl_convert

    drawn = vl_convert.vegalite_to_svg({**chart.to_dict(), "config": {**chart.to_dict().get("config", {}), **CONFIG}})
    named = LINKED.sub(r'<a href="\1" aria-label="\4"><title>\4</title><\2\3 aria-hidden="true"', drawn)
    return str(named).replace(' aria-roledescription="group mark container"', "")


def _legend(alt: Any, most: int) -> Any:
    """A legend below the chart that shows one, the most, and half of it."""
    return alt.Legend(format="d", values=sorted({1, (most + 1) // 2, most}), orient="bottom", direction="horizontal", titleOrient="left")


def _labels(archive: Archive) -> Callable[[str], str]:
    """The short name of an id; where two share it, the full name; where they share that too, the id."""
    taken = Counter(form for name in archive.names.values() for form in {name["short"], name["name"]})

    def label(key: str) -> str:
        name = archive.names.get(key)
        forms = (name["short"], name["name"]) if name else ()
        return next((form for form in forms if taken[form] <= 1), key)

    return label


def _keys(row: Row, of: str) -> Sequence[str]:
    if of == "package":
        return (row.package or NO_PACKAGE,)
    return row.bodies or (NOBODY,)


def _ranked(rows: Iterable[Row], of: str) -> list[str]:
    """The rows of a chart: the most frequent first, then the one for what has none, then the others."""
    counts = Counter(key for row in rows if row.year for key in _keys(row, of))
    kept = _kept(Counter({k: n for k, n in counts.items() if not k.startswith("(")}))
    return [*kept, *(k for k in (NOBODY, NO_PACKAGE) if k in counts), *([OTHERS] if len(counts) > len(kept) + 1 else [])]


def _kept(counts: Counter[str]) -> list[str]:
    return [key for key, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST]]


def _cells(rows: Iterable[Row], of: str, more: Callable[[Row], tuple[Any, ...]]) -> Counter[tuple[Any, ...]]:
    rows = list(rows)
    shown = set(_ranked(rows, of))
    return Counter((key if key in shown else OTHERS, *more(row)) for row in rows if row.year for key in _keys(row, of))


def _sums(ties: Counter[tuple[str, str]], side: int) -> Counter[str]:
    sums: Counter[str] = Counter()
    for pair, n in ties.items():
        sums[pair[side]] += n
    return sums


def _spread(index: int, count: int, tall: int) -> float:
    return (index + 0.5) * tall / count - 0.5


def _years(rows: Iterable[Row]) -> list[str]:
    years = {row.year for row in rows if row.year}
    if years and max(years) - min(years) < YEARS_IN_A_ROW:
        years = set(range(min(years), max(years) + 1))
    return [str(year) for year in sorted(years)]


def _acts(n: int) -> str:
    return f"{n} endorsement{'s' if n != 1 else ''}"


def figure(id_: str, title: str, caption: str, svg: str | None, after: str) -> str:
    """A chart in a figure of its own, with a link past its many marks."""
    chart = (
        f'<div class="chart" tabindex="0" role="group" aria-label="{escape(title)}">{svg}</div>'
        if svg
        else '<p class="empty">There is nothing to draw.</p>'
    )
    return (
        f'<figure id="{id_}"><figcaption><h2>{escape(title)}</h2><p>{escape(caption)}</p>'
        f'<a class="past" href="#{after}">Skip this figure</a></figcaption>{chart}</figure>'
    )
