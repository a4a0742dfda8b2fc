// In the preview only: says under a paragraph what its formulas compute. The editor chooses between
// the formulas written since the preview began, all, and none; browsers remember the choice.

const CHOICE = "preview-formulas";
// A note goes to the end of these, and below anything else that a number stands in.
const INSIDE = "li, dd, figcaption";
const BLOCK = `p, h1, h2, h3, h4, h5, h6, table, blockquote, .answer, ${INSIDE}`;

const notes = JSON.parse(document.getElementById("formula-notes").textContent);
const article = document.querySelector("article");
const shown = article && notes.filter((note) => places(note).length);

if (shown?.length) {
  const select = choice();
  show(select.value);
  select.addEventListener("change", () => {
    localStorage.setItem(CHOICE, select.value);
    show(select.value);
  });
}

/** The numbers or words on the page that a note is about; the ledgers say it themselves. */
function places({ of }) {
  const [kind, ...name] = of.split(":");
  const found = kind === "claim" ? `[data-claim="${CSS.escape(name.join(":"))}"]`
    : `[data-fact="${CSS.escape(of)}"]`;
  return [...article.querySelectorAll(found)].filter((place) => !place.closest(".receipt"));
}

function show(which) {
  for (const old of article.querySelectorAll(".formula-note")) old.remove();
  for (const place of article.querySelectorAll("[data-noted]")) {
    place.removeAttribute("aria-describedby");
    delete place.dataset.noted;
  }
  const lists = new Map(); // by block
  for (const note of shown) {
    if (which !== "all" && !(which === "new" && note.new)) continue;
    for (const place of places(note)) {
      const block = place.closest(BLOCK) ?? place;
      if (!lists.has(block)) lists.set(block, list(block));
      describe(place, note, lists.get(block));
    }
  }
}

/** Makes the notes of a block. */
function list(block) {
  const made = element("aside", { className: "formula-note" }, element("ul", {}));
  made.setAttribute("aria-label", "What the formulas compute");
  if (block.matches(INSIDE)) block.append(made);
  else block.after(made);
  return made.firstChild;
}

function describe(place, note, items) {
  let item = [...items.children].find((each) => each.dataset.of === note.of);
  if (!item) {
    const formula = note.name ? `${note.name}: ${note.formula}` : note.formula;
    item = element("li", { id: `formula-note-${document.querySelectorAll(".formula-note li").length}` },
      element("strong", {}, note.result), " ", note.says, " ", element("code", {}, formula));
    item.dataset.of = note.of;
    items.append(item);
  }
  const focused = place.querySelector("a") ?? place;
  focused.setAttribute("aria-describedby", item.id);
  focused.dataset.noted = "";
}

/** Makes the list in the corner of the window that says which formulas have notes. */
function choice() {
  const fresh = shown.filter((note) => note.new).length;
  const select = element("select", {},
    element("option", { value: "new" }, `new ones (${fresh})`),
    element("option", { value: "all" }, `all (${shown.length})`),
    element("option", { value: "none" }, "none"));
  select.value = localStorage.getItem(CHOICE) ?? "new";
  if (!select.value) select.value = "new";
  const label = element("label", { className: "formula-choice" }, "Explain formulas: ", select);
  article.after(label);
  return select;
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
