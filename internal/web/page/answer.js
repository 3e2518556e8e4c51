// The answer to one order: what is chosen and why, what would change it, the bars, who cannot take it.

import { services } from "./bars.js";
import { el, fill, isZero, strong } from "./dom.js";
import { t } from "./i18n.js";
import { channelOf, chip, named, reasonWords, serviceName } from "./names.js";

function choice(d, quotes) {
  const c = d.choice;
  const name = strong(serviceName(c.service));
  const lead = fill(t(isZero(c.policy_cost) ? "choice" : "choice_policy"), {
    channel: chip(c.channel), service: name, total: strong(c.total_cost), currency: d.currency,
    shipping: c.shipping_cost, risk: c.risk_cost, policy: c.policy_cost,
  });
  let second = t("no_runner");
  if (d.runner_up) {
    const values = { margin: strong(d.margin), currency: d.currency, service: named(d.runner_up.service) };
    second = fill(t(isZero(d.margin) ? "runner_equal" : "runner"), values);
  }
  return [el("p", { class: "lead" }, lead), el("p", { class: "runner" }, second), flip(d, quotes)];
}

function flip(d, quotes) {
  const f = d.flip;
  if (!f) return null;
  const values = {
    service: strong(serviceName(f.service)), chosen: serviceName(d.choice.service), channel: t(f.channel),
    margin: strong(f.margin), currency: d.currency, now: f.bad_order_cost_now, cost: strong(f.bad_order_cost ?? ""),
    winner: strong(serviceName(f.bad_order_cost_winner ?? f.service)),
  };
  const cost = f.bad_order_cost ? { ...values, channel: t(channelOf(f.bad_order_cost_winner ?? f.service, quotes) || f.channel) } : values;
  return el("div", { class: "flip" },
    el("h3", { text: t("flip_title") }),
    el("ul", {}, el("li", {}, fill(t("flip_price"), values)), el("li", {}, fill(t(f.bad_order_cost ? "flip_cost" : "flip_never"), cost))));
}

function held(d) {
  const rule = d.held_by;
  return el("p", { class: "state hold" }, rule ? t("hold_by", { reason: rule.reason || rule.rule, rule: rule.rule }) : t("hold"));
}

function outcome(d, quotes) {
  const flags = (d.flags ?? []).filter((f) => f === "no_dims" || f === "no_risk").map((f) => el("p", { class: "muted flag", text: t(f) }));
  const parts = [];
  if (d.status === "hold") parts.push(held(d));
  if (d.status === "invalid") parts.push(el("p", { class: "state none", text: t("invalid") }), (d.faults ?? []).map((f) => el("p", { text: f.message })));
  if (d.choice) {
    if (d.status === "hold") parts.push(el("p", { class: "muted", text: t("hold_choice") }));
    parts.push(choice(d, quotes));
  } else if (d.status === "none" || d.status === "hold") {
    parts.push(el("p", { class: "state none", text: t("none") }));
    if (d.nearest) parts.push(el("p", {}, fill(t("nearest"), { service: named(d.nearest.service), reason: reasonWords(d.nearest.reason) })));
  }
  return el("section", { class: "card choice " + d.status, "aria-label": t("results") }, parts.flat().filter(Boolean), flags);
}

function refused(d, quotes) {
  const groups = new Map();
  for (const q of quotes) if (q.reason) groups.set(q.reason, [...(groups.get(q.reason) ?? []), q.service]);
  if (groups.size === 0) return null;
  const n = quotes.filter((q) => q.reason).length;
  return el("details", { class: "card refused", open: !d.choice },
    el("summary", {}, el("h2", { text: t("refused_title", { n }) })),
    el("dl", {}, [...groups].map(([reason, codes]) => [
      el("dt", { text: reasonWords(reason) }),
      el("dd", {}, codes.map((code) => el("span", { class: "refusal" }, named(code), " ", channelOf(code, quotes) ? chip(channelOf(code, quotes)) : ""))),
    ])));
}

function priced(d) {
  const p = d.priced_at;
  if (!p) return null;
  const line = t("priced_at", { date: p.ship_date, bad: p.shop?.bad_order_cost ?? "0", currency: d.currency ?? "", hash: (p.book_hash ?? "").slice(0, 12) });
  const volumes = (p.volumes ?? []).map((v) => el("li", { text: t("volume_of", { ...v, currency: d.currency ?? "" }) }));
  return el("div", { class: "priced muted" }, el("p", { text: line }),
    volumes.length ? el("details", {}, el("summary", { text: t("priced_volumes") }), el("ul", {}, volumes)) : "");
}

// answer draws a decision with the quotes that belong to it.
export function answer(decision, quotes, opened) {
  return [outcome(decision, quotes), services(quotes, decision.choice?.service, decision, opened), refused(decision, quotes), priced(decision)].filter(Boolean);
}

// spoken is the one sentence that a screen reader hears when the answer is there.
export function spoken(d) {
  if (d.status === "invalid") return t("invalid");
  if (!d.choice) return t("none");
  const c = d.choice;
  const text = t(isZero(c.policy_cost) ? "choice" : "choice_policy", {
    channel: t(c.channel), service: serviceName(c.service), total: c.total_cost, currency: d.currency,
    shipping: c.shipping_cost, risk: c.risk_cost, policy: c.policy_cost,
  });
  return d.status === "hold" ? t("hold") + ". " + text : text;
}
