// The freight calculator page: reads the form, asks the server, shows its answer.

import { answer, spoken } from "./answer.js";
import { getJSON, key, postJSON, Refused, setKey, Unreachable } from "./api.js";
import { batch } from "./batch.js";
import { currencies } from "./codes.js";
import { combobox } from "./combobox.js";
import { contracts } from "./contracts.js";
import { $, el } from "./dom.js";
import { attributes, clearFaults, order, showFaults } from "./form.js";
import { setLang, t, tag, translate } from "./i18n.js";
import { learn } from "./names.js";

const destination = combobox($("country"), $("country-list"));
const state = { decision: null, quotes: [], opened: new Set(), stale: false, book: null, contracts: null, again: null, asking: null };

// --- what the server refuses

function words(e) {
  if (!(e instanceof Refused)) return e instanceof Unreachable ? t("unreachable") : t("failed", { status: "–", detail: e.message });
  if (e.status === 429 || (e.status === 503 && e.retryAfter)) return t("busy", { seconds: e.retryAfter ?? "1" });
  const more = (e.problem.errors ?? []).map((f) => (f.pointer ? t("at", { where: f.pointer, what: f.detail }) : f.detail));
  return [t("failed", { status: e.status, detail: e.message }), ...more].join(" ");
}

// refusedKey says what is wrong with the key, or that one is asked for.
function refusedKey(e) {
  if (e.status === 403) return t("key_scope", { detail: e.message });
  return t(key() ? "key_refused" : "key_why");
}

// askKey opens the key form; again is done once a key was given.
function askKey(e, again) {
  state.again = again;
  const error = $("key-error");
  error.textContent = refusedKey(e);
  error.hidden = e.status !== 403 && !key();
  $("key").hidden = false;
  $("key-input").focus();
}

// fail shows an error by show, or asks for a key where that is what is missing.
function fail(e, show, again) {
  if (e.name === "AbortError") return;
  if (e instanceof Refused && (e.status === 401 || e.status === 403)) {
    show(refusedKey(e));
    askKey(e, again);
    return;
  }
  show(words(e));
}

$("key-form").addEventListener("submit", async (ev) => {
  ev.preventDefault();
  setKey($("key-input").value.trim());
  $("key-input").value = "";
  $("key").hidden = true;
  const again = state.again;
  state.again = null;
  const e = await start();
  if (!e) {
    await again?.();
    return;
  }
  state.again = again;
  if (!$("key").hidden) return; // start has told what is wrong with the key
  $("key-error").textContent = words(e);
  $("key-error").hidden = false;
  $("key").hidden = false;
  $("key-input").focus();
});

// forget drops the key and what was seen with it.
function forget() {
  setKey("");
  Object.assign(state, { decision: null, quotes: [], stale: false, book: null, contracts: null });
  learn({});
  renderContracts();
  start();
}

// --- one order

// sameStanding tells whether two answers were priced from the same book at the same volumes.
const sameStanding = (a, b) => JSON.stringify(a.priced_at) === JSON.stringify(b.priced_at);

// ask gets the decision and the quotes with their lines. Where a booking came between the two they are asked again.
async function ask(o, signal) {
  for (let tries = 3; ; tries--) {
    const [decision, list] = await Promise.all([postJSON("/v1/decisions", o, signal), postJSON("/v1/quotes", o, signal)]);
    if (sameStanding(decision, list) || tries === 1) return [decision, list.quotes ?? []];
  }
}

async function run() {
  state.asking?.abort();
  const asking = new AbortController();
  state.asking = asking;
  clearFaults();
  $("go").setAttribute("aria-busy", "true");
  $("live").textContent = t("working");
  try {
    const [decision, quotes] = await ask(order(destination), asking.signal);
    Object.assign(state, { decision, quotes, stale: false });
    render();
    if (decision.status === "invalid") showFaults((decision.faults ?? []).map((f) => ({ pointer: f.column ? "/" + f.column : "", detail: f.message })), decision.message);
    $("live").textContent = spoken(decision);
    if (window.matchMedia("(max-width: 59.99rem)").matches && decision.status !== "invalid") $("results").scrollIntoView({ block: "start" });
    loadContracts();
  } catch (e) {
    if (e.name === "AbortError") return;
    $("live").textContent = "";
    if (e instanceof Refused && (e.status === 400 || e.status === 422)) {
      state.stale = state.decision !== null;
      render();
      showFaults(e.problem.errors ?? [], e.message);
    } else {
      fail(e, (text) => showFaults([], text), run);
    }
  } finally {
    if (state.asking === asking) $("go").removeAttribute("aria-busy");
  }
}

