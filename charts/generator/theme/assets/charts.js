// Fetches what makes charts live on the first touch, hover or focus of one. Until then the page has
// only the drawing and loads nothing more; without this script the drawing is complete. What a
// reader switches off goes into the page's address, so that a shared link opens the same view.

const KEYS = /^(Arrow(Left|Right)|Home|End|Escape)$/;
const pictures = [...document.querySelectorAll(".chart-picture")];
const switches = ({ parentElement: figure }) => [...figure.querySelectorAll("[data-signal]")];
const hidden = (picture) => switches(picture).filter((input) => !input.checked);
const keyOf = (picture) => `${picture.parentElement.dataset.chart}.hide`;

for (const picture of pictures) {
  for (const type of ["pointerenter", "focus", "click"]) {
    picture.addEventListener(type, (event) => answer(picture, event));
  }
  picture.addEventListener("keydown", (event) => {
    if (!KEYS.test(event.key)) return;
    event.preventDefault();
    answer(picture, event);
  });
  picture.parentElement.querySelector(".chart-controls")?.addEventListener("change", (event) => {
    remember(picture);
    answer(picture, event);
  });
  const asked = new URLSearchParams(location.search).get(keyOf(picture))?.split(" ") ?? [];
  for (const input of switches(picture)) input.checked = !asked.includes(input.name);
  if (asked.length) remember(picture);
}

// The drawing shows everything, so a chart with something switched off has to be live: at first,
// when another width shows the other drawing, and when the browser restores a page.
for (const type of ["pageshow", "resize"]) {
  addEventListener(type, (event) => {
    for (const picture of pictures) if (hidden(picture).length) answer(picture, event);
  });
}

/** Does what a reader asks, one thing at a time: several keys may come before live.js is loaded. */
function answer(picture, event) {
  // Start this largest part in parallel; live.js reports its errors.
  import(new URL(picture.dataset.runtime, location.href)).catch(() => {});
  picture.turn = Promise.resolve(picture.turn)
    .then(() => import("./live.js"))
    .then((live) => live.answer(picture, event))
    .catch((error) => console.warn("chart stays static:", error));
}

/** Writes what is switched off into the page's address and the link to the chart. */
function remember(picture) {
  const [key, here] = [keyOf(picture), new URL(location)];
  const names = hidden(picture).map((input) => input.name).join(" ");
  here.searchParams.delete(key);
  if (names) here.searchParams.set(key, names);
  history.replaceState(history.state, "", here);
  const link = picture.parentElement.querySelector(".chart-link");
  if (link) link.search = names && new URLSearchParams({ [key]: names });
}
