// The live versions of charts: drawn over the static ones, read by mouse, finger and keyboard.

const HEADER = 56; // pixels of the window that the page's header may cover

const started = new Set();

let runtime;

/** Makes a chart live and does what a reader asks of it. */
export async function answer(picture, event) {
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
      runtime = undefined; // retry on a later touch, when the network may be back
      if (picture.live === live) picture.live = undefined;
      throw error;
    });
  }
  const view = await picture.live.view;
  for (const input of picture.parentElement.querySelectorAll("[data-signal]")) {
    view.signal(input.dataset.signal, input.checked);
  }
  await view.runAsync();
  return view;
}

async function start(picture, box) {
  const { live, version } = picture.dataset;
  const name = box.classList.contains("chart-phone") ? "phone" : "desktop";
  runtime ??= import(new URL(picture.dataset.runtime, location.href));
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
  // Firefox reports leaving a place after it reports entering the next.
  if (event?.relatedTarget?.__data__?.tooltip) return;
  const { tip } = picture;
  tip.hidden = value === null || value === undefined || value === "";
  if (tip.hidden) return;
  // Text, never markup: nothing in a dataset can become part of the page.
  const [[, head], ...rows] = Object.entries(value);
  const known = rows.filter(([, text]) => text !== "null"); // Vega's text for an empty cell
  tip.replaceChildren(
    Object.assign(document.createElement("strong"), { textContent: head }),
    ...known.map(([label, text]) =>
      Object.assign(document.createElement("span"), { textContent: `${label}: ${text}` })),
  );
  const frame = picture.parentElement.getBoundingClientRect();
  const [x, y] = [event.clientX - frame.left, event.clientY - frame.top];
  let left = x + 14 + tip.offsetWidth > frame.width ? x - tip.offsetWidth - 14 : x + 14;
  let top = y - tip.offsetHeight - 8;
  if (picture.live?.box.matches(".chart-phone")) {
    // A finger hides what is under it, so the words stay above the plot as long as it is in view.
    left = 0;
    top = Math.max(picture.offsetTop - tip.offsetHeight - 4, HEADER - frame.top);
  }
  tip.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, top)}px)`;
}

/** Reads a chart at a tap that came before Vega was listening. */
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
  const layer = (await liven(picture)).container();
  // The places to read are the marks with a tooltip, which Vega stores on the element.
  const places = [...layer.querySelectorAll(".role-mark *")].filter((e) => e.__data__?.tooltip);
  if (!places.length) return;
  const last = places.length - 1;
  const move = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[key];
  const from = picture.place ?? (move > 0 ? -1 : places.length);
  picture.place = Math.min(last, Math.max(0, from + move));
  const place = places[picture.place];
  const { left, top, width, height } = place.getBoundingClientRect();
  point(place, left + width / 2, top + height / 2);
  say(picture);
}

/** Points at the part of a chart at a place in the window, if any. */
function pointAt(picture, { clientX, clientY }) {
  const place = document.elementFromPoint(clientX, clientY);
  if (!picture.contains(place)) return false;
  point(place, clientX, clientY);
  return true;
}

/** Points at an element for readers whose pointer can't stay there or does not move. */
function point(place, clientX, clientY) {
  for (const type of ["pointerover", "pointermove"]) {
    place.dispatchEvent(new PointerEvent(type, { bubbles: true, clientX, clientY }));
  }
}

/** Announces a chart's tooltip to screen readers, once. */
function say({ said, tip }) {
  said.textContent = tip.hidden ? "" : [...tip.children].map((e) => e.textContent).join("; ");
}

/** Hides a chart's tooltip, as if the pointer had left. */
function leave(picture) {
  picture.said.textContent = "";
  picture.tip.hidden = true;
  picture.querySelector(".chart-live svg")
    ?.dispatchEvent(new PointerEvent("pointerout", { bubbles: true }));
}
