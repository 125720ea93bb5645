// A paragraph's text with its mentions and quotes marked.

/** What stands on a paragraph's text: its mentions, and the quotes of endorsements, in code points. */
function spansOf(paragraph, quotes) {
  const mentions = paragraph.mentions.map((m, n) => ({ ...m, role: "mention", id: `${paragraph.id}.m${n + 1}` }));
  return [...mentions, ...(quotes.get(paragraph.id) ?? [])];
}

/** Endorsements' quotes by the paragraph they stand in. */
function quotesOf(record) {
  const quotes = new Map();
  for (const e of record.endorsements) {
    for (const [role, quote] of [["trigger", e.trigger], ["subject", e.subject], ...e.agents.map((a) => ["agent", a])]) {
      const home = quote.paragraph ?? e.paragraph;
      if (!quotes.has(home)) quotes.set(home, []);
      quotes.get(home).push({ ...quote, role, id: e.id, status: e.status });
    }
  }
  return quotes;
}

/** Nodes for text[from:to]: cut at every edge of a span; a piece is linked to one mention or trigger and carries all its quotes. */
function markedText(points, spans, from = 0, to = points.length) {
  const edges = new Set([from, to]);
  for (const span of spans) for (const at of [span.start, span.end]) if (at > from && at < to) edges.add(at);
  const cuts = [...edges].sort((a, b) => a - b);
  const nodes = [];
  let link = null;
  let linked = null;
  for (let n = 0; n + 1 < cuts.length; n++) {
    const over = spans.filter((s) => s.start <= cuts[n] && cuts[n + 1] <= s.end);
    const owner = ownerOf(over);
    const piece = pieceOf(points.slice(cuts[n], cuts[n + 1]).join(""), over);
    if (!owner) nodes.push(piece);
    else if (owner === linked) link.append(piece);
    else nodes.push((link = linkOf(owner, piece)));
    linked = owner;
    if (owner && owner.role === "mention" && owner.end === cuts[n + 1]) link.append(valueOf(owner));
  }
  return nodes;
}

/** The trigger if there is one, else the shortest mention. */
function ownerOf(over) {
  const mentions = over.filter((s) => s.role === "mention").sort((a, b) => a.end - a.start - (b.end - b.start));
  return over.find((s) => s.role === "trigger") ?? mentions[0] ?? null;
}

function pieceOf(text, over) {
  const quotes = over.filter((s) => s.role !== "mention");
  if (!quotes.length) return document.createTextNode(shown(text));
  const roles = new Set(quotes.map((q) => q.role));
  return el("span", { class: ["quote", ...roles].join(" "), "data-e": [...new Set(quotes.map((q) => q.id))].join(" ") }, text);
}

function linkOf(owner, piece) {
  if (owner.role === "trigger") return el("a", { class: `act ${owner.status}`, href: `#${owner.id}`, "data-of": owner.id }, piece);
  const title = `${owner.label} ${owner.value ?? "(no value)"}, confidence ${owner.confidence}`;
  return el("a", { class: `mention ${owner.label}`, href: `#${owner.id}`, "data-id": owner.id, title }, piece);
}

/** The normalised value after a mention's words, unless it says the same. */
function valueOf(mention) {
  if (mention.value === mention.text) return "";
  return el("span", { class: "value" }, mention.value ?? "?");
}

/** The cells of a table as ranges of its text; null where a cell's words do not stand there in order. */
function cellRanges(paragraph, points) {
  const text = points.join("");
  if (text.length !== points.length) return null; // characters beyond the BMP: offsets would differ
  const rows = [];
  let at = 0;
  for (const row of paragraph.rows) {
    const cells = [];
    for (const cell of row) {
      const found = text.indexOf(cell, at);
      if (found < 0) return null;
      at = found + cell.length;
      cells.push([found, at]);
    }
    rows.push(cells);
  }
  return rows;
}

/** A table with its marks, or plain cells where they cannot be placed. */
function tableOf(paragraph, points, spans) {
  const ranges = cellRanges(paragraph, points);
  const cells = (row, r) => row.map((cell, c) => el("td", {}, ranges ? markedText(points, spans, ...ranges[r][c]) : cell));
  return el("div", { class: "tablebox", tabindex: "0", role: "group", "aria-label": "Table" },
    el("table", {}, el("tbody", {}, paragraph.rows.map((row, r) => el("tr", {}, cells(row, r))))));
}
