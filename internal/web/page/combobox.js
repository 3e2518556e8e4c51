// The destination: a text field with a list below it (the ARIA combobox pattern). Names come from the browser, in the
// page's language; the other language and the code are searched too.

import { countries } from "./codes.js";
import { el } from "./dom.js";

const plain = (s) => s.normalize("NFKD").replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();

function namer(lang) {
  try {
    const names = new Intl.DisplayNames([lang], { type: "region", fallback: "code" });
    return (code) => names.of(code);
  } catch {
    return (code) => code;
  }
}

// score says how well a country fits what is typed; 0 is not at all.
function score(entry, typed) {
  if (typed === entry.code.toLowerCase()) return 4;
  if (entry.keys.some((k) => k === typed)) return 3;
  if (entry.keys.some((k) => k.startsWith(typed))) return 2;
  return entry.keys.some((k) => k.includes(typed)) ? 1 : 0;
}

export function combobox(input, list) {
  let entries = [];
  let shown = [];
  let active = -1;
  let code = "";

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  }

  function mark(i) {
    active = i;
    [...list.children].forEach((item, k) => item.setAttribute("aria-selected", String(k === i)));
    if (i < 0) return;
    input.setAttribute("aria-activedescendant", list.children[i].id);
    list.children[i].scrollIntoView({ block: "nearest" });
  }

  function choose(entry) {
    code = entry.code;
    input.value = entry.name;
    close();
    input.dispatchEvent(new Event("chosen", { bubbles: true }));
  }

  function open() {
    const typed = plain(input.value);
    const current = entries.find((e) => e.code === code);
    const all = !typed || (current && current.name === input.value);
    shown = all ? entries : entries.map((e) => [score(e, typed), e]).filter(([s]) => s > 0).sort((a, b) => b[0] - a[0]).map(([, e]) => e);
    list.replaceChildren(...shown.map((entry) =>
      el("li", { id: "country-" + entry.code, role: "option", "aria-selected": "false", on: { mousedown: (ev) => { ev.preventDefault(); choose(entry); } } },
        el("span", { text: entry.name }), el("span", { class: "code", text: entry.code }))));
    list.hidden = shown.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(all ? shown.indexOf(current) : shown.length ? 0 : -1);
  }

  // settle takes what was typed when the field is left: a whole name or code is that country, anything else stays as
  // it is and the server says what is wrong with it.
  function settle() {
    const typed = plain(input.value);
    const exact = typed && entries.find((e) => score(e, typed) >= 3);
    code = exact ? exact.code : "";
    if (exact) input.value = exact.name;
    close();
  }

  function move(step) {
    if (list.hidden) open();
    if (shown.length) mark((active + step + shown.length + (active < 0 && step < 0 ? 1 : 0)) % shown.length);
  }

  input.addEventListener("input", () => { code = ""; open(); });
  input.addEventListener("click", () => { if (list.hidden) open(); });
  input.addEventListener("blur", settle);
  input.addEventListener("keydown", (ev) => {
    if (ev.key === "ArrowDown" || ev.key === "ArrowUp") {
      ev.preventDefault();
      move(ev.key === "ArrowDown" ? 1 : -1);
    } else if (ev.key === "Enter" && !list.hidden && active >= 0) {
      ev.preventDefault();
      choose(shown[active]);
    } else if (ev.key === "Escape" && !list.hidden) {
      ev.preventDefault();
      close();
    } else if (ev.key === "Tab" && !list.hidden && active >= 0 && input.value) {
      choose(shown[active]);
    }
  });

  return {
    value: () => code || input.value.trim(),
    set(next) {
      code = next;
      input.value = entries.find((e) => e.code === next)?.name ?? next;
    },
    speak(lang) {
      settle();
      const here = namer(lang);
      const keys = ["en", "zh-CN"].map(namer);
      entries = countries.map((c) => ({ code: c, name: here(c), keys: [plain(c), ...keys.map((name) => plain(name(c)))] }));
      entries.sort((a, b) => a.name.localeCompare(b.name, lang));
      if (code) input.value = entries.find((e) => e.code === code).name;
    },
  };
}
