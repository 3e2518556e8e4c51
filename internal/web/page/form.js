// The order form: what is sent, and faults shown at the field they are about.

import { $, el } from "./dom.js";
import { has, t } from "./i18n.js";

const plain = ["postcode", "length_cm", "width_cm", "height_cm", "value", "promised_days", "ship_date", "buyer_service", "hs6_count"];

export const attributes = () => $("attributes").value.split(/[,\uff0c\u3001|]/).map((a) => a.trim()).filter(Boolean);

// order is the form as the API reads it: texts as typed, fields left empty left out.
export function order(destination) {
  const o = {};
  if (destination.value()) o.country = destination.value();
  const weight = $("weight").value.trim();
  if (weight) o[$("weight-unit").value] = weight;
  for (const name of plain) {
    const text = $(name).value.trim();
    if (text) o[name] = text;
  }
  if (o.value) o.currency = $("currency").value;
  if (attributes().length) o.attributes = attributes();
  return o;
}

// fieldOf finds the field of a JSON pointer such as /weight_g or /attributes/2.
function fieldOf(pointer) {
  const name = (pointer ?? "").split("/")[1] ?? "";
  return $(name === "weight_g" || name === "weight_kg" ? "weight" : name && $("order").querySelector(`[name="${CSS.escape(name)}"]`)?.id);
}

// wording says what is wrong: the page knows the common kinds in the reader's language, the server's words are English.
const wording = (f) => (has("fault_" + f.code) ? t("fault_" + f.code, { detail: f.detail }) : f.detail);

export function clearFaults() {
  for (const e of document.querySelectorAll("#order .fault")) e.remove();
  for (const e of document.querySelectorAll("#order [aria-invalid]")) {
    e.removeAttribute("aria-invalid");
    const rest = (e.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => !id.startsWith("fault-")).join(" ");
    if (rest) e.setAttribute("aria-describedby", rest);
    else e.removeAttribute("aria-describedby");
  }
  $("form-error").hidden = true;
}

function mark(field, detail) {
  const id = "fault-" + field.id;
  const there = $(id);
  if (there) {
    there.textContent += " " + detail;
    return;
  }
  field.setAttribute("aria-invalid", "true");
  // Two sides that are missing are told of once.
  const same = [...field.closest(".field").querySelectorAll(".fault")].find((e) => e.textContent === detail);
  field.setAttribute("aria-describedby", ((field.getAttribute("aria-describedby") ?? "") + " " + (same?.id ?? id)).trim());
  if (!same) field.closest(".field").append(el("p", { class: "error fault", id, text: detail }));
  const hidden = field.closest("details");
  if (hidden) hidden.open = true;
}

// showFaults puts each fault at its field and the rest above the form; the first field gets the focus.
export function showFaults(faults, otherwise) {
  clearFaults();
  const loose = [];
  const fields = [];
  for (const f of faults) {
    const field = fieldOf(f.pointer);
    if (field) {
      mark(field, wording(f));
      if (!fields.includes(field)) fields.push(field);
    } else {
      loose.push(f.pointer ? t("at", { where: f.pointer, what: f.detail }) : f.detail);
    }
  }
  if (faults.length === 0) loose.push(otherwise);
  const summary = $("form-error");
  const counted = fields.length === 0 ? "" : fields.length === 1 ? t("faults_one") : t("faults_many", { n: fields.length });
  summary.textContent = [counted, ...loose].filter(Boolean).join(" ");
  summary.hidden = false;
  const inOrder = [...$("order").elements].find((e) => fields.includes(e));
  (inOrder ?? summary).focus();
}
