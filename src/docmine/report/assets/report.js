// The report: its table's filters are the address's fragment (#body=wco/council&year=2012), which is how figures link to rows.

const data = JSON.parse(byId("data").textContent);
const app = { documents: objects(data.documents), rows: objects(data.rows), problems: objects(data.problems), names: data.names };
const NONE = { package: "(no package)", body: "(no known body)" };
const KEYS = {
  body: (r) => (r.bodies.length ? r.bodies : [NONE.body]), package: (r) => [r.package ?? NONE.package], act: (r) => [r.act],
  status: (r) => [r.status], year: (r) => [r.year === null ? "(no year)" : String(r.year)], origin: (r) => r.origins, document: (r) => [String(r.document)],
};
const TITLES = { body: "Body", package: "Package", act: "Act", status: "Status", year: "Year", origin: "Comes from", document: "Document" };
const OTHERS = "(others)"; // what a chart put together: every value that has no row of its own there

for (const r of app.rows) {
  const d = app.documents[r.document];
  r.folded = folded([r.subject, ...r.context, r.act, r.status, ...r.bodies.map(nameOf), ...r.agents, r.package && nameOf(r.package), r.date, d.symbol, d.title, d.name].filter(Boolean).join(" "));
}

function nameOf(id) {
  return app.names[id]?.name ?? id;
}

function shortOf(id) {
  return app.names[id]?.short ?? id;
}

function titleOf(document) {
  return document.symbol ?? document.title ?? document.name;
}

function labelOf(key, value) {
  return key === "document" ? titleOf(app.documents[Number(value)] ?? { name: value }) : nameOf(value);
}

function documentLink(r) {
  const d = app.documents[r.document];
  const text = titleOf(d);
  const page = data.views?.[r.document];
  return [page ? el("a", { href: r.id ? `${page}#${r.id}` : page }, text) : el("a", { href: `#document=${r.document}` }, text), d.symbol && d.title ? el("span", { class: "place" }, d.title) : null, el("span", { class: "place" }, r.place ?? "")];
}

const columns = [
  { title: "Act", value: (r) => r.act, cell: (r) => [el("b", {}, r.act), " ", statusBadge(r.status)] },
  { title: "Bodies", value: (r) => r.bodies.map(shortOf).join(), cell: bodiesCell },
  { title: "What", wide: true, value: (r) => folded(r.subject), cell: (r) => [el("span", { class: "subject" }, r.subject),
    el("span", { class: "context" }, r.context[0], el("mark", {}, r.context[1]), r.context[2])] },
  { title: "Date", value: (r) => r.date ?? (r.year === null ? "" : String(r.year)), cell: (r) => r.date ?? (r.year === null ? "–" : el("span", { class: "muted", title: "the year of the paper" }, `(${r.year})`)) },
  { title: "Package", value: (r) => r.package && shortOf(r.package), cell: (r) => (r.package ? nameOf(r.package) : "–") },
  { title: "Document", roomy: true, value: (r) => titleOf(app.documents[r.document]), cell: documentLink },
  { title: "Confidence", value: (r) => r.confidence, cell: (r) => r.confidence.toFixed(2) },
];

function bodiesCell(r) {
  const all = [...r.bodies.map(nameOf), ...r.agents.map((text) => [text, " ", el("span", { class: "muted" }, "(not in the vocabulary)")])];
  return all.length ? all.map((one) => el("span", { class: "one" }, one)) : "–";
}

const table = sortedTable("Endorsements", columns);
const problems = sortedTable("Documents with problems", [
  { title: "Document", value: (p) => p.name, cell: (p) => (p.document === null ? p.name : [el("a", { href: `#document=${p.document}` }, titleOf(app.documents[p.document])), el("span", { class: "place" }, p.name)]) },
  { title: "Level", value: (p) => ["failed", "error", "warning"].indexOf(p.level), cell: (p) => el("b", { class: `level ${p.level}` }, p.level) },
  { title: "Page", value: (p) => p.page, cell: (p) => p.page ?? "–" },
  { title: "What happened", wide: true, value: (p) => p.code, cell: (p) => [p.message, " ", el("code", {}, p.code)] },
]);

function choice(key) {
  const options = counted(app.rows.flatMap(KEYS[key]));
  if (key === "year") options.sort((a, b) => (a[0] < b[0] ? 1 : -1));
  const select = el("select", { name: key, id: `f-${key}` }, el("option", { value: "" }, "all"),
    options.map(([value, n]) => el("option", { value }, `${labelOf(key, value)} (${n.toLocaleString("en")})`)));
  return el("label", { class: "choice" }, el("span", {}, TITLES[key]), select);
}

