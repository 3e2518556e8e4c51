// Calls of the server this page came from. A key is sent once one was given; it lives as long as the tab.

const slot = "lanewise.key";
let memory = "";

export function key() {
  try {
    return sessionStorage.getItem(slot) || memory;
  } catch {
    return memory;
  }
}

export function setKey(value) {
  memory = value;
  try {
    if (value) sessionStorage.setItem(slot, value);
    else sessionStorage.removeItem(slot);
  } catch {
    // Storage is off: the key lives in this page alone.
  }
}

// Refused is an answer other than 2xx: its status, what problem+json says, and when to come back.
export class Refused extends Error {
  constructor(status, problem, retryAfter) {
    super(problem.detail || problem.title || String(status));
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

// Unreachable is no answer at all, or one that broke off.
export class Unreachable extends Error {}

async function call(path, init) {
  const headers = { ...init.headers };
  if (key()) headers.Authorization = "Bearer " + key();
  let response;
  try {
    response = await fetch(path, { ...init, headers, credentials: "same-origin", cache: "no-store", redirect: "error" });
  } catch (e) {
    if (e.name === "AbortError") throw e;
    throw new Unreachable(e.message);
  }
  if (response.ok) return response;
  let problem = {};
  try {
    problem = JSON.parse(await response.text());
  } catch (e) {
    if (e.name === "AbortError") throw e;
    // Not JSON: the status says enough.
  }
  throw new Refused(response.status, problem && typeof problem === "object" ? problem : {}, response.headers.get("Retry-After"));
}

async function whole(response, read) {
  try {
    return await read(response);
  } catch (e) {
    if (e.name === "AbortError") throw e;
    throw new Unreachable(e.message);
  }
}

export const getJSON = async (path) => whole(await call(path, {}), (r) => r.json());

export const postJSON = async (path, body, signal) =>
  whole(await call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal }), (r) => r.json());

export const postFile = async (path, file, type) =>
  whole(await call(path, { method: "POST", headers: { "Content-Type": type }, body: file }), (r) => r.blob());
