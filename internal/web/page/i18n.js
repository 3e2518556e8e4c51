// The language: chosen by the reader, else the browser's; remembered. Texts stand in text_en.js and text_zh.js.

import { en } from "./text_en.js";
import { zh } from "./text_zh.js";

const texts = { en, zh };
const tags = { en: "en", zh: "zh-CN" };
const slot = "lanewise.lang";

function remembered() {
  try {
    return localStorage.getItem(slot);
  } catch {
    return null;
  }
}

const preferred = () => (navigator.languages ?? []).map((l) => l.slice(0, 2).toLowerCase()).find((l) => l in texts);

export let lang = texts[remembered()] ? remembered() : preferred() ?? "en";

export const tag = () => tags[lang];

// t is a text of the page; {names} in it are replaced.
export function t(key, values = {}) {
  const text = texts[lang][key] ?? en[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
}

export const has = (key) => key in en;

export function setLang(next) {
  lang = texts[next] ? next : "en";
  try {
    localStorage.setItem(slot, lang);
  } catch {
    // Storage is off: the choice holds for this page.
  }
  translate();
}

// translate puts the language into everything that stands in index.html.
export function translate() {
  document.documentElement.lang = tag();
  document.title = t("title") + " · Lanewise";
  for (const e of document.querySelectorAll("[data-t]")) e.textContent = t(e.dataset.t);
  for (const e of document.querySelectorAll("[data-aria]")) e.setAttribute("aria-label", t(e.dataset.aria));
  for (const e of document.querySelectorAll("[data-p]")) e.placeholder = t(e.dataset.p);
  for (const e of document.querySelectorAll("[data-lang]")) e.setAttribute("aria-pressed", String(e.dataset.lang === lang));
}

// percent shows a share such as "0.567429"; it rounds for the eye, the exact share stands in the lines.
export const percent = (share) => new Intl.NumberFormat(tag(), { style: "percent", maximumFractionDigits: 1 }).format(Number(share));

export const count = (n) => new Intl.NumberFormat(tag()).format(n);
