// Gives a chart its live version on the first touch, hover or focus. Until then the page has only
// the drawing: nothing is loaded, and without this script nothing is missing.

let runtime;

for (const picture of document.querySelectorAll(".chart-picture")) {
  const warn = (error) => console.warn("chart stays static:", error);
  const wake = () => liven(picture).catch(warn);
  for (const event of ["pointerenter", "touchstart", "focus"]) {
    picture.addEventListener(event, wake, { passive: true });
  }
  picture.addEventListener("click", (event) => tap(picture, event).catch(warn));
  picture.addEventListener("keydown", (event) => step(picture, event).catch(warn));
  picture.addEventListener("blur", () => leave(picture));
  const controls = picture.parentElement.querySelector(".chart-controls");
  controls?.addEventListener("change", wake);
}

/** Puts the live version over the drawing that is shown, once for each of the two widths. */
async function liven(picture) {
  const name = getComputedStyle(picture.querySelector(".chart-desktop")).display === "none"
    ? "phone" : "desktop";
  const box = picture.querySelector(`.chart-${name}`);
  box.live ??= start(picture, box, name).catch((error) => {
    box.live = runtime = undefined; // a later touch may find the line up again
    throw error;
  });
  const view = await box.live;
  for (const input of picture.parentElement.querySelectorAll("[data-signal]")) {
    view.signal(input.dataset.signal, input.checked);
  }
  await view.runAsync();
  return view;
}

async function start(picture, box, name) {
  const { live, version } = picture.dataset;
  runtime ??= import(new URL(picture.dataset.runtime, location.href));
  const [vega, response] = await Promise.all([runtime, fetch(`${live}live-${name}.json?${version}`)]);
  if (!response.ok) throw new Error(`${response.status} for ${response.url}`);
  const layer = document.createElement("div");
  layer.className = "chart-live";
  rescale(layer);
  // The syntax tree is evaluated by an interpreter, so that no page needs to allow eval.
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
  box.view = view;
  return view;
}

/** Tells Vega where the pointer would be on the unscaled drawing: it knows nothing of CSS sizes. */
function rescale(layer) {
  const correct = (event) => {
    const svg = layer.querySelector("svg");
    const rect = svg.getBoundingClientRect();
    const scale = rect.width / svg.viewBox.baseVal.width || 1;
    const touches = event.changedTouches ? [...event.changedTouches] : [];
    for (const point of [event, ...touches]) {
      if (point.trueX !== undefined || point.clientX === undefined) continue;
      const { clientX: x, clientY: y } = point;
      Object.defineProperties(point, {
        trueX: { value: x },
        trueY: { value: y },
        clientX: { value: rect.left + (x - rect.left) / scale },
        clientY: { value: rect.top + (y - rect.top) / scale },
      });
    }
  };
  for (const type of ["move", "over", "out", "down", "up"]) {
    layer.addEventListener(`pointer${type}`, correct, true);
    layer.addEventListener(`mouse${type}`, correct, true);
  }
  for (const type of ["touchstart", "touchmove", "touchend", "click"]) {
    layer.addEventListener(type, correct, { capture: true, passive: true });
  }
}

/** Shows what the chart says of a place, beside the pointer and inside the figure. */
function show(picture, event, value) {
  const figure = picture.parentElement;
  let tip = figure.querySelector(".chart-tip");
  if (!tip) {
    tip = document.createElement("div");
    tip.className = "chart-tip";
    tip.setAttribute("role", "status");
    figure.append(tip);
  }
  tip.hidden = value === null || value === undefined || value === "";
  if (tip.hidden) return;
  // Text, never markup: what a dataset holds can't become part of the page.
  const [[, head], ...rows] = Object.entries(value);
  tip.replaceChildren(
    Object.assign(document.createElement("strong"), { textContent: head }),
    ...rows.map(([label, text]) =>
      Object.assign(document.createElement("span"), { textContent: `${label}: ${text}` })),
  );
  const at = event.changedTouches?.[0] ?? event;
  const frame = figure.getBoundingClientRect();
  const x = (at.trueX ?? at.clientX) - frame.left;
  const y = (at.trueY ?? at.clientY) - frame.top;
  const left = x + 14 + tip.offsetWidth > frame.width ? x - tip.offsetWidth - 14 : x + 14;
  tip.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, y - tip.offsetHeight - 8)}px)`;
}

/** Reads a live chart where it was tapped: a finger is gone again before Vega takes notice. */
async function tap(picture, event) {
  const [x, y] = [event.trueX ?? event.clientX, event.trueY ?? event.clientY];
  await liven(picture);
  const place = document.elementFromPoint(x, y);
  if (picture.contains(place)) point(place, x, y);
}

/** Reads a live chart point by point with the arrow keys; Escape puts the reading away. */
async function step(picture, event) {
  const move = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
  if (event.key === "Escape") leave(picture);
  if (move === undefined) return;
  event.preventDefault();
  await liven(picture);
  const layer = [...picture.querySelectorAll(".chart-live")].find((l) => l.offsetParent);
  // Places to read are the marks that have something to say; Vega keeps it beside the element.
  const places = [...layer.querySelectorAll(".role-mark *")].filter((e) => e.__data__?.tooltip);
  if (!places.length) return;
  const last = places.length - 1;
  const from = picture.place ?? (move > 0 ? -1 : places.length);
  picture.place = Math.min(last, Math.max(0, from + move));
  const place = places[picture.place];
  const { left, top, width, height } = place.getBoundingClientRect();
  point(place, left + width / 2, top + height / 2);
}

/** Tells a live chart that a pointer is at a place, for readers whose pointer can't stay there. */
function point(place, clientX, clientY) {
  for (const type of ["pointerover", "pointermove"]) {
    place.dispatchEvent(new PointerEvent(type, { bubbles: true, clientX, clientY }));
  }
}

/** Puts away what a chart's live versions say, as if the pointer had left. */
function leave(picture) {
  const tip = picture.parentElement.querySelector(".chart-tip");
  if (tip) tip.hidden = true;
  for (const svg of picture.querySelectorAll(".chart-live svg")) {
    svg.dispatchEvent(new PointerEvent("pointerout", { bubbles: true }));
  }
}
