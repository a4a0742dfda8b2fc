// What surrounds every page: light or dark, the keys that lead elsewhere, folds that open for a link
// or for paper, and the door to the search, whose program comes only when somebody opens it.

const dialog = document.querySelector(".search");
const site = new URL(dialog.dataset.site, location.href);
document.documentElement.classList.replace("no-js", "js");

// Light and dark ---------------------------------------------------------------------------------

const KEPT = `${site.pathname}scheme`;
const system = matchMedia("(prefers-color-scheme: dark)");
const button = document.querySelector(".tool--scheme");
const bar = document.head.appendChild(Object.assign(document.createElement("meta"), { name: "theme-color" }));
let chosen; // by this reader, also where the browser keeps nothing

const kept = () => {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return chosen;
  }
};

function show() {
  const scheme = kept() ?? chosen ?? (system.matches ? "slate" : "default");
  document.body.dataset.mdColorScheme = scheme;
  button.title = scheme === "slate" ? "Switch to light" : "Switch to dark";
  button.ariaLabel = button.title;
  bar.content = getComputedStyle(document.body).backgroundColor; // of a phone's own bars
}

button.addEventListener("click", () => {
  chosen = document.body.dataset.mdColorScheme === "slate" ? "default" : "slate";
  try {
    localStorage.setItem(KEPT, chosen);
  } catch { /* then for this page */ }
  show();
});
system.addEventListener("change", show);
addEventListener("storage", show); // chosen in another tab
addEventListener("pageshow", show); // or on the page that Back left
show();

// The search -------------------------------------------------------------------------------------

let search; // a promise of its program

/** Opens the search at once, so that one can type while its program comes. */
function open() {
  if (dialog.open) return;
  if (dialog.showModal) dialog.showModal();
  else dialog.setAttribute("open", "");
  const field = dialog.querySelector("input");
  field.focus();
  field.select();
  search ??= import("./search.js").then(({ start }) => start(dialog, site)).catch((error) => {
    search = undefined; // asked for again when it is opened again
    console.warn("no search here:", error);
    dialog.querySelector(".search__count").textContent = "The search did not load. Close it and try again.";
  });
}

document.querySelector(".tool--search").addEventListener("click", open);
dialog.addEventListener("click", ({ target }) => {
  // A click beside the dialog is one on itself.
  if (target === dialog || target.closest("a, button")) close();
});
dialog.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  event.preventDefault(); // it would only empty the box
  close();
});
dialog.addEventListener("close", () => {
  const here = new URL(location.href);
  if (!here.searchParams.has("q")) return;
  here.searchParams.delete("q");
  history.replaceState(history.state, "", here);
});

function close() {
  if (dialog.close) dialog.close();
  else dialog.removeAttribute("open");
}

const asked = new URLSearchParams(location.search).get("q"); // a shared search
if (asked !== null) {
  dialog.querySelector("input").value = asked;
  open();
}

// Keys -------------------------------------------------------------------------------------------

const KEYS = { "/": open, f: open, s: open, n: turn("next"), ".": turn("next"), p: turn("prev"), ",": turn("prev") };
const TYPED_INTO = "input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]";

addEventListener("keydown", (event) => {
  const { key, ctrlKey, metaKey, altKey, isComposing, target } = event;
  if (ctrlKey || metaKey || altKey || isComposing || dialog.open || !Object.hasOwn(KEYS, key)) return;
  if (target instanceof Element && target.closest(TYPED_INTO)) return;
  event.preventDefault();
  KEYS[key]();
});

/** Leads to the page before or after this one. */
function turn(way) {
  return () => {
    const link = document.querySelector(`link[rel=${way}]`);
    if (link) location.assign(link.href);
  };
}

// A section's strip shows where one is.
const here = document.querySelector(".chapters [aria-current]");
if (here) here.closest("ol").scrollLeft = here.offsetLeft - 20;

// Folds ------------------------------------------------------------------------------------------

const folds = () => document.querySelectorAll("article details:not([open])");

/** Opens the fold that the address leads into. */
function unfold() {
  const target = document.getElementById(location.hash.slice(1));
  const fold = target?.closest("details:not([open])");
  if (!fold) return;
  fold.open = true;
  target.scrollIntoView();
}
addEventListener("hashchange", unfold);
addEventListener("click", ({ target }) => {
  if (target instanceof Element && target.closest("a[href*='#']")) setTimeout(unfold);
});
unfold();

// The last line of a page stands at the foot of each sheet, where browsers can.
if (window.CSSMarginRule) {
  const root = document.documentElement;
  root.style.setProperty("--sheet", JSON.stringify(document.querySelector(".colophon").dataset.sheet));
  root.classList.add("has-sheets");
}

// Paper shows what is folded on a screen.
let forPaper = [];
const print = (begins) => {
  if (!begins) for (const fold of forPaper) fold.open = false;
  forPaper = begins ? [...forPaper, ...folds()] : [];
  for (const fold of forPaper) fold.open = true;
};
addEventListener("beforeprint", () => print(true));
addEventListener("afterprint", () => print(false));
matchMedia("print").addEventListener("change", ({ matches }) => print(matches));
