// A table of many rows: sorted by its headings, shown a page at a time.

const ROWS_A_PAGE = 20;

/** { columns: [names], values: [[…]] } as objects. */
function objects(table) {
  return table.values.map((values) => Object.fromEntries(table.columns.map((name, n) => [name, values[n]])));
}

/** Columns are { title, value(row) to sort by, cell(row) nodes, wide }. `draw(rows)` shows these rows. */
function sortedTable(caption, columns) {
  const state = { rows: [], by: null, down: false, page: 0 };
  const body = el("tbody");
  const heads = columns.map((column, n) => {
    const button = el("button", { type: "button", class: "sort" }, column.title);
    button.addEventListener("click", () => sort(n));
    return el("th", { scope: "col", class: column.wide ? "wide" : null }, button);
  });
  const before = pageButton("Previous", -1);
  const after = pageButton("Next", 1);
  const where = el("span", { role: "status" });
  const pager = el("p", { class: "pager" }, before, after, where);
  const box = el("div", { class: "tablebox", tabindex: "0", role: "group", "aria-label": caption },
    el("table", {}, el("caption", { class: "unseen" }, caption), el("thead", {}, el("tr", {}, heads)), body));
  const none = el("p", { class: "empty", hidden: true }, "Nothing passes these filters.");

  function pageButton(text, by) {
    const button = el("button", { type: "button" }, text);
    button.addEventListener("click", () => {
      state.page += by;
      show();
    });
    return button;
  }

  function sort(n) {
    state.down = state.by === n ? !state.down : false;
    state.by = n;
    state.page = 0;
    arrange();
    show();
  }

  function arrange() {
    heads.forEach((head, n) => (n === state.by ? head.setAttribute("aria-sort", state.down ? "descending" : "ascending") : head.removeAttribute("aria-sort")));
    if (state.by === null) return;
    const value = columns[state.by].value;
    const sign = state.down ? -1 : 1;
    const keyed = state.rows.map((row) => [value(row), row]);
    keyed.sort(([a], [b]) => (blank(a) || blank(b) ? blank(a) - blank(b) : sign * (a < b ? -1 : a > b ? 1 : 0)));
    state.rows = keyed.map(([, row]) => row);
  }

  const blank = (value) => Number(value === null || value === undefined || value === "");

  function show() {
    const pages = Math.max(1, Math.ceil(state.rows.length / ROWS_A_PAGE));
    state.page = Math.min(Math.max(0, state.page), pages - 1);
    const first = state.page * ROWS_A_PAGE;
    const rows = state.rows.slice(first, first + ROWS_A_PAGE);
    body.replaceChildren(...rows.map((row) => el("tr", {}, columns.map((c) => el("td", { "data-label": c.title, class: c.wide ? "wide" : c.roomy ? "roomy" : null }, c.cell(row))))));
    none.hidden = rows.length > 0;
    box.hidden = !rows.length;
    before.disabled = state.page === 0;
    after.disabled = state.page >= pages - 1;
    pager.classList.toggle("single", pages < 2);
    where.textContent = rows.length ? `${(first + 1).toLocaleString("en")}–${(first + rows.length).toLocaleString("en")} of ${state.rows.length.toLocaleString("en")}` : "";
  }

  function draw(rows) {
    state.rows = [...rows];
    state.page = 0;
    arrange();
    show();
  }

  return { nodes: [none, box, pager], draw };
}
