"use strict";

const runs = [...document.querySelectorAll("tr.run")];
const filter = document.getElementById("filter");
const wrong = document.getElementById("only-wrong");
const pages = document.getElementById("only-pages");

function narrow() {
  const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const run of runs) {
    const text = run.textContent.toLowerCase();
    const fits = words.every((word) => text.includes(word)) &&
      (!wrong.checked || run.dataset.tone !== "good") && (!pages.checked || run.querySelector("a") !== null);
    run.hidden = !fits;
    shown += fits ? 1 : 0;
  }
  document.getElementById("shown").textContent = shown === runs.length ? "" : `${shown} of ${runs.length}`;
}

if (filter) {
  for (const control of [filter, wrong, pages]) control.addEventListener("input", narrow);
}
document.body.dataset.ready = "yes";
