// Filters: what of the record is marked, on the page and in the text.

const LABELS = ["BODY", "DATE", "PACKAGE"];

function checks(legend, name, values, mark) {
  return el("fieldset", { class: "checks" }, el("legend", {}, legend), values.map((value) =>
    el("label", { class: `check ${value}` }, el("input", { type: "checkbox", name, value, checked: true }), mark(value))));
}

function choice(label, name, options) {
  return el("label", { class: "choice" }, el("span", {}, label),
    el("select", { name }, el("option", { value: "" }, "all"),
      options.map(([id, times]) => el("option", { value: id }, `${shortOf(id)} (${times})`))));
}

function filterForm() {
  const events = app.record.endorsements;
  const bodies = counted([...events.flatMap((e) => e.bodies), ...app.mentions.filter((m) => m.label === "BODY" && m.value).map((m) => m.value)]);
  const packages = counted([...events.flatMap((e) => e.package ?? []), ...app.mentions.filter((m) => m.label === "PACKAGE" && m.value).map((m) => m.value),
    ...app.record.paragraphs.flatMap((p) => p.packages.map((s) => s.id))]);
  return el("form", { id: "filters", class: "filters", "aria-label": "Filters" },
    el("label", { class: "search" }, el("span", { class: "unseen" }, "Search the text"),
      el("input", { type: "search", name: "q", id: "search", placeholder: "Search the text   /", autocomplete: "off" })),
    checks("Mentions", "label", LABELS, (v) => v.toLowerCase()),
    checks("Endorsements", "status", STATUSES, (v) => [el("span", { class: "sign", "aria-hidden": "true" }, SIGNS[v]), v]),
    choice("Body", "body", bodies), choice("Package", "package", packages),
    el("label", { class: "choice" }, el("span", {}, "Confidence from ", el("output", { id: "least" }, "0.00")),
      el("input", { type: "range", name: "confidence", min: "0", max: "1", step: "0.05", value: "0" })),
    el("fieldset", { class: "checks" }, el("legend", {}, "Show"),
      el("label", { class: "check" }, el("input", { type: "checkbox", name: "values", checked: true }), "values"),
      el("label", { class: "check" }, el("input", { type: "checkbox", name: "matching" }), "only paragraphs with endorsements")),
    el("button", { type: "reset" }, "Reset"));
}

function readFilters() {
  const form = new FormData(byId("filters"));
  return {
    q: folded(form.get("q").trim()), labels: new Set(form.getAll("label")), statuses: new Set(form.getAll("status")),
    body: form.get("body"), package: form.get("package"), confidence: Number(form.get("confidence")),
    values: form.has("values"), matching: form.has("matching"),
  };
}

function admitsMention(m, f) {
  if (!f.labels.has(m.label) || m.confidence < f.confidence) return false;
  if (f.body && m.label === "BODY" && m.value !== f.body) return false;
  return !(f.package && m.label === "PACKAGE" && m.value !== f.package);
}

function admitsEvent(e, f) {
  return f.statuses.has(e.status) && e.confidence >= f.confidence && (!f.body || e.bodies.includes(f.body)) && (!f.package || e.package === f.package);
}

/** Hides what the filters leave out and says how much is left. */
function applyFilters() {
  const f = readFilters();
  byId("least").value = f.confidence.toFixed(2);
  const hidden = new Set([...app.mentions.filter((m) => !admitsMention(m, f)), ...app.record.endorsements.filter((e) => !admitsEvent(e, f))].map((x) => x.id));
  app.hidden = hidden;
  const busy = new Set(app.record.endorsements.filter((e) => !hidden.has(e.id)).map((e) => e.paragraph));
  const texts = app.record.paragraphs.filter((p) => (!f.q || p.folded.includes(f.q)) && (!f.matching || busy.has(p.id)));
  const seen = new Set(texts.map((p) => p.id));
  for (const p of app.record.paragraphs) byId(`at-${p.id}`).hidden = !seen.has(p.id);
  for (const e of app.record.endorsements) byId(`at-${e.id}`).hidden = hidden.has(e.id) || !seen.has(e.paragraph);
  byId("record").classList.toggle("sifted", Boolean(f.q) || f.matching);
  byId("record").classList.toggle("no-values", !f.values);
  byId("nothing").hidden = texts.length > 0 || !app.record.paragraphs.length;
  hideMarks(hidden);
  sayCounts(hidden, texts);
}

/** Marks stay links only while they are shown: a hidden one is plain text. */
function hideMarks(hidden) {
  for (const mark of document.querySelectorAll("a.mention, a.act")) {
    const off = hidden.has(mark.dataset.id ?? mark.getAttribute("data-of"));
    mark.classList.toggle("off", off);
    if (off) mark.removeAttribute("href");
    else mark.setAttribute("href", `#${mark.dataset.id ?? mark.getAttribute("data-of")}`);
  }
  for (const box of document.querySelectorAll("[data-box]")) box.classList.toggle("off", hidden.has(box.dataset.box));
  for (const flag of document.querySelectorAll(".flag")) flag.hidden = hidden.has(flag.dataset.e);
}

function sayCounts(hidden, texts) {
  const left = (all) => all.filter((x) => !hidden.has(x.id)).length;
  const { endorsements, paragraphs } = app.record;
  byId("count").textContent = `${left(endorsements)} of ${plural(endorsements.length, "endorsement")} · ${left(app.mentions)} of ${plural(app.mentions.length, "mention")}`
    + ` · ${texts.length} of ${plural(paragraphs.length, "paragraph")}`;
}
