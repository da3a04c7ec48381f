// The timeline of one execution as an SVG: a lane for each thread, time goes down.
"use strict";

const PAINT = document.getElementById("paint");
const ROW = 25;
const TOP = 34;
const GUTTER = 44;
const LANE_MIN = 250;
const STRIP = 12;
const INDENT = 16;
const ROWS_MAX = 3000;  // of a longer execution the end is drawn

function svg(tag, attributes, ...children) {
  const node = document.createElementNS(PAINT.namespaceURI, tag);
  for (const [name, value] of Object.entries(attributes ?? {})) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function charWidth() {
  const probe = svg("text", {}, "m".repeat(100));
  PAINT.append(probe);
  const width = probe.getComputedTextLength() / 100;
  probe.remove();
  return width || 7.6;
}

const cut = (text, room) => (text.length <= room ? text : text.slice(0, Math.max(1, room - 1)) + "…");

function wordsOf(row, rows, events) {
  const { kind, site, what } = row.event;
  if (kind === "signal" || kind === "handled") return ["", what];
  if (kind === "fault") return [site, `fault: ${what}`];
  if (kind === "failure") return ["", "fails here"];
  if (kind === "waits") return [site, waitsFor(row, rows, events)];
  if (kind === "data") return ["", `· ${what}`];
  return [site, row.event.stale && !what.includes("stale") ? `${what} (stale)` : what];
}

function waitsFor(row, rows, events) {
  const { object, after, reads_from: from, thread, what } = row.event;
  if (!object) return what;
  if (from === undefined) return `${what}: ${object} is ${after}`;
  const by = events[from].thread === thread ? "by this thread itself" : `by thread ${events[from].thread}`;
  return `${what}: ${object} is ${after} since step ${rows.find((other) => other.at === from)?.number ?? "?"}, ${by}`;
}

// What a stranger should not have to work out.
function notesOf(rows, spans) {
  const notes = new Map();
  spans.held.forEach((held) => {
    const open = spans.windows.some((one) => one.thread === held.thread && one.from === held.from);
    const text = open ? "holds the list lock, and signals are still open" : "holds the list lock";
    notes.set(held.from, { thread: held.thread, text, bad: open });
  });
  rows.forEach((row) => {
    if (row.event.kind !== "signal") return;
    const inside = spans.windows.find(
      (one) => one.thread === row.event.thread && one.from < row.index && (one.to === null || one.to >= row.index));
    if (inside) notes.set(row.index, { thread: row.event.thread, text: "in the window: the lock is held below this handler", bad: true });
  });
  return notes;
}

class Timeline {
  constructor(events, threads, width) {
    this.events = events;
    this.threads = threads;
    this.all = rowsOf(events);
    this.leftOut = Math.max(0, this.all.length - ROWS_MAX);
    this.rows = this.all;
    this.spans = {
      held: stretches(this.rows, events, lockHeld),
      blocked: stretches(this.rows, events, signalsBlocked),
      windows: stretches(this.rows, events, windows),
      handlers: handlers(this.rows),
    };
    this.notes = notesOf(this.rows, this.spans);
    this.char = charWidth();
    this.lane = Math.max(LANE_MIN, (width - GUTTER - 2) / threads);
    this.tops = [];
    let y = TOP;
    this.rows.forEach((row) => {
      if (row.index < this.leftOut) return this.tops.push(TOP);
      this.tops.push(y);
      y += ROW + (this.notes.has(row.index) ? ROW - 4 : 0);
    });
    this.height = y + 10;
    this.width = GUTTER + this.lane * threads;
    this.groups = [];
  }

  laneX(thread) { return GUTTER + this.lane * thread; }
  rowY(index) { return this.tops[index] + ROW / 2; }
  endY(index) { return index === null ? this.height - 6 : this.rowY(index); }
  markX(row) { return this.laneX(row.event.thread) + STRIP + 18 + this.inset(row); }
  inset(row) {
    const edge = row.event.kind === "signal" || row.event.kind === "handled";
    return INDENT * (row.event.depth + (edge ? 1 : 0));
  }

  draw() {
    const drawing = svg("svg", {
      width: this.width, height: this.height, viewBox: `0 0 ${this.width} ${this.height}`,
      role: "img", "aria-label": `${this.rows.length} rows of ${this.threads} threads`,
    });
    drawing.append(this.lanes(), this.locks(), this.frames(), this.strips());
    const rows = svg("g", {});
    this.rows.slice(this.leftOut).forEach((row) => rows.append(this.row(row)));
    drawing.append(rows, this.arrows());
    this.drawing = drawing;
    return drawing;
  }

  lanes() {
    const group = svg("g", {});
    for (let thread = 0; thread < this.threads; ++thread) {
      const x = this.laneX(thread);
      group.append(svg("g", { class: "lane", "data-thread": thread },
        svg("text", { class: "head", x: x + STRIP + 8, y: 20 }, `thread ${thread}`),
        svg("path", { class: "life", d: `M${x + STRIP + 18} ${TOP - 6}V${this.height - 6}` }),
        svg("path", { class: "lane-rule", d: `M${x} 4V${this.height}` })));
    }
    if (this.leftOut > 0) {
      group.append(svg("text", { class: "what", x: GUTTER + this.lane * 0.5, y: 20 }, `the first ${this.leftOut} rows are left out`));
    }
    return group;
  }

  locks() {
    return svg("g", {}, ...this.spans.held.map((one) => this.box("lock-span", one, 1, this.lane - 2)));
  }

  box(name, one, left, width) {
    const y = this.tops[one.from] + 1;
    const bottom = one.to === null ? this.height - 4 : this.tops[one.to] + ROW - 1;
    return svg("rect", {
      class: name, x: this.laneX(one.thread) + left, y, width, height: Math.max(4, bottom - y), rx: 4,
      "data-thread": one.thread,
    });
  }

  frames() {
    return svg("g", {}, ...this.spans.handlers.map((one) => {
      const left = STRIP + 8 + INDENT * (one.depth + 1) - 6;
      return this.box("handler", one, left, this.lane - left - 4 - 3 * one.depth);
    }));
  }

  strips() {
    const strip = (name, one) => {
      const y = this.rowY(one.from) - 4;
      return svg("rect", {
        class: `strip ${name}`, x: this.laneX(one.thread) + 3, y, width: STRIP,
        height: Math.max(4, this.endY(one.to) - 4 - y), "data-thread": one.thread,
      }, svg("title", {}, name === "window" ? "holds the list lock with signals open and no g" : `signals blocked: ${one.value}`));
    };
    return svg("g", {}, ...this.spans.blocked.map((one) => strip("blocked-span", one)),
      ...this.spans.windows.map((one) => strip("window", one)));
  }

  row(row) {
    const { event, index } = row;
    const x = this.markX(row);
    const y = this.rowY(index);
    const [site, what] = wordsOf(row, this.rows, this.events);
    const room = Math.floor((this.laneX(event.thread) + this.lane - x - 18) / this.char);
    const group = svg("g", {
      class: `row ${event.kind}${event.stale ? " stale" : ""}`, "data-index": index,
      "aria-label": this.told(row),
    });
    group.append(
      svg("title", {}, `${site} ${what}`.trim()),
      svg("rect", { class: "hit", x: x + 7, y: y - ROW / 2 + 1, width: Math.max(40, Math.min(this.lane - (x - this.laneX(event.thread)) - 12, (`${site}  ${what}`.length + 1) * this.char + 6)), height: ROW - 2, rx: 4 }),
      svg("text", { class: "number", x: GUTTER - 10, y: y + 4, "text-anchor": "end" }, row.number || ""),
      this.mark(row, x, y));
    const text = svg("text", { x: x + 12, y: y + 4 });
    if (site) text.append(svg("tspan", {}, cut(site, room)));
    const left = room - (site ? site.length + 2 : 0);
    if (left > 2) text.append(svg("tspan", { class: "what", dx: site ? 2 * this.char : 0 }, cut(what, left)));
    group.append(text);
    const note = this.notes.get(index);
    if (note) {
      group.append(svg("g", { class: note.bad ? "note bad" : "note" },
        svg("text", { x: this.laneX(note.thread) + STRIP + 30 + this.inset(row), y: y + ROW - 1 },
          cut(`↳ ${note.text}`, Math.floor((this.lane - STRIP - 38 - this.inset(row)) / this.char)))));
    }
    group.addEventListener("click", () => this.onPick?.(index));
    this.groups.push(group);
    return group;
  }

  mark(row, x, y) {
    const { kind, access } = row.event;
    if (kind === "signal") return svg("text", { class: "mark", x: x - 6, y: y + 5 }, "⚡");
    if (kind === "handled") return svg("text", { class: "mark", x: x - 5, y: y + 4 }, "↩");
    if (kind === "fault") return svg("path", { class: "mark", d: `M${x} ${y - 7}l7 7l-7 7l-7 -7z` });
    if (kind === "failure") return svg("path", { class: "mark", d: `M${x - 6} ${y - 6}l12 12m0 -12l-12 12` });
    if (kind === "data") return svg("circle", { class: "mark", cx: x, cy: y, r: 1.5 });
    if (kind === "waits") return svg("path", { class: "mark", d: `M${x - 5} ${y - 6}h10l-10 12h10z` });
    return svg("circle", { class: access === "write" || access === "update" ? "mark write" : "mark", cx: x, cy: y, r: kind === "local" ? 3 : 5 });
  }

  arrows() {
    const group = svg("g", {});
    const byEvent = new Map(this.rows.map((row) => [row.at, row]));
    this.rows.slice(this.leftOut).forEach((row) => {
      const store = byEvent.get(row.event.reads_from);
      if (!store || store.index < this.leftOut) return;
      const wait = row.event.kind === "waits";
      const same = store.event.thread === row.event.thread;
      const name = row.event.stale ? "stale" : wait ? "wait" : same ? "same" : "other";
      group.append(this.arrow(store, row, name, same));
    });
    return group;
  }

  // Within a lane an arrow runs beside the marks; between lanes from mark to mark.
  arrow(store, row, name, same) {
    const [x1, y1, x2, y2] = [this.markX(store), this.rowY(store.index), this.markX(row), this.rowY(row.index)];
    const left = Math.min(x1, x2) - 22;
    const side = x2 > x1 ? -1 : 1;
    const d = same
      ? `M${x1 - 6} ${y1}C${left} ${y1 + 4} ${left} ${y2 - 4} ${x2 - 9} ${y2}`
      : `M${x1 + (side < 0 ? 6 : -6)} ${y1}C${x1 - side * 40} ${y1 + 6} ${x2 + side * 40} ${y2 - 6} ${x2 + side * 9} ${y2}`;
    const tip = same || side < 0 ? `M${x2 - 4} ${y2}l-7 -4v8z` : `M${x2 + 4} ${y2}l7 -4v8z`;
    return svg("g", { class: `read ${name}`, "data-reader": row.index, "data-store": store.index },
      svg("path", { class: `reads ${name}`, d }),
      svg("path", { class: `tip ${name}`, d: tip, ...(name === "same" ? { opacity: 0 } : {}) }));
  }

  told(row) {
    const [site, what] = wordsOf(row, this.rows, this.events);
    const where = row.event.depth > 0 ? `thread ${row.event.thread}, in its handler` : `thread ${row.event.thread}`;
    return `${row.number ? `step ${row.number}, ` : ""}${where}: ${[site, what].filter(Boolean).join("  ")}`;
  }

  pick(index) {
    this.groups.forEach((group) => {
      const at = Number(group.dataset.index);
      group.classList.toggle("now", at === index);
      group.classList.toggle("later", at > index);
    });
    this.drawing.querySelectorAll(".read").forEach((read) => {
      const now = Number(read.dataset.reader) === index;
      read.firstChild.classList.toggle("now", now);
      if (read.classList.contains("same")) read.lastChild.setAttribute("opacity", now ? 1 : 0);
    });
  }
}
