// Elements are made here and nowhere else: every text goes in as a text node, never as markup.

export const $ = (id) => document.getElementById(id);

// el makes an element. Props: class, text, on (events), dataset; anything else is an attribute.
export function el(tag, props = {}, ...children) {
  const e = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "class") e.className = value;
    else if (key === "text") e.textContent = value;
    else if (key === "on") for (const [name, f] of Object.entries(value)) e.addEventListener(name, f);
    else if (key === "dataset") Object.assign(e.dataset, value);
    else e.setAttribute(key, value === true ? "" : value);
  }
  e.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== ""));
  return e;
}

// ratio is part/whole between 0 and 1, for drawing only. Both are decimal strings of an answer.
export function ratio(part, whole) {
  const r = Number(part) / Number(whole);
  return Number.isFinite(r) ? Math.min(1, Math.max(0, r)) : 0;
}

// isZero tells whether a decimal string is zero or absent.
export const isZero = (text) => !text || !/[1-9]/.test(text);

// fill puts nodes into the {names} of a text: fill("a {x} b", {x: node}) gives ["a ", node, " b"].
export function fill(text, values) {
  return text.split(/(\{\w+\})/).map((part) => {
    const name = /^\{(\w+)\}$/.exec(part);
    return name && name[1] in values ? values[name[1]] : part;
  });
}

export const strong = (text) => el("strong", { text });
