// Fetches what makes charts live on the first touch, hover or focus of one. Until then the page has
// only the drawing: nothing is loaded, and without this script nothing is missing. What a reader
// has switched off stands in the page's address, so that a shared link opens the same view.

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

// The drawing shows all there is, so one with something switched off has to be live: at first, when
// another width shows the other drawing, and when the browser brings back a page that was left.
for (const type of ["pageshow", "resize"]) {
  addEventListener(type, (event) => {
    for (const picture of pictures) if (hidden(picture).length) answer(picture, event);
  });
}

/** Does what a reader asks, one thing after the other: two keys may come before the first script. */
function answer(picture, event) {
  // Meanwhile: it is the largest part, and live.js tells what went wrong with it.
  import(new URL(picture.dataset.runtime, location.href)).catch(() => {});
  picture.turn = Promise.resolve(picture.turn)
    .then(() => import("./live.js"))
    .then((live) => live.answer(picture, event))
    .catch((error) => console.warn("chart stays static:", error));
}

/** Writes what is switched off into the page's address and into the link to the chart. */
function remember(picture) {
  const [key, here] = [keyOf(picture), new URL(location)];
  const names = hidden(picture).map((input) => input.name).join(" ");
  here.searchParams.delete(key);
  if (names) here.searchParams.set(key, names);
  history.replaceState(history.state, "", here);
  const link = picture.parentElement.querySelector(".chart-link");
  if (link) link.search = names && new URLSearchParams({ [key]: names });
}
