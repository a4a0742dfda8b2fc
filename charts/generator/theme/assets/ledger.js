// Ledgers: opens the entry that the address names, filters lists by words and verdict, and finds an
// entry on any page of a ledger. Without it they are plain lists, each entry a fold.

const make = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};
const words = (text) => text.toLowerCase().replaceAll("\u00a0", " ").split(/\s+/).filter(Boolean);
const has = (text, sought) => sought.every((word) => text.includes(word));

/** A labelled box in front of a list; `changed` gets what is typed. */
function box(list, label, changed) {
  const field = make("input", { type: "search", autocomplete: "off" });
  field.addEventListener("input", () => changed(words(field.value)));
  // Safari sets fields to their defaults after it restores a page: let it find them so.
  addEventListener("pagehide", () => field.defaultValue = field.value);
  const count = make("output", {});
  const labelled = make("label", {}, `${label} `, field);
  // Its line is there already, so that nothing moves.
  list.previousElementSibling.append(labelled, " ", count);
  return { field, count };
}

/** Shows the entries of a list that have the words typed and the verdict chosen. */
function filter(list) {
  const entries = [...list.querySelectorAll(".entry, .finding")].map((entry) =>
    ({ entry, text: words(entry.textContent).join(" "), verdict: entry.dataset.verdict }));
  let sought = [];
  let verdict = "";
  const { count } = box(list, `Filter these ${list.dataset.filter}:`, (typed) => {
    sought = typed;
    show();
  });
  const verdicts = [...new Set(entries.map((each) => each.verdict).filter(Boolean))];
  if (verdicts.length > 1) {
    const choice = make("select", {}, ...["", ...verdicts].map((value) =>
      make("option", { value }, value || "any verdict")));
    choice.setAttribute("aria-label", "Verdict");
    choice.addEventListener("change", () => {
      verdict = choice.value;
      show();
    });
    count.before(choice, " ");
  }

  function show() {
    let shown = 0;
    for (const each of entries) {
      const fits = has(each.text, sought) && (!verdict || verdict === each.verdict);
      each.entry.hidden = !fits;
      shown += fits;
    }
    for (const part of list.querySelectorAll(":scope > section:has(.entry)")) {
      part.hidden = !part.querySelector(".entry:not([hidden])");
    }
    count.value = sought.length || verdict ? `${shown} of ${entries.length}` : "";
  }
}

let listed;
/** The entries of a ledger, each with its anchor, its group and its words. */
const entriesOf = (list) => listed ??= fetch(list.dataset.find, { cache: "no-cache" })
  .then((answer) => answer.json());

/** Looks for entries on all pages of a ledger. */
function find(list) {
  const found = make("ul", { className: "leads" });
  const { field, count } = box(list, "Find:", async (sought) => {
    const typed = field.value;
    const all = sought.length ? await entriesOf(list) : [];
    if (field.value !== typed) return;
    const fitting = all.filter((entry) => has(words(entry.slice(2).join(" ")).join(" "), sought));
    count.value = sought.length ? `${fitting.length} of ${all.length}` : "";
    found.replaceChildren(...fitting.slice(0, 50).map(([anchor, group, head, says]) =>
      make("li", {}, make("a", { href: `${group}/#${anchor}` }, head), ` ${says}`)));
    list.hidden = sought.length > 0;
  });
  list.before(found);
}

/** Opens the entry that the address names; one that has moved is looked for. */
async function open() {
  const anchor = decodeURIComponent(location.hash.slice(1));
  const entry = anchor && document.getElementById(anchor);
  const fold = entry && (entry.matches("details") ? entry : entry.querySelector("details"));
  if (fold) {
    fold.open = true;
    entry.scrollIntoView();
  }
  const list = document.querySelector("[data-find]");
  if (!anchor || entry || !list) return;
  const moved = (await entriesOf(list)).find((each) => each[0] === anchor);
  if (moved) location.replace(`${moved[1]}/#${anchor}`);
}

for (const list of document.querySelectorAll("[data-filter]")) filter(list);
for (const list of document.querySelectorAll("[data-find]")) find(list);
open();
addEventListener("hashchange", open);
