// The live versions of charts: drawn over the static ones, read by mouse, finger and keyboard.

import { nearest, placesOf } from "./nearest.js";

const started = new Set();

let load; // imports a module, also after a lost request

/** Makes a chart live and does what a reader asks of it; `from` imports modules. */
export async function answer(picture, event, from) {
  load = from;
  if (!started.has(picture)) prepare(picture);
  if (event.type === "click") await tap(picture, event);
  else if (event.key === "Escape") leave(picture);
  else if (event.type === "keydown") await step(picture, event);
  else if (event.pointerType === "mouse") await rest(picture, event);
  else await liven(picture);
}

function prepare(picture) {
  started.add(picture);
  // Screen readers need the element before it has text.
  picture.said = add(picture, "chart-alt");
  picture.said.setAttribute("role", "status");
  picture.tip = add(picture, "chart-tip");
  picture.tip.ariaHidden = "true";
  picture.tip.hidden = true;
  picture.ring = add(picture, "chart-ring");
  picture.ring.hidden = true;
  picture.addEventListener("blur", () => leave(picture));
  picture.addEventListener("pointercancel", () => leave(picture)); // the finger scrolls the page
  picture.addEventListener("pointermove", (event) => picture.moved = event);
  picture.addEventListener("pointerover", ({ pointerType }) => {
    if (pointerType) picture.finger = pointerType === "touch"; // events of our own have no type
  }, true);
  picture.addEventListener("pointerdown", (event) => {
    // A sliding finger reads along its way instead of keeping the place where it touched down.
    if (event.pointerType === "touch") event.target.releasePointerCapture(event.pointerId);
  });
  picture.addEventListener("pointerout", (event) => {
    // When a finger lifts, the tooltip stays so that it can be read; when a mouse leaves, it goes.
    if (event.pointerType === "touch" && !event.relatedTarget) event.stopPropagation();
  }, true);
  picture.addEventListener("mouseout", (event) => {
    // Browsers move a mouse to where a finger taps, and may move it back to where it was.
    if (picture.finger && !picture.contains(event.relatedTarget)) event.stopPropagation();
  }, true);
}

addEventListener("pagehide", () => started.forEach(retire));
addEventListener("pointerdown", ({ target }) => {
  for (const picture of started) if (!picture.contains(target)) leave(picture);
});

function add(picture, className) {
  const made = Object.assign(document.createElement("div"), { className });
  picture.parentElement.append(made);
  return made;
}

/** Puts a live version over the visible drawing, unless it has one, and removes any other. */
async function liven(picture) {
  const box = [...picture.querySelectorAll(".chart-static")].find((drawing) => drawing.offsetParent);
  if (picture.live?.box !== box) {
    retire(picture);
    const live = picture.live = { box };
    live.view = start(picture, box).catch((error) => {
      if (picture.live === live) picture.live = undefined; // a later touch tries again
      throw error;
    });
  }
  const view = await picture.live.view;
  for (const input of picture.parentElement.querySelectorAll("[data-signal]")) {
    view.signal(input.dataset.signal, valueOf(input));
  }
  await view.runAsync();
  return view;
}

/** Returns what an input says to Vega: yes or no, a number, or a choice. */
function valueOf({ type, checked, value }) {
  return type === "checkbox" ? checked : JSON.parse(value);
}

async function start(picture, box) {
  const { live, version } = picture.dataset;
  const name = box.classList.contains("chart-phone") ? "phone" : "desktop";
  const runtime = load(new URL(picture.dataset.runtime, location.href));
  const [vega, response] = await Promise.all([runtime, fetch(`${live}live-${name}.json?${version}`)]);
  if (!response.ok) throw new Error(`${response.status} for ${response.url}`);
  const layer = document.createElement("div");
  layer.className = "chart-live";
  // An interpreter evaluates the syntax tree, so that no page needs to allow eval.
  const view = new vega.View(vega.parse(await response.json(), null, { ast: true }), {
    expr: vega.expressionInterpreter,
    renderer: "svg",
    container: layer,
    hover: true,
    tooltip: (handler, event, item, value) => show(picture, event, value),
  });
  guide(picture, layer);
  await view.runAsync();
  const [drawn, made] = [box.querySelector("svg"), layer.querySelector("svg")];
  made.setAttribute("viewBox", drawn.getAttribute("viewBox"));
  made.removeAttribute("width");
  made.removeAttribute("height");
  made.style.cssText = "";
  box.append(layer);
  box.classList.add("is-live");
  return view;
}

/** Leads a pointer that is beside every mark to the nearest one, before Vega hears of it. */
function guide(picture, layer) {
  for (const type of ["pointerover", "pointermove"]) {
    layer.addEventListener(type, (event) => {
      if (event.target.__data__?.tooltip) return;
      event.stopPropagation();
      const place = nearest(layer, event.clientX, event.clientY);
      if (!place) leave(picture);
      else if (type === "pointerover" || place !== picture.read) point(picture, place, event);
      else move(place, "pointermove", event);
    }, true);
  }
  layer.addEventListener("pointerout", (event) => {
    // Inside the drawing the next place takes over, whichever event a browser reports first.
    if (layer.contains(event.relatedTarget)) event.stopPropagation();
    else if (event.isTrusted) leave(picture); // Vega forgets a place only from there itself
  }, true);
}

/** Removes a live version and its listeners. */
function retire(picture) {
  const { box, view } = picture.live ?? {};
  leave(picture);
  picture.live = picture.place = undefined;
  view?.then((old) => {
    old.finalize().container().remove();
    if (!box.querySelector(".chart-live")) box.classList.remove("is-live");
  }, () => {}); // it never started
}

