// All services side by side. A bar is as long as its charges against the longest of the answer; figures are the
// answer's own texts.

import { el, isZero, ratio } from "./dom.js";
import { has, percent, t } from "./i18n.js";
import { chip, named, serviceName } from "./names.js";

// segments are the parts of a bar in the order in which they are drawn; lengths only, no figure is taken from here.
const segments = [
  ["freight", (q) => Number(q.freight) - Number(q.discount)],
  ["surcharges", (q) => Number(q.surcharges) + Number(q.fuel)],
  ["tax", (q) => Number(q.tax)],
  ["risk", (q) => ["loss_cost", "late_cost", "score_cost", "finance_cost"].reduce((sum, c) => sum + Math.max(0, Number(q[c])), 0)],
  ["policy", (q) => Number(q.policy_cost)],
];

const lengths = (q) => segments.map(([name, of]) => [name, Math.max(0, of(q) || 0)]);
const stack = (q) => lengths(q).reduce((sum, [, n]) => sum + n, 0);

// credit is what negative amounts take off again, where it is long enough to be seen: hatched at the end of the bar.
function credit(q, longest) {
  const over = stack(q) - Math.max(0, Number(q.total_cost));
  return over > longest / 150 ? over : 0;
}

function bar(q, longest) {
  const row = el("div", { class: "bar", "aria-hidden": "true" });
  for (const [name, length] of lengths(q)) {
    if (length === 0) continue;
    const part = el("span", { class: "seg " + name, title: t("seg_" + name) });
    part.style.width = 100 * ratio(length, longest) + "%";
    row.append(part);
  }
  const over = credit(q, longest);
  if (over > 0) {
    const off = el("span", { class: "credit", title: t("seg_credit") });
    off.style.width = 100 * ratio(over, longest) + "%";
    off.style.left = 100 * ratio(stack(q) - over, longest) + "%";
    row.append(off);
  }
  return row;
}

function legend(quotes, longest) {
  const used = segments.filter(([name]) => quotes.some((q) => lengths(q).some(([n, length]) => n === name && length > 0))).map(([name]) => name);
  if (quotes.some((q) => credit(q, longest) > 0)) used.push("credit");
  return el("ul", { class: "legend", "aria-label": t("legend") },
    used.map((name) => el("li", {}, el("span", { class: "swatch " + name, "aria-hidden": "true" }), t("seg_" + name))));
}

// madeOf is a line's rate and quantity as the answer gives them.
function madeOf(line) {
  if (line.unit === "percent") return line.rate ? line.rate + " %" + (line.quantity ? " × " + line.quantity : "") : "";
  const unit = line.unit ? (has("unit_" + line.unit) ? t("unit_" + line.unit) : line.unit) : "";
  const amount = [line.rate, line.quantity ? (line.quantity + " " + unit).trim() : ""].filter(Boolean).join(" × ");
  return line.own_amount ? [amount, line.own_amount + " " + line.own_currency].filter(Boolean).join(" = ") : amount;
}

function origin(source) {
  if (!source) return "";
  const place = el("span", { class: "place", text: source.table + ".csv:" + source.line });
  const rest = [source.confidence, source.source, source.source_date, source.note].filter(Boolean).join(" · ");
  return [place, rest ? el("span", { class: "muted", text: " " + rest }) : ""];
}

// The tables of lines name their roles, since the narrow layout takes their cells out of the table's grid.

// sums close a group of lines with the answer's own sum.
const sums = { tax: "shipping_cost", finance_cost: "risk_cost" };
const order = ["freight", "discount", "surcharges", "fuel", "tax", "loss_cost", "late_cost", "score_cost", "finance_cost", "policy_cost"];

function lineRow(line) {
  const label = t(line.column);
  const code = line.code && line.code !== line.column ? el("span", { class: "code", text: line.code }) : "";
  const sign = line.column === "discount" && !isZero(line.amount) ? "−" : "";
  return el("tr", { role: "row" },
    el("th", { scope: "row", role: "rowheader" }, label, code ? " " : "", code),
    el("td", { role: "cell", class: "made", text: madeOf(line) }),
    el("td", { role: "cell", class: "num", text: sign + line.amount }),
    el("td", { role: "cell", class: "from" }, origin(line.source)));
}

