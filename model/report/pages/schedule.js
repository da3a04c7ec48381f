// Wires the page: which execution is shown, which step, and the state beside it.
"use strict";

const DATA = JSON.parse(document.getElementById("data").textContent);
const el = (id) => document.getElementById(id);

function node(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

let run;
let timeline;
let lists;
let moves;  // what of the threads' own ever changes
let at = 0;

function show(id, wanted) {
  run = DATA.runs.find((one) => one.id === id) ?? DATA.runs[0];
  lists = listsOf(run.events);
  moves = moving(run.events);
  document.querySelectorAll("[role=tab]").forEach((tab) => {
    tab.setAttribute("aria-selected", tab.dataset.run === run.id);
    tab.tabIndex = tab.dataset.run === run.id ? 0 : -1;
  });
  document.querySelectorAll("[data-of]").forEach((part) => { part.hidden = part.dataset.of !== run.id; });
  draw();
  pick(wanted ?? timeline.rows.length - 1);
}

function draw() {
  timeline = new Timeline(run.events, run.threads, el("timeline").clientWidth);
  timeline.onPick = pick;
  el("timeline").replaceChildren(timeline.draw());
  el("slider").max = Math.max(0, timeline.rows.length - 1);
  document.querySelectorAll("[data-shows]").forEach((part) => {
    part.hidden = el("timeline").querySelector(part.dataset.shows) === null;
  });
}

function pick(index) {
  if (timeline.rows.length === 0) return;
  at = Math.min(Math.max(index, 0), timeline.rows.length - 1);
  const row = timeline.rows[at];
  el("slider").value = at;
  el("slider").setAttribute("aria-valuetext", timeline.told(row));
  el("told").textContent = timeline.told(row);
  timeline.pick(at);
  el("state").replaceChildren(...statePanel(row));
  document.body.dataset.at = at;
}

// A step that stands outside of what is seen is brought there.
function goTo(index) {
  pick(index);
  document.querySelector(".row.now")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function statePanel(row) {
  const state = stateAt(run.events, row.until);
  const changed = changedAt(run.events, row);
  return [...listPanel(state), ...globalsPanel(state, changed), ...threadsPanel(state, changed),
    ...objectsPanel(state, changed), ...stepPanel(row)];
}

function listPanel(state) {
  const parts = [];
  const holder = state.globals.get(LOCK);
  for (const head of lists.heads) {
    const chain = node("div", { class: "chain", "data-head": head });
    chain.append(node("code", {}, head));
    for (const link of chainFrom(state, lists, head)) {
      const locked = link === "locked";
      const text = locked && threadOf(holder) !== undefined ? `locked by ${holder}` : link;
      chain.append("→", node("span", locked ? { class: "locked" } : {}, text));
    }
    parts.push(chain);
  }
  return parts.length ? [node("h3", {}, "List"), ...parts] : [];
}

function table(head, rows) {
  const body = node("tbody");
  rows.forEach(([name, value, changed]) => {
    body.append(node("tr", changed ? { class: "changed" } : {}, node("td", {}, name), node("td", { class: "mono" }, value)));
  });
  const made = node("table", {});
  if (head) made.append(node("caption", { class: "skip" }, head));
  made.append(body);
  return made;
}

function globalsPanel(state, changed) {
  const rows = [...state.globals].map(([name, value]) => [name, value, changed.has(keyOf("", name))]);
  return rows.length ? [node("h3", {}, "Shared variables"), table("shared variables", rows)] : [];
}

function threadsPanel(state, changed) {
  const threads = [...state.threads].sort(([a], [b]) => a - b);
  if (!threads.length) return [];
  const names = [...new Set(threads.flatMap(([, own]) => [...own.keys()]))];
  const shown = names.filter((name) => name === "state" || moves.has(name));
  const head = node("tr", {}, node("th", {}, ""), ...threads.map(([t]) => node("th", { scope: "col" }, `thread ${t}`)));
  const rows = shown.map((name) => node("tr", {}, node("th", { scope: "row" }, name),
    ...threads.map(([t, own]) => {
      const cell = node("td", { class: "mono", "data-thread": t, "data-name": name }, own.get(name) ?? "");
      if (changed.has(keyOf(t, name))) cell.style.background = "var(--now)";
      return cell;
    })));
  return [node("h3", {}, "Threads"), node("div", { class: "wide" }, node("table", { class: "threads" }, head, ...rows))];
}

function objectsPanel(state, changed) {
  if (state.objects.size === 0) return [];
  const panels = [...state.objects].map(([name, members]) => {
    const rows = [...members].map(([member, value]) => [member, value, changed.has(keyOf(name, member))]);
    const some = rows.filter((one) => one[2]).length;
    const panel = node("details", { "data-object": name },
      node("summary", {}, name, node("span", { class: "faint" }, some ? ` (${some} changed)` : "")), table(name, rows));
    panel.open = some > 0;
    return panel;
  });
  return [node("h3", {}, "Objects"), ...panels];
}

function stepPanel(row) {
  const { event } = row;
  const parts = [node("h3", {}, row.number ? `Step ${row.number}` : "Here"), node("p", { class: "mono" }, timeline.told(row))];
  if (event.access) {
    const store = timeline.rows.find((other) => other.at === event.reads_from);
    const from = event.access === "write" ? [] : store
      ? ["reads what ", jump(store), " wrote"] : ["reads what was there at the start"];
    const older = event.stale ? `; an older value: the newest is ${event.before}` : "";
    parts.push(node("p", {}, ...from, older));
  }
  if (row.plain.length) {
    parts.push(node("p", { class: "faint" }, "with it, unsynchronised: "),
      node("p", { class: "mono" }, [...new Set(row.plain.map((one) => one.what))].join(", ")));
  }
  return parts;
}

function jump(row) {
  const button = node("button", {}, `step ${row.number}`);
  button.addEventListener("click", () => goTo(row.index));
  return button;
}

async function copy(button) {
  const code = button.parentElement.querySelector("code");
  try {
    await navigator.clipboard.writeText(code.textContent);
  } catch {  // a page from a file may not be trusted with the clipboard
    getSelection().selectAllChildren(code);
    document.execCommand("copy");
  }
  button.textContent = "copied";
  setTimeout(() => { button.textContent = "copy"; }, 1500);
}

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.matches?.("summary, button[role=tab]") && !["Home", "End"].includes(event.key)) return;
  const to = { ArrowLeft: at - 1, ArrowUp: at - 1, ArrowRight: at + 1, ArrowDown: at + 1,
    Home: 0, End: timeline.rows.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  goTo(to);
}

function start() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  show(wanted.get("run"), wanted.has("row") ? Number(wanted.get("row")) : undefined);
  el("slider").addEventListener("input", () => goTo(Number(el("slider").value)));
  el("first").addEventListener("click", () => goTo(0));
  el("back").addEventListener("click", () => goTo(at - 1));
  el("forward").addEventListener("click", () => goTo(at + 1));
  el("last").addEventListener("click", () => goTo(timeline.rows.length - 1));
  document.addEventListener("keydown", onKey);
  const tabs = [...document.querySelectorAll("[role=tab]")];
  tabs.forEach((tab, place) => {
    tab.addEventListener("click", () => show(tab.dataset.run));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const next = tabs[(place + step + tabs.length) % tabs.length];
      show(next.dataset.run);
      next.focus();
    });
  });
  document.querySelectorAll(".copy").forEach((button) => button.addEventListener("click", () => copy(button)));
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    draw();
    pick(at);
  });
  document.body.dataset.ready = "yes";
}

start();
