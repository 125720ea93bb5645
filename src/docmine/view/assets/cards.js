// The record as a person reads it: front, outline, paragraphs, and each endorsement as a card under its paragraph.

function nameOf(id) {
  return app.names[id]?.name ?? id;
}

function shortOf(id) {
  return app.names[id]?.short ?? id;
}

/** `213 and 214`, `1, 2 and 3`. */
function listed(items) {
  const words = items.map(String);
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : words.join("");
}

function dateText(date) {
  return [el("q", { lang: app.language }, date.text), " ", el("code", {}, date.edtf)];
}

function pairs(rows) {
  const filled = rows.filter(([, content]) => content !== null && content !== undefined);
  return el("dl", {}, filled.map(([term, content]) => el("div", {}, el("dt", {}, term), el("dd", {}, content))));
}

function masthead(record) {
  const info = record.document;
  const sessions = info.sessions.length ? ` · ${info.sessions.length > 1 ? "sessions" : "session"} ${listed(info.sessions)}` : "";
  return [
    el("p", { class: "eyebrow" }, [info.symbol, info.body && nameOf(info.body) + sessions].filter(Boolean).join("  ·  ") || record.source.name),
    el("h1", { lang: app.language }, info.title ?? record.source.name),
    pairs([
      ["Date", info.date && dateText(info.date)],
      ["Meeting", info.meeting && dateText(info.meeting)],
      ["Place", info.place],
      ["Agenda item", info.agenda_item],
      ["File", `${record.source.name}, ${plural(record.source.pages, "page")}, ${info.language}`],
    ]),
  ];
}

/** What limits the reading of the whole document. */
function generalNotes(record) {
  return record.diagnostics.filter((d) => d.page === null).map(diagnostic);
}

function diagnostic(d) {
  return el("p", { class: `diagnostic ${d.level}` }, el("strong", {}, `${d.level} `), `${d.message} `, el("code", {}, d.code));
}

function outline(record) {
  if (record.sections.length < 2) return null;
  const counts = new Map(counted(record.endorsements.map((e) => app.paragraphs.get(e.paragraph)?.section)));
  const under = (parent) => {
    const here = record.sections.filter((s) => s.parent === parent);
    return here.length ? el("ol", {}, here.map((s) => el("li", {}, outlineLink(s, counts.get(s.id)), under(s.id)))) : null;
  };
  return el("details", { class: "outline", open: record.sections.length <= 12 },
    el("summary", {}, "Contents"), el("nav", { "aria-label": "Contents" }, under(null)));
}

function outlineLink(section, acts) {
  const number = section.number ? `${section.number} ` : "";
  return el("a", { href: `#${section.id}` }, number, section.title, acts ? el("span", { class: "tally" }, plural(acts, "endorsement")) : null);
}

function heading(section) {
  const level = Math.min(6, section.level + 1);
  const number = section.number ? `${section.number} ` : "";
  return el(`h${level}`, { id: `at-${section.id}`, class: "section", "data-id": section.id, lang: app.language, tabindex: "-1" },
    el("a", { href: `#${section.id}` }, number, section.title));
}

function paragraphBlock(p, quotes) {
  const points = Array.from(p.text);
  const spans = spansOf(p, quotes);
  const words = p.rows.length ? tableOf(p, points, spans) : el("p", { lang: app.language }, markedText(points, spans));
  const label = p.number ?? p.mark ?? "·";
  const names = { "aria-label": p.number ? `Paragraph ${p.number}` : `Paragraph without a number, ${p.id}` };
  return el("div", { class: `paragraph ${p.kind}${p.parent ? " hanging" : ""}`, id: `at-${p.id}`, "data-id": p.id, tabindex: "-1" },
    el("a", { class: "number", href: `#${p.id}`, ...names }, label),
    el("div", { class: "words" }, words, packagesOf(p)));
}

function packagesOf(p) {
  if (!p.packages.length) return null;
  const tags = p.packages.map((s) => el("li", { class: "package", title: `confidence ${s.confidence}` }, nameOf(s.id)));
  return el("ul", { class: "packages", "aria-label": "Packages of this paragraph" }, tags);
}

/** Where an endorsement stands, for people: `paragraph 4, page 1`. */
function placeOf(e) {
  const p = app.paragraphs.get(e.paragraph);
  const numbered = p?.number ? p : (app.paragraphs.get(p?.parent) ?? p);
  const page = e.trigger.regions[0]?.page ?? p?.regions[0]?.page;
  return [numbered?.number ? `paragraph ${numbered.number}` : e.paragraph, page && `page ${page}`].filter(Boolean).join(", ");
}

function whoOf(e) {
  const known = e.bodies.map((id) => el("li", {}, nameOf(id), " ", el("code", {}, id)));
  const unknown = e.agents.filter((a) => a.value === null).map((a) => el("li", { lang: app.language }, a.text, " ", el("span", { class: "muted" }, "not in the vocabulary")));
  const all = [...known, ...unknown];
  return all.length ? el("ul", {}, all) : el("span", { class: "muted" }, "nobody named");
}

function whenOf(e) {
  const session = e.session === null ? null : `session ${listed([e.session].flat())}`;
  if (!e.date && !session) return el("span", { class: "muted" }, "the passage does not say");
  return [e.date ? dateText(e.date) : null, e.date && session ? ", " : null, session];
}

/** Confidence as a bar and a figure. */
function meter(confidence) {
  const bar = el("span", { class: "bar", "aria-hidden": "true" });
  bar.style.setProperty("--share", confidence);
  return el("span", { class: "meter", title: "confidence" }, el("span", { class: "unseen" }, "confidence "), bar, confidence.toFixed(2));
}

function card(e) {
  return el("article", { class: `card ${e.status}`, id: `at-${e.id}`, "data-id": e.id, "aria-labelledby": `name-${e.id}` },
    el("header", {},
      el("a", { class: "name", id: `name-${e.id}`, href: `#${e.id}` }, el("span", { class: "tag" }, e.id), " ", e.act),
      statusBadge(e.status), meter(e.confidence)),
    el("p", { class: "subject", lang: app.language }, e.subject.text),
    pairs([["Who", whoOf(e)], ["When", whenOf(e)], ["Package", e.package && nameOf(e.package)], ["Where", placeOf(e)]]));
}

/** Everything in reading order: headings, page diagnostics where their page begins, paragraphs, their cards. */
function reading(record) {
  const quotes = quotesOf(record);
  const headings = new Map(record.sections.map((s) => [s.id, s]));
  const waiting = record.diagnostics.filter((d) => d.page !== null).sort((a, b) => a.page - b.page);
  const nodes = [];
  const put = new Set();
  const openSection = (id) => {
    if (!id || put.has(id)) return;
    const section = headings.get(id);
    openSection(section.parent);
    put.add(id);
    nodes.push(heading(section));
  };
  const order = record.sections.map((s) => s.id);
  for (const p of record.paragraphs) {
    const page = p.regions[0]?.page;
    while (waiting.length && page >= waiting[0].page) nodes.push(diagnostic(waiting.shift()));
    if (p.section) for (const id of order.slice(0, order.indexOf(p.section) + 1)) openSection(id);
    nodes.push(paragraphBlock(p, quotes), ...record.endorsements.filter((e) => e.paragraph === p.id).map(card));
  }
  for (const id of order) openSection(id);
  return [...nodes, ...waiting.map(diagnostic)];
}
