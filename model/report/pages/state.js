// What an execution tells, put in order: rows for the timeline, and what holds at each of them. Touches no page.
"use strict";

// A plain access belongs to the row above it, where that is of the same thread.
function rowsOf(events) {
  const rows = [];
  let number = 0;
  events.forEach((event, at) => {
    if (event.kind === "setup") return;
    const last = rows[rows.length - 1];
    if (event.kind === "data" && last && last.event.thread === event.thread) {
      last.plain.push(event);
      last.until = at;
      return;
    }
    const numbered = ["step", "local", "signal", "fault"].includes(event.kind);
    rows.push({ event, at, until: at, plain: [], number: numbered ? ++number : 0, index: rows.length });
  });
  return rows;
}

// Facts up to an event: of memory, by object and name, and of threads.
function stateAt(events, until) {
  const state = { globals: new Map(), objects: new Map(), threads: new Map() };
  for (let at = 0; at <= until; ++at) {
    for (const fact of events[at].facts ?? []) apply(state, fact);
  }
  return state;
}

function apply(state, fact) {
  let place = state.globals;
  if (fact.thread !== undefined) place = entry(state.threads, fact.thread);
  else if (fact.object !== undefined) place = entry(state.objects, fact.object);
  if (fact.value === null) place.delete(fact.name);
  else place.set(fact.name, fact.value);
  if (fact.object !== undefined && place.size === 0) state.objects.delete(fact.object);
}

function entry(map, key) {
  if (!map.has(key)) map.set(key, new Map());
  return map.get(key);
}

function changedAt(events, row) {
  const changed = new Set();
  for (let at = row.at; at <= row.until; ++at) {
    for (const fact of events[at].facts ?? []) changed.add(keyOf(fact.thread ?? fact.object ?? "", fact.name));
  }
  return changed;
}

const keyOf = (place, name) => `${place}\u0000${name}`;

// Lists, found by what they do: a member that has pointed to another object is a link, and a variable that has pointed
// to an object with a link is a head.
function listsOf(events) {
  const objects = new Set();
  const links = new Set(["schedlink", "next"]);
  const heads = new Set();
  const each = (use) => events.forEach((event) => (event.facts ?? []).forEach(use));
  each((fact) => fact.object !== undefined && objects.add(fact.object));
  each((fact) => {
    if (fact.object !== undefined && fact.object !== fact.value && objects.has(fact.value)) links.add(fact.name);
    if (fact.object === undefined && fact.thread === undefined && objects.has(fact.value)) heads.add(fact.name);
  });
  return { links, heads, objects };
}

// The objects behind a head, in order; ends at nil, at what is no object, or where the list runs into itself.
function chainFrom(state, lists, head) {
  const chain = [];
  let at = state.globals.get(head);
  while (at !== undefined) {
    chain.push(at);
    const members = state.objects.get(at);
    if (!members || chain.indexOf(at) < chain.length - 1) break;
    const link = [...lists.links].find((name) => members.has(name));
    at = link === undefined ? undefined : members.get(link);
  }
  return chain;
}

// What of the threads' own is another at some time than it was first. What never moves tells nothing.
function moving(events) {
  const names = new Set();
  events.forEach((event) => (event.facts ?? []).forEach((fact) => {
    if (fact.thread !== undefined && event.kind !== "setup") names.add(fact.name);
  }));
  return names;
}

const LOCK = "list lock held by";
const BLOCKED = "signals blocked";

// Stretches of rows in which something holds of a thread.
function stretches(rows, events, holds) {
  const all = [];
  const open = new Map();
  let state = stateAt(events, rows.length ? rows[0].at - 1 : -1);
  rows.forEach((row) => {
    for (let at = row.at; at <= row.until; ++at) (events[at].facts ?? []).forEach((fact) => apply(state, fact));
    const now = new Map(holds(state));
    for (const [thread, one] of open) {
      if (now.get(thread) === one.value) continue;
      one.to = row.index;
      open.delete(thread);
    }
    for (const [thread, value] of now) {
      if (value === undefined || open.has(thread)) continue;
      const one = { thread, value, from: row.index, to: null };
      open.set(thread, one);
      all.push(one);
    }
  });
  return all;
}

const threadOf = (holder) => (holder?.startsWith("thread ") ? Number(holder.slice(7)) : undefined);

function lockHeld(state) {
  const thread = threadOf(state.globals.get(LOCK));
  return thread === undefined ? [] : [[thread, "held"]];
}

function signalsBlocked(state) {
  return [...state.threads].map(([thread, own]) => {
    const mask = own.get(BLOCKED);
    return [thread, mask === "empty" ? undefined : mask];
  });
}

// Where a signal's handler would find no g, and below it its own thread in possession of the lock.
function windows(state) {
  return lockHeld(state).filter(([thread]) => {
    const own = state.threads.get(thread);
    return own?.get(BLOCKED) !== "all" && own?.get("g") === "nil";
  });
}

function handlers(rows) {
  const all = [];
  const open = [];
  rows.forEach((row) => {
    const { kind, thread, depth } = row.event;
    if (kind === "signal") {
      open.push({ thread, depth, from: row.index, to: null });
      all.push(open[open.length - 1]);
    } else if (kind === "handled") {
      const at = open.findLastIndex((one) => one.thread === thread && one.to === null);
      if (at >= 0) open[at].to = row.index;
    }
  });
  return all;
}
