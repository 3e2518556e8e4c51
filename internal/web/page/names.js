// What the rate book calls its services and rules, where the server tells; codes stand in for names otherwise.

import { el } from "./dom.js";
import { t } from "./i18n.js";

let services = new Map();
let reasons = new Map();

export function learn(book) {
  services = new Map((book.services ?? []).map((s) => [s.service, s]));
  reasons = new Map((book.rules ?? []).map((r) => [r.rule, r.reason]));
}

export const serviceName = (code) => services.get(code)?.name || code;

// channelOf is known from the quotes of an answer, or the book.
export const channelOf = (code, quotes = []) => quotes.find((q) => q.service === code)?.channel ?? services.get(code)?.channel ?? "";

// named is a service's name with its code behind it.
export function named(code) {
  const name = serviceName(code);
  return name === code
    ? el("span", { class: "name", text: code })
    : el("span", { class: "name" }, el("span", { text: name }), " ", el("span", { class: "code", text: code }));
}

export const chip = (channel) => el("span", { class: "chip " + (channel === "online" ? "online" : "offline"), text: t(channel) });

const known = new Set(["not_served", "not_in_force", "no_fx", "attribute", "oversize", "value_limit", "overweight", "no_band", "overflow"]);

// reasonWords says a refusal in words that follow the service's name.
export function reasonWords(code) {
  if (known.has(code)) return t(code);
  if (!code.startsWith("rule:")) return code;
  const rule = code.slice("rule:".length);
  const reason = reasons.get(rule);
  return reason ? t("ruled_because", { rule, reason }) : t("ruled", { rule });
}
