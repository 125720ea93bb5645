// The document page: what is chosen, and the keys. A choice is the address's fragment (#e3, #p4, #p4.m2), so it can be shared.

const data = JSON.parse(byId("data").textContent);
const app = { record: data.record, names: data.names, sheets: data.sheets, language: data.record.document.language, zoom: 1, hidden: new Set() };
app.paragraphs = new Map(app.record.paragraphs.map((p) => [p.id, p]));
app.mentions = app.record.paragraphs.flatMap((p) => p.mentions.map((m, n) => ({ ...m, id: `${p.id}.m${n + 1}` })));
app.events = new Map(app.record.endorsements.map((e) => [e.id, e]));
app.boxes = boxesByPage(app.record);
for (const p of app.record.paragraphs) p.folded = folded(p.text);

function build() {
  byId("masthead").append(...masthead(app.record));
  const wide = matchMedia("(min-width: 900px)").matches;
  byId("record").append(
    el("details", { class: "sieve", open: wide }, el("summary", {}, "Filters ", el("span", { id: "count", role: "status" })), filterForm(), keysHelp()),
    el("div", { class: "text" }, generalNotes(app.record), outline(app.record) ?? "",
      app.record.endorsements.length ? null : el("p", { class: "empty" }, "No endorsements were found in this document."),
      el("p", { class: "empty", id: "nothing", hidden: true }, "No paragraph passes these filters. Reset them to see everything."),
      reading(app.record)));
  drawSheets(byId("sheets"));
  listen();
  applyFilters();
  follow();
}

function keysHelp() {
  const keys = [["j", "next endorsement"], ["k", "previous"], ["/", "search"], ["Esc", "let go"]];
  return el("p", { class: "keys" }, keys.map(([key, what]) => [el("kbd", {}, key), ` ${what} `]));
}

function listen() {
  const form = byId("filters");
  form.addEventListener("input", applyFilters);
  form.addEventListener("reset", () => setTimeout(applyFilters));
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", follow); // a link of the page, or the way back
  addEventListener("keydown", onKey);
  addEventListener("beforeprint", () => document.querySelectorAll(".frame").forEach(draw));
  byId("record").addEventListener("click", onRecordClick);
}

/** A click anywhere on a card or on quoted words chooses the endorsement; links do it themselves. */
function onRecordClick(event) {
  if (event.target.closest("a, summary, form") || !getSelection().isCollapsed) return;
  const quote = event.target.closest("[data-e]");
  const card = event.target.closest(".card");
  if (quote) choose(quote.dataset.e.split(" ")[0]);
  else if (card) choose(card.dataset.id);
}

/** Lit at once: a new hash alone would be followed in a later task, and two quick keys could meet the old choice. */
function choose(id) {
  if (location.hash !== `#${id}`) history.pushState(null, "", `#${id}`);
  follow();
}

/** Lights what the address names: its words, its card, its boxes; and brings them into view. */
function follow() {
  const id = decodeURIComponent(location.hash.slice(1));
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  for (const card of document.querySelectorAll(".card[aria-current]")) card.removeAttribute("aria-current");
  app.chosen = byId(`at-${id}`) || app.mentions.some((m) => m.id === id) ? id : null;
  if (!app.chosen) return;
  const region = placeOnPage(id);
  if (region) showOnPage(region);
  light(id);
  bringIntoView(id);
  say(id);
}

function light(id) {
  const key = CSS.escape(id);
  for (const part of document.querySelectorAll(`[data-id="${key}"], [data-e~="${key}"], [data-of="${key}"], [data-box="${key}"]`)) part.classList.add("lit");
  const card = byId(`at-${id}`);
  if (card?.matches(".card")) card.setAttribute("aria-current", "true");
}

/** In the record: the card together with its words where both fit, else the card. */
function bringIntoView(id) {
  const home = byId(`at-${id}`) ?? document.querySelector(`[data-id="${CSS.escape(id)}"]`);
  if (!home || home.hidden) return;
  const host = byId("record");
  const sieve = host.querySelector(".sieve");
  const bar = getComputedStyle(sieve).position === "sticky" ? sieve.offsetHeight : 0;
  const quote = document.querySelector(`[data-of="${CSS.escape(id)}"]`) ?? home;
  const view = host.getBoundingClientRect();
  const top = Math.min(quote.getBoundingClientRect().top, home.getBoundingClientRect().top);
  const bottom = home.getBoundingClientRect().bottom;
  if (top >= view.top + bar && bottom <= view.bottom) return;
  const first = bottom - top < view.height - bar ? top : home.getBoundingClientRect().top;
  host.scrollTo({ top: host.scrollTop + first - view.top - bar - 24, behavior: scrollBehaviour() });
}

function say(id) {
  const e = app.events.get(id);
  const m = app.mentions.find((x) => x.id === id);
  const text = e ? `${e.act}, ${e.status}: ${e.subject.text}` : m ? `${m.label} ${m.text}: ${m.value ?? "no value"}${app.names[m.value] ? `, ${nameOf(m.value)}` : ""}, confidence ${m.confidence}` : "";
  byId("said").textContent = shown(text);
  byId("said").classList.toggle("quiet", !m); // a card says it all to those who see it
}

function letGo() {
  history.pushState(null, "", location.pathname + location.search);
  follow();
  byId("said").textContent = "";
}

/** The next endorsement that is shown, from the one chosen. */
function step(by) {
  const ids = app.record.endorsements.map((e) => e.id).filter((id) => !byId(`at-${id}`).hidden);
  if (!ids.length) return;
  const at = ids.indexOf(app.chosen);
  const next = at < 0 ? (by > 0 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, at + by));
  byId(`name-${ids[next]}`).focus({ preventScroll: true });
  choose(ids[next]);
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    if (isTyping(event)) event.target.blur();
    letGo();
  } else if (isTyping(event)) return;
  else if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
  else if (event.key === "/") {
    event.preventDefault();
    byId("record").querySelector(".sieve").open = true;
    byId("search").focus();
  }
}

build();
