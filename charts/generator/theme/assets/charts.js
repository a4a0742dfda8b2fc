// Fetches what makes charts live on the first touch, hover or focus of one. Until then the page has
// only the drawing and loads nothing more; without this script the drawing is complete. What a
// reader switches off, chooses or slides goes into the page's address, so that a shared link opens
// the same view.

const KEYS = /^(Arrow(Left|Right)|Home|End|Escape)$/;
const LIVE = new URL("./live.js", import.meta.url);
const pictures = [...document.querySelectorAll(".chart-picture")];
const inputs = ({ parentElement: figure }) => [...figure.querySelectorAll("[data-signal]")];
const isSwitch = ({ type }) => type === "checkbox";
const hidden = (picture) => inputs(picture).filter((input) => isSwitch(input) && !input.checked);
const options = (input) => [...input.options ?? []];
// What an input says, and what it says at the start; a choice by the words that readers see.
const said = (input) => isSwitch(input) ? input.checked
  : input.options ? input.selectedOptions[0]?.text : input.value;
const starts = new Map(pictures.flatMap(inputs).map((input) => [input,
  isSwitch(input) ? input.defaultChecked
    : input.options ? options(input).find((each) => each.defaultSelected)?.text : input.defaultValue,
]));
const start = (input) => starts.get(input);
const changed = (picture) => inputs(picture).filter((input) => said(input) !== start(input));
const keyOf = ({ parentElement: { dataset } }, name = "hide") => `${dataset.chart ?? dataset.embed}.${name}`;

for (const picture of pictures) {
  for (const type of ["pointerenter", "focus", "click"]) {
    picture.addEventListener(type, (event) => answer(picture, event));
  }
  picture.addEventListener("keydown", (event) => {
    if (!KEYS.test(event.key)) return;
    event.preventDefault();
    answer(picture, event);
  });
  const figure = picture.parentElement;
  const controls = figure.querySelector(".chart-controls");
  controls?.addEventListener("input", (event) => {
    tell(event.target);
    if (event.target.type === "range") answer(picture, event); // while it slides
  });
  controls?.addEventListener("change", (event) => {
    remember(picture);
    answer(picture, event);
  });
  figure.querySelector("[data-share]")?.addEventListener("click", () => share(figure));
  follow(picture);
}

/** Sets an input to its start. */
function reset(input) {
  if (isSwitch(input)) input.checked = start(input);
  else choose(input, start(input));
}

/** Sets a list or a slider to a value, if it is one of its own. */
function choose(input, value) {
  const option = options(input).find(({ text }) => text === value);
  if (option) option.selected = true;
  else if (!input.options && value?.trim() && !isNaN(value)) input.value = value;
  tell(input);
}

/** Writes the value of a slider beside it. */
function tell({ type, value, parentElement }) {
  if (type === "range") parentElement.querySelector("output").value = value;
}

// The drawing shows the start, so a chart with anything changed has to be live: at first,
// when another width shows the other drawing, and when the browser restores a page.
const enliven = (event) => {
  for (const picture of pictures) if (changed(picture).length) answer(picture, event);
};
addEventListener("resize", enliven);
addEventListener("pageshow", enliven);
// Safari sets inputs to their defaults at some moment after it restores a page: let it find them so.
addEventListener("pagehide", () => {
  for (const input of starts.keys()) {
    if (isSwitch(input)) input.defaultChecked = input.checked;
    else if (!input.options) input.defaultValue = input.value;
  }
});

/** Does what a reader asks, one thing at a time: several keys may come before live.js is loaded. */
function answer(picture, event) {
  // Start this largest part in parallel; live.js reports its errors.
  load(new URL(picture.dataset.runtime, location.href)).catch(() => {});
  const act = () => load(LIVE).then((live) => live.answer(picture, event, load));
  picture.turn = Promise.resolve(picture.turn)
    .then(() => act().catch(act)) // one lost request is asked for again
    .catch((error) => {
      console.warn("chart stays static:", error);
      // The drawing shows the start: so do the controls and the address.
      if (!changed(picture).length || picture.querySelector(".is-live")) return;
      for (const input of inputs(picture)) reset(input);
      remember(picture);
    });
}

const modules = {}; // by address: what came of it, and how often it failed

/** Imports a module; a second time from another address, as Firefox remembers that one failed. */
function load(address) {
  const known = modules[address] ??= { failed: 0 };
  return known.module ??= import(address + (known.failed ? `?${known.failed}` : ""))
    .catch((error) => {
      known.failed += 1;
      known.module = undefined;
      throw error;
    });
}

/** Sets the controls as the address says. */
function follow(picture) {
  const asked = new URLSearchParams(location.search);
  const off = asked.get(keyOf(picture))?.split(" ");
  for (const input of inputs(picture)) {
    reset(input);
    if (!isSwitch(input)) choose(input, asked.get(keyOf(picture, input.name)));
    else if (off) input.checked = !off.includes(input.name);
  }
  if (changed(picture).length || off) remember(picture);
}

/** Writes what has been changed into the page's address and the link to the chart. */
function remember(picture) {
  const [here, view] = [new URL(location), new URLSearchParams()];
  const names = hidden(picture).map((input) => input.name).join(" ");
  if (names || changed(picture).some(isSwitch)) view.set(keyOf(picture), names);
  for (const input of changed(picture)) {
    if (!isSwitch(input)) view.set(keyOf(picture, input.name), said(input));
  }
  const keys = [keyOf(picture), ...inputs(picture).map(({ name }) => keyOf(picture, name))];
  for (const key of keys) here.searchParams.delete(key);
  for (const [key, value] of view) here.searchParams.set(key, value);
  history.replaceState(history.state, "", here);
  const link = picture.parentElement.querySelector(".chart-link");
  if (link) link.search = view;
}

/** Passes a chart on as it is seen: with the system's own dialog, or else by copying its address. */
async function share(figure) {
  const url = figure.querySelector(".chart-link")?.href ?? location.href.replace(/#.*/, "");
  const said = figure.querySelector(".chart-shared");
  try {
    if (navigator.share) {
      await navigator.share({ title: figure.querySelector(".chart-title").textContent, url });
      return;
    }
    await navigator.clipboard.writeText(url);
    said.textContent = "Link copied";
  } catch (error) {
    if (error.name !== "AbortError") said.textContent = url; // AbortError: the reader thought again
  }
}