function lineTable(q, currency) {
  const body = el("tbody", { role: "rowgroup" });
  for (const column of order) {
    for (const line of (q.lines ?? []).filter((l) => l.column === column)) body.append(lineRow(line));
    if (column in sums) body.append(sumRow(t(sums[column]), q[sums[column]]));
  }
  body.append(sumRow(t("total_cost"), q.total_cost));
  const head = (text, kind) => el("th", { scope: "col", role: "columnheader", class: kind, text });
  return el("table", { class: "lines", role: "table" },
    el("caption", { class: "sr", text: t("lines_of", { service: serviceName(q.service) }) }),
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, head(t("what")), head(t("made_of"), "made"), head(currency, "num"), head(t("source"), "from"))),
    body);
}

const sumRow = (label, amount) => el("tr", { role: "row", class: "sum" },
  el("th", { scope: "row", role: "rowheader", text: label }), el("td", { role: "cell", class: "made" }), el("td", { role: "cell", class: "num", text: amount }), el("td", { role: "cell", class: "from" }));

function facts(q) {
  const parts = [t("to_pay", { amount: q.shipping_cost }), t("at_risk", { amount: q.risk_cost })];
  if (!isZero(q.policy_cost)) parts.push(t("by_policy", { amount: q.policy_cost }));
  if (q.days_p50) parts.push(t("days", { n: q.days_p50 }));
  if (!isZero(q.p_late)) parts.push(t("late", { share: percent(q.p_late) }));
  if (q.billable_g) parts.push(t("billed", { n: q.billable_g }));
  return el("p", { class: "facts" }, parts.map((text) => el("span", { text })));
}

function service(q, chosen, longest, answer, opened) {
  const panel = el("div", { class: "panel", id: "lines-" + q.rank, role: "region", tabindex: "0", "aria-label": t("lines_of", { service: serviceName(q.service) }) });
  const button = el("button", { type: "button", class: "quiet toggle", "aria-expanded": "false", "aria-controls": panel.id, "aria-label": t("lines_of", { service: serviceName(q.service) }), text: t("lines") });
  const show = (open) => {
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open && !panel.firstChild) panel.append(lineTable(q, answer.currency));
    if (open) opened.add(q.service);
    else opened.delete(q.service);
  };
  const drawn = bar(q, longest);
  for (const e of [button, drawn]) e.addEventListener("click", () => show(panel.hidden));
  show(opened.has(q.service));
  return el("li", { class: "service" + (chosen ? " chosen" : "") },
    el("div", { class: "head" },
      el("span", { class: "rank", text: q.rank }),
      el("span", { class: "who" }, named(q.service), " ", chip(q.channel), " ", chosen ? el("span", { class: "badge", text: t("chosen") }) : ""),
      el("span", { class: "total" }, el("span", { class: "sr", text: t("total_cost") + " " }), q.total_cost, el("span", { class: "sr", text: " " + answer.currency }))),
    drawn, el("div", { class: "under" }, facts(q), button), panel);
}

const columns = ["total_cost", "shipping_cost", "freight", "discount", "surcharges", "fuel", "tax", "risk_cost", "policy_cost"];

function table(quotes, currency) {
  const head = [el("th", { scope: "col", text: t("service") }), el("th", { scope: "col", text: t("channel") }),
    columns.map((c) => el("th", { scope: "col", class: "num", text: t(c) }))];
  const rows = quotes.map((q) => el("tr", {},
    el("th", { scope: "row" }, named(q.service)), el("td", {}, chip(q.channel)),
    columns.map((c) => el("td", { class: "num", text: c === "discount" && !isZero(q[c]) ? "−" + q[c] : q[c] }))));
  return el("details", { class: "astable" },
    el("summary", { text: t("as_table") }),
    el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": t("as_table") },
      el("table", {}, el("caption", { text: t("amounts_in", { currency }) }), el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows))));
}

// services draws the bars of all quotes that are not refused; opened is the set of services whose lines are shown.
export function services(quotes, chosen, answer, opened) {
  const takers = quotes.filter((q) => !q.reason);
  if (takers.length === 0) return null;
  const longest = Math.max(...takers.map(stack));
  return el("section", { class: "card", "aria-labelledby": "services-title" },
    el("div", { class: "titled" },
      el("h2", { id: "services-title", text: t("services_title") }),
      el("p", { class: "muted", text: t("amounts_in", { currency: answer.currency }) })),
    legend(takers, longest),
    el("ol", { class: "services" }, takers.map((q) => service(q, q.service === chosen, longest, answer, opened))),
    table(takers, answer.currency));
}
