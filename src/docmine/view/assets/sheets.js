// The pages: drawn when they come near, with a box for every mention and endorsement in page coordinates (points).

/** Each thing that has a place: id → { kind, role, regions }, several a thing. */
function boxesByPage(record) {
  const pages = new Map();
  const add = (regions, box) => {
    for (const region of regions) {
      if (!pages.has(region.page)) pages.set(region.page, []);
      pages.get(region.page).push({ ...box, region });
    }
  };
  for (const p of record.paragraphs) {
    add(p.regions, { id: p.id, role: "paragraph" });
    p.mentions.forEach((m, n) => add(m.regions, { id: `${p.id}.m${n + 1}`, role: `mention ${m.label}` }));
  }
  for (const s of record.sections) add(s.regions, { id: s.id, role: "heading" });
  for (const e of record.endorsements) {
    add(e.subject.regions, { id: e.id, role: "subject" });
    for (const agent of e.agents) add(agent.regions, { id: e.id, role: "agent" });
    add(e.trigger.regions, { id: e.id, role: `trigger ${e.status}` });
  }
  return pages;
}

function sheet(page, boxes) {
  const frame = el("div", { class: "frame", "data-page": page.number });
  frame.style.aspectRatio = `${page.width} / ${page.height}`;
  frame.append(...flags(page, boxes));
  const notes = app.record.diagnostics.filter((d) => d.page === page.number).map(diagnostic);
  return el("figure", { class: "sheet", id: `sheet-at-${page.number}` },
    el("figcaption", {}, el("span", {}, `Page ${page.number}`), notes), frame);
}

/** Links from the page's edge to the cards of its endorsements, moved apart where acts share a line. */
function flags(page, boxes) {
  const triggers = firstOfEach(boxes.filter((b) => b.role.startsWith("trigger"))).sort((a, b) => a.region.top - b.region.top);
  let free = 0;
  return triggers.map((b) => {
    const top = Math.max(free, b.region.top - 1);
    free = top + 15;
    const flag = el("a", { class: `flag ${b.role.split(" ")[1]}`, href: `#${b.id}`, "data-e": b.id, "aria-label": `Endorsement ${b.id} on this page` }, b.id);
    flag.style.top = `${(100 * top) / page.height}%`;
    return flag;
  });
}

function firstOfEach(boxes) {
  const seen = new Set();
  return boxes.filter((b) => !seen.has(b.id) && seen.add(b.id));
}

/** The picture and the boxes, once the page is wanted. */
function draw(frame) {
  if (frame.dataset.drawn) return;
  frame.dataset.drawn = "yes";
  const page = app.sheets.find((s) => s.number === Number(frame.dataset.page));
  const source = byId(`sheet-${page.number}`);
  if (source) frame.prepend(el("img", { src: source.textContent, alt: `Page ${page.number} of the document`, loading: "lazy", draggable: "false" }));
  else frame.prepend(el("p", { class: "nopicture" }, "This page could not be drawn."));
  const overlay = svg("svg", { class: "overlay", viewBox: `0 0 ${page.width} ${page.height}`, "aria-hidden": "true", preserveAspectRatio: "none" });
  overlay.append(...(app.boxes.get(page.number) ?? []).map(boxOf));
  frame.append(overlay);
}

function boxOf({ id, role, region }) {
  const size = { x: region.x0, y: region.top, width: Math.max(0, region.x1 - region.x0), height: Math.max(0, region.bottom - region.top) };
  return svg("rect", { class: `box ${role}`, "data-box": id, ...size });
}

function drawSheets(host) {
  if (!app.sheets.length) return document.body.classList.add("without-sheets");
  host.append(sheetTools(), ...app.sheets.map((page) => sheet(page, app.boxes.get(page.number) ?? [])));
  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) draw(entry.target);
  }, { root: null, rootMargin: "800px" });
  for (const frame of host.querySelectorAll(".frame")) near.observe(frame);
  host.addEventListener("click", (event) => {
    const box = event.target.closest("[data-box]");
    if (box) choose(box.dataset.box);
  });
}

function sheetTools() {
  const zoom = (by) => () => {
    app.zoom = Math.min(3, Math.max(0.5, app.zoom * by));
    byId("sheets").style.setProperty("--zoom", app.zoom);
  };
  const button = (label, text, by) => {
    const made = el("button", { type: "button", "aria-label": label, title: label }, text);
    made.addEventListener("click", zoom(by));
    return made;
  };
  const legend = [["BODY", "body"], ["DATE", "date"], ["PACKAGE", "package"], ["deed", "act"]];
  return el("div", { class: "tools" },
    el("ul", { class: "legend", "aria-label": "Boxes" }, legend.map(([kind, text]) => el("li", { class: kind }, text))),
    el("span", { class: "zoom" }, button("Smaller pages", "−", 0.8), button("Larger pages", "+", 1.25)));
}

/** The place on a page that shows a thing first; null without one. */
function placeOnPage(id) {
  const order = ["trigger", "mention", "paragraph", "heading", "subject", "agent"];
  const found = [...app.boxes.values()].flat().filter((b) => b.id === id);
  return found.sort((a, b) => order.indexOf(a.role.split(" ")[0]) - order.indexOf(b.role.split(" ")[0]))[0]?.region ?? null;
}

/** Scrolls the pages, not the window, so that the place stands in the middle. */
function showOnPage(region) {
  const frame = document.querySelector(`.frame[data-page="${region.page}"]`);
  if (!frame) return;
  draw(frame);
  const page = app.sheets.find((s) => s.number === region.page);
  const host = byId("sheets");
  const scale = frame.clientWidth / page.width;
  const at = frame.getBoundingClientRect().top - host.getBoundingClientRect().top + host.scrollTop + region.top * scale;
  const left = frame.getBoundingClientRect().left - host.getBoundingClientRect().left + host.scrollLeft + region.x0 * scale;
  host.scrollTo({ top: at - host.clientHeight / 2.5, left: left - host.clientWidth / 4, behavior: scrollBehaviour() });
}
