// Building elements. Text from a document only ever becomes a text node.

const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]/g;

/** The text with control and format characters made visible, so that none of them can hide or reorder the rest. */
function shown(text) {
  return String(text).replace(HIDDEN, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** An element with attributes (null and false are left out, true is empty) and children (strings become text nodes). */
function el(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(shown(child)));
  }
  return element;
}

function byId(id) {
  return document.getElementById(id);
}

function plural(n, one, many = `${one}s`) {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

/** Letters without case and accents, for searching. */
function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** [value, times] pairs, the most frequent first. */
function counted(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/** Whether a key press belongs to a field that is being filled in. */
function isTyping(event) {
  return event.target.matches?.("input:not([type=checkbox]):not([type=radio]):not([type=range]), textarea, select") ?? false;
}

function scrollBehaviour() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}

const STATUSES = ["done", "planned", "conditional", "declined"];
const SIGNS = { done: "●", planned: "○", conditional: "◆", declined: "✕" };

/** A status as sign and word, so that it never rests on colour alone. */
function statusBadge(status) {
  return el("span", { class: `status ${status}` }, el("span", { class: "sign", "aria-hidden": "true" }, SIGNS[status]), status);
}