/** Shows the tooltip of a place: beside the pointer, on a phone above the drawing. */
function show(picture, event, value) {
  const { tip } = picture;
  tip.hidden = value === null || value === undefined || value === "";
  picture.read = tip.hidden ? undefined : event.target;
  surround(picture);
  if (tip.hidden) return;
  // Text, never markup: nothing in a dataset can become part of the page.
  const [[, head], ...rows] = Object.entries(value);
  const known = rows.filter(([, text]) => text !== "null"); // Vega's text for an empty cell
  const line = (name, textContent) => Object.assign(document.createElement(name), { textContent });
  tip.replaceChildren(
    line("strong", head),
    // A number stays with its unit and with the end of its label.
    ...known.map(([label, text]) => line("span", `${label}: ${text}`.replace(/: [$\d\u2212-][^:]*$/,
      (number) => number.replaceAll(" ", "\u00a0")))),
  );
  const phone = picture.live?.box.matches(".chart-phone");
  const { left, top } = phone ? above(picture) : beside(picture, event);
  tip.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, top)}px)`;
}

/** Returns where the tooltip is inside the figure and covers neither the pointer nor a switch. */
function beside({ parentElement: figure, offsetTop, tip }, { clientX, clientY }) {
  const frame = figure.getBoundingClientRect();
  const [x, y] = [clientX - frame.left, clientY - frame.top];
  const left = x + 14 + tip.offsetWidth > frame.width ? x - tip.offsetWidth - 14 : x + 14;
  const top = y - tip.offsetHeight - 8;
  return { left, top: top < offsetTop ? y + 20 : top };
}

/** Returns where the tooltip covers neither the plot, which a finger hides too, nor a switch. */
function above({ parentElement: figure, offsetTop, offsetHeight, tip }) {
  const head = document.querySelector(".masthead");
  const covered = Math.max(0, head?.getBoundingClientRect().bottom ?? 0); // of the window
  const first = covered - figure.getBoundingClientRect().top;
  const controls = figure.querySelector(".chart-controls");
  const edge = controls?.offsetTop ?? offsetTop;
  const free = edge - tip.offsetHeight - 4;
  // Where that is out of view: at the top of the window, as soon as the switches are above it.
  if (free >= first) return { left: 0, top: free };
  const passed = controls ? controls.offsetTop + controls.offsetHeight <= first + 4 : true;
  return { left: 0, top: passed ? first + 8 : offsetTop + offsetHeight + 4 };
}

/** Draws a ring around the point that is read: there may be no other sign of which one it is. */
function surround({ parentElement: figure, read, ring, tip }) {
  ring.hidden = tip.hidden || read?.__data__?.mark?.marktype !== "symbol";
  if (ring.hidden) return;
  const [frame, box] = [figure, read].map((element) => element.getBoundingClientRect());
  const [x, y] = [box.left + box.width / 2 - frame.left, box.top + box.height / 2 - frame.top];
  ring.style.transform = `translate(${x}px, ${y}px) translate(-50%, -50%)`;
}

/** Reads a chart at a tap: Vega may not have been listening, or knows this place already. */
async function tap(picture, event) {
  await liven(picture);
  if (pointAt(picture, event)) say(picture);
}

/** Reads a chart where the pointer stopped before Vega was listening: Vega only sees moves. */
async function rest(picture, event) {
  if (!(picture.moved?.timeStamp > event.timeStamp)) picture.moved = event;
  await liven(picture);
  if (picture.tip.hidden && picture.matches(":hover")) pointAt(picture, picture.moved);
}

/** Reads a chart point by point with the arrow keys. */
async function step(picture, { key }) {
  const places = placesOf((await liven(picture)).container());
  if (!places.length) return;
  const last = places.length - 1;
  const move = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[key];
  const from = picture.place ?? (move > 0 ? -1 : places.length);
  picture.place = Math.min(last, Math.max(0, from + move));
  const place = places[picture.place];
  const { left, top, width, height } = place.getBoundingClientRect();
  point(picture, place, { clientX: left + width / 2, clientY: top + height / 2 });
  say(picture);
}

/** Points at what is to be read at a place in the window, if anything. */
function pointAt(picture, { clientX, clientY }) {
  const at = document.elementFromPoint(clientX, clientY);
  if (!picture.contains(at)) return false;
  const layer = picture.querySelector(".chart-live");
  const place = at.__data__?.tooltip ? at : nearest(layer, clientX, clientY);
  if (place) point(picture, place, { clientX, clientY });
  else leave(picture);
  return Boolean(place);
}

/** Points at an element instead of whatever else the reader has pointed at. */
function point(picture, place, at) {
  if (picture.read && picture.read !== place) move(picture.read, "pointerout", at);
  move(place, "pointerover", at);
  move(place, "pointermove", at);
}

function move(place, type, { clientX, clientY }) {
  place.dispatchEvent(new PointerEvent(type, { bubbles: true, clientX, clientY }));
}

/** Announces a chart's tooltip to screen readers, once. */
function say({ said, tip }) {
  said.textContent = tip.hidden ? "" : [...tip.children].map((e) => e.textContent).join("; ");
}

/** Hides a chart's tooltip, as if the pointer had left. */
function leave(picture) {
  picture.said.textContent = "";
  picture.tip.hidden = picture.ring.hidden = true;
  picture.read = undefined;
  picture.querySelector(".chart-live svg")
    ?.dispatchEvent(new PointerEvent("pointerout", { bubbles: true }));
}
