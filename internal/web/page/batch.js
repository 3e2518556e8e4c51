// A file of orders: sent as it is, decided by the server, counted here by status and channel, offered for download.

import { postFile } from "./api.js";
import { parse } from "./csv.js";
import { $, el } from "./dom.js";
import { count, t } from "./i18n.js";

const sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const kinds = { csv: "text/csv", xlsx: sheet, ndjson: "application/x-ndjson", jsonl: "application/x-ndjson" };
const shown = 50;

const ending = (name) => /\.(\w+)$/.exec(name)?.[1].toLowerCase() ?? "";
const path = (format) => "/v1/decisions/batch?format=" + format + "&for=spreadsheet";
const stem = (name) => name.replace(/\.\w+$/, "") + "-decisions";

function tally(rows) {
  const [head, ...body] = rows;
  const at = (name) => head.indexOf(name);
  const cells = { id: at("order_id"), status: at("status"), channel: at("channel"), message: at("message") };
  const sums = new Map();
  const look = [];
  for (const r of body) {
    const keys = ["status_" + r[cells.status]];
    if (r[cells.channel]) keys.push("n_" + r[cells.channel]);
    for (const k of keys) sums.set(k, (sums.get(k) ?? 0) + 1);
    if (r[cells.status] !== "ship") look.push({ id: r[cells.id], status: r[cells.status], message: r[cells.message] });
  }
  return { n: body.length, sums, look };
}

function save(blob, name) {
  const url = URL.createObjectURL(blob);
  const a = el("a", { href: url, download: name, hidden: true });
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

const keysShown = ["status_ship", "status_hold", "status_none", "status_invalid", "n_online", "n_offline"];

function summary(state) {
  const figures = keysShown.filter((k) => state.sums.has(k)).map((k) =>
    el("div", { class: "figure " + k }, el("dt", { text: t(k) }), el("dd", { text: count(state.sums.get(k)) })));
  return el("dl", { class: "figures" }, figures);
}

// The table names its roles, since the narrow layout takes its cells out of the table's grid.
function lookTable(look) {
  if (look.length === 0) return el("p", { class: "muted", text: t("batch_clean") });
  const rows = look.slice(0, shown).map((r) => el("tr", { role: "row" },
    el("th", { scope: "row", role: "rowheader", text: r.id }), el("td", { role: "cell", text: t("status_" + r.status) }), el("td", { role: "cell", text: r.message })));
  return el("details", { class: "look" },
    el("summary", {}, t("batch_look") + " (" + count(look.length) + (look.length > shown ? "; " + t("batch_first", { n: shown }) : "") + ")"),
    el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": t("batch_look") },
      el("table", { role: "table" }, el("thead", {}, el("tr", {}, ["order_id", "status", "message"].map((k) => el("th", { scope: "col", text: t(k) })))), el("tbody", { role: "rowgroup" }, rows))));
}

// batch wires the drop zone. fail shows an error at a place and offers to do the same again after a key was given.
export function batch(fail) {
  const zone = $("drop");
  const place = $("batch-answer");
  const live = $("batch-live");
  let state = null;
  let run = 0;

  const note = (text, error) => {
    live.textContent = error ? "" : text;
    place.replaceChildren(el("p", { class: error ? "error" : "muted", text, role: error ? "alert" : undefined }));
  };

  function render() {
    if (!state) return;
    const workbook = el("button", { type: "button", class: "quiet", text: t("batch_xlsx"), on: { click: () => asWorkbook(workbook) } });
    place.replaceChildren(
      el("h3", { text: t("batch_done", { name: state.file.name, n: count(state.n) }) }), summary(state),
      el("div", { class: "actions" },
        el("button", { type: "button", class: "primary", id: "batch-save", text: t("batch_save"), on: { click: () => save(state.blob, stem(state.file.name) + ".csv") } }),
        workbook),
      lookTable(state.look));
  }

  async function asWorkbook(button) {
    const { file, type } = state;
    button.disabled = true;
    button.textContent = t("batch_xlsx_working");
    try {
      save(await postFile(path("xlsx"), file, type), stem(file.name) + ".xlsx");
    } catch (e) {
      fail(e, (text) => button.after(el("p", { class: "error", role: "alert", text })), () => asWorkbook(button));
    }
    button.disabled = false;
    button.textContent = t("batch_xlsx");
  }

  async function take(file) {
    const type = kinds[ending(file.name)];
    const mine = ++run;
    state = null;
    if (!type) {
      note(t("batch_kind", { name: file.name }), true);
      return;
    }
    note(t("batch_working", { name: file.name }));
    try {
      const blob = await postFile(path("csv"), file, type);
      const rows = parse(await blob.text());
      if (mine !== run) return;
      state = { file, type, blob, ...tally(rows) };
      render();
      live.textContent = t("batch_done", { name: file.name, n: count(state.n) });
    } catch (e) {
      if (mine === run) fail(e, (text) => note(text, true), () => take(file));
    }
  }

  $("file").addEventListener("change", (ev) => {
    if (ev.target.files[0]) take(ev.target.files[0]);
    ev.target.value = "";
  });
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (ev) => { ev.preventDefault(); zone.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (ev) => {
    ev.preventDefault();
    if (ev.dataTransfer.files[0]) take(ev.dataTransfer.files[0]);
  });
  // A file dropped beside the zone must not replace the page.
  for (const name of ["dragover", "drop"]) window.addEventListener(name, (ev) => ev.preventDefault());
  return { render };
}
