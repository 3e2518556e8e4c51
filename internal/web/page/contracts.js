// How far each contract has come in its period, and what the next parcel earns.

import { el, isZero, ratio } from "./dom.js";
import { t } from "./i18n.js";

// benefit says what a tier gives on each parcel; "" for nothing.
function benefit(tier, measure, currency) {
  if (!isZero(tier?.percent)) return t(tier.on === "weight" ? "benefit_weight" : "benefit_percent", { n: tier.percent });
  if (!isZero(tier?.per_unit)) return t(measure === "kg" ? "benefit_kg" : "benefit_parcel", { n: tier.per_unit, currency });
  return "";
}

function period(text) {
  const rolling = /^rolling:(\d+)$/.exec(text ?? "");
  if (rolling) return t("period_rolling", { n: rolling[1] });
  return ["month", "quarter", "year"].includes(text) ? t("period_" + text) : text ?? "";
}

// next says how far the next tier is and what it brings.
function next(c, unit, currency) {
  const tier = c.next_tier;
  if (!tier) return t("top_tier");
  const brings = [benefit(tier, c.measure, currency), isZero(tier.rebate) ? "" : t("benefit_rebate", { n: tier.rebate, currency })].filter(Boolean).join(" + ");
  return t(brings ? "to_next" : "to_next_plain", { distance: tier.missing, unit, benefit: brings });
}

function contract(c, currency) {
  const unit = t("measure_" + c.measure, { currency });
  const volume = c.volume?.[c.measure] ?? "0";
  const bar = el("div", { class: "progress", "aria-hidden": "true" });
  const done = el("span");
  done.style.width = 100 * (c.next_tier ? ratio(volume, c.next_tier.from) : 1) + "%";
  bar.append(done);
  const earns = benefit(c.tier, c.measure, currency);
  return el("article", { class: "contract" },
    el("h3", {}, c.name || c.contract, " ", el("span", { class: "muted", text: period(c.period) })),
    bar,
    el("p", {}, t("so_far", { volume, unit }) + " · " + next(c, unit, currency)),
    el("p", { class: "muted", text: earns ? t("next_parcel", { benefit: earns }) : t("next_nothing") }));
}

// contracts draws the answer of /v1/contracts; a contract without tiers has nothing to reach and is left out.
export const contracts = (answer) => (answer.contracts ?? []).filter((c) => c.measure).map((c) => contract(c, answer.currency ?? ""));