function render() {
  const parts = state.decision && state.decision.status !== "invalid"
    ? answer(state.decision, state.quotes, state.opened)
    : [el("section", { class: "card empty" }, el("h2", { text: t("empty_title") }), sketch(), el("p", { text: t("empty") }))];
  const unfolded = new Set([...$("answer").querySelectorAll("details[open]")].map((e) => e.className));
  $("answer").replaceChildren(...parts);
  for (const e of $("answer").querySelectorAll("details")) e.open ||= unfolded.has(e.className);
  renderStale();
}

// renderStale says that what is shown belongs to the order before it was changed.
function renderStale() {
  $("answer").classList.toggle("old", state.stale);
  $("answer").querySelector(".stale")?.remove();
  if (state.stale) $("answer").prepend(el("p", { class: "stale", text: t("stale") }));
}

const sketch = () => el("div", { class: "sketch", "aria-hidden": "true" }, [1, 2, 3].map((n) => el("div", { class: "s" + n }, el("span"), el("span"), el("span"))));

$("order").addEventListener("submit", (ev) => {
  ev.preventDefault();
  run();
});

for (const name of ["input", "chosen"]) {
  $("order").addEventListener(name, () => {
    chips();
    if (!state.decision || state.stale || state.decision.status === "invalid") return;
    state.stale = true;
    renderStale();
  });
}

$("example").addEventListener("click", () => {
  destination.set("US");
  const values = { postcode: "10001", weight: "350", length_cm: "20", width_cm: "15", height_cm: "5", value: "12.00", currency: "USD", attributes: "battery", promised_days: "20" };
  $("weight-unit").value = "weight_g";
  for (const [id, value] of Object.entries(values)) $(id).value = value;
  chips();
  run();
});

// --- attributes that the book knows

function chips() {
  const have = new Set(attributes());
  const place = $("attribute-chips");
  const known = state.book?.attributes ?? [];
  place.hidden = known.length === 0;
  if (place.childElementCount !== known.length) {
    place.replaceChildren(...known.map((a) => el("button", { type: "button", class: "pick", text: a, on: { click: () => toggle(a) } })));
  }
  for (const b of place.children) b.setAttribute("aria-pressed", String(have.has(b.textContent)));
}

function toggle(a) {
  const now = attributes();
  $("attributes").value = (now.includes(a) ? now.filter((x) => x !== a) : [...now, a]).join(", ");
  $("attributes").dispatchEvent(new Event("input", { bubbles: true }));
}

// --- the book and the contracts

function renderBook() {
  const b = state.book ?? {};
  const line = [b.name ? t("book", { name: b.name }) : "", b.hash ? t("book_hash", { hash: b.hash.slice(0, 12) }) : ""].filter(Boolean).join(" · ");
  const drop = key() ? el("button", { type: "button", class: "quiet", id: "key-forget", text: t("key_forget"), on: { click: forget } }) : "";
  $("book").replaceChildren(el("p", { text: line }), drop);
}

function renderContracts() {
  const list = state.contracts ? contracts(state.contracts) : [];
  $("contracts").hidden = list.length === 0;
  $("contract-list").replaceChildren(...list);
}

async function loadContracts() {
  try {
    state.contracts = await getJSON("/v1/contracts");
  } catch (e) {
    if (e instanceof Refused && e.status === 401) throw e;
    state.contracts = null; // the calculator works without them
  }
  renderContracts();
}

// start asks for what the page shows before any order; a server that wants a key says so here. Gives what failed.
async function start() {
  let failed = null;
  try {
    state.book = await getJSON("/v1/book");
    learn(state.book);
    await loadContracts();
  } catch (e) {
    failed = e;
    if (e instanceof Refused && (e.status === 401 || e.status === 403)) askKey(e, null);
  }
  chips();
  renderBook();
  render();
  return failed;
}

// --- language

function fillCurrencies() {
  const now = $("currency").value || "USD";
  let name = (code) => code;
  try {
    const names = new Intl.DisplayNames([tag()], { type: "currency" });
    name = (code) => names.of(code);
  } catch {
    // The browser has no names: codes stand alone.
  }
  const common = ["USD", "EUR", "GBP", "CNY"];
  const option = (code) => el("option", { value: code, title: name(code), text: code });
  $("currency").replaceChildren(...common.map(option), el("hr"), ...currencies.filter((c) => !common.includes(c)).map(option));
  $("currency").value = now;
}

const files = batch(fail);

function speak() {
  translate();
  destination.speak(tag());
  fillCurrencies();
  render();
  renderBook();
  renderContracts();
  files.render();
}

for (const b of document.querySelectorAll("[data-lang]")) {
  b.addEventListener("click", () => {
    setLang(b.dataset.lang);
    speak();
  });
}

speak();
start();