function filterForm() {
  const form = el("form", { id: "filters", class: "filters", "aria-label": "Filters" },
    el("label", { class: "choice search" }, el("span", {}, "Search"), el("input", { type: "search", name: "q", autocomplete: "off" })),
    ["act", "status", "body", "package", "year", "origin"].map(choice),
    el("label", { class: "choice" }, el("span", {}, "Confidence from"), el("input", { type: "number", name: "least", min: "0", max: "1", step: "0.05", placeholder: "0" })),
    el("a", { class: "reset", href: "#table" }, "Reset"));
  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(pushFilters, 120);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  return form;
}

/** What the address asks for; null where it names a part of the page instead. */
function asked() {
  const hash = location.hash.slice(1);
  return hash.includes("=") ? new URLSearchParams(hash) : hash === "" || hash === "table" ? new URLSearchParams() : null;
}

function pushFilters() {
  const wanted = new URLSearchParams([...new FormData(byId("filters"))].filter(([, value]) => value !== ""));
  const kept = asked()?.get("document");
  if (kept) wanted.set("document", kept);
  history.replaceState(null, "", `#${wanted.size ? wanted : "table"}`);
  applyFilters(wanted);
}

/** The values a chart draws by themselves: those its marks link to. */
const drawn = { body: new Set(), package: new Set() };
for (const mark of document.querySelectorAll(".chart a")) {
  const filters = new URLSearchParams(mark.getAttribute("href").slice(1));
  for (const key of ["body", "package"]) if (filters.has(key) && filters.has("year")) drawn[key].add(filters.get(key));
}

function passes(row, key, value) {
  const values = KEYS[key](row);
  return value === OTHERS && drawn[key] ? values.some((v) => !drawn[key].has(v)) : values.includes(value);
}

function applyFilters(wanted) {
  const words = folded(wanted.get("q") ?? "").split(/\s+/).filter(Boolean);
  const least = Number(wanted.get("least") ?? 0);
  const filters = [...wanted].filter(([key]) => key in KEYS);
  const rows = app.rows.filter((r) => r.confidence >= least && words.every((w) => r.folded.includes(w)) && filters.every(([key, value]) => passes(r, key, value)));
  table.draw(rows);
  byId("count").textContent = `${rows.length.toLocaleString("en")} of ${plural(app.rows.length, "endorsement")}`;
  byId("chosen").replaceChildren(...filters.map(([key, value]) => chip(key, value, wanted)));
}

function chip(key, value, wanted) {
  const rest = new URLSearchParams(wanted);
  rest.delete(key);
  return el("li", {}, el("a", { href: `#${rest.size ? rest : "table"}`, "aria-label": `Remove the filter ${TITLES[key]}: ${labelOf(key, value)}` }, `${TITLES[key]}: ${labelOf(key, value)} ✕`));
}

/** The address changed: the form says what it asks for, the table shows it, and comes into view if a figure was followed. */
function follow(event) {
  const wanted = asked();
  if (!wanted) return;
  for (const field of byId("filters").elements) if (field.name) field.value = wanted.get(field.name) ?? "";
  applyFilters(wanted);
  if (event && wanted.size) {
    byId("table").scrollIntoView({ behavior: scrollBehaviour() });
    byId("table").focus({ preventScroll: true });
  }
}

function sums() {
  const bad = new Set(app.problems.map((p) => p.name)).size;
  const years = app.rows.map((r) => r.year).filter((y) => y !== null);
  const span = years.length ? [years.reduce((a, b) => Math.min(a, b)), years.reduce((a, b) => Math.max(a, b))] : null;
  const figures = [
    ["documents", app.documents.length, "#table"], ["endorsements", app.rows.length, "#table"],
    ["bodies that act", new Set(app.rows.flatMap((r) => r.bodies)).size, "#by-body"],
    ["packages", new Set(app.rows.flatMap((r) => r.package ?? [])).size, "#by-package"],
    ["years", span ? [...new Set(span)].join("–") : "–", "#by-package"], ["documents with problems", bad, "#problems"],
  ];
  return figures.map(([term, n, href]) => el("div", {}, el("dt", {}, term), el("dd", {}, el("a", { href }, typeof n === "number" ? n.toLocaleString("en") : n))));
}

byId("sums").append(...sums());
byId("table").append(filterForm(), el("p", { class: "state" }, el("span", { id: "count", role: "status" })), el("ul", { id: "chosen", class: "chosen", "aria-label": "Filters in force" }), ...table.nodes);
if (app.problems.length) {
  byId("problems").append(...problems.nodes);
  problems.draw(app.problems);
} else byId("problems").append(el("p", { class: "empty" }, "Every document was read without a warning."));
addEventListener("hashchange", follow);
applyFilters(new URLSearchParams());
follow();
