// Fetches what makes charts live on the first touch, hover or focus of one. Until then the page has
// only the drawing and loads nothing more; without this script the drawing is complete. What a
// reader switches off goes into the page's address, so that a shared link opens the same view.

const KEYS = /^(Arrow(Left|Right)|Home|End|Escape)$/;
const LIVE = new URL("./live.js", import.meta.url);
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
  const figure = picture.parentElement;
  figure.querySelector(".chart-controls")?.addEventListener("change", (event) => {
    remember(picture);
    answer(picture, event);
  });
  figure.querySelector("[data-share]")?.addEventListener("click", () => share(figure));
  follow(picture);
}

// The drawing shows everything, so a chart with something switched off has to be live: at first,
// when another width shows the other drawing, and when the browser restores a page.
const enliven = (event) => {
  for (const picture of pictures) if (hidden(picture).length) answer(picture, event);
};
addEventListener("resize", enliven);
addEventListener("pageshow", (event) => {
  enliven(event);
  // Safari switches everything on again after it restores a page; the address says what was off.
  if (event.persisted) setTimeout(() => {
    pictures.forEach(follow);
    enliven(event);
  });
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
      // The drawing shows everything: so do the switches and the address.
      if (!hidden(picture).length || picture.querySelector(".is-live")) return;
      for (const input of switches(picture)) input.checked = true;
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

/** Sets the switches as the address says. */
function follow(picture) {
  const asked = new URLSearchParams(location.search).get(keyOf(picture))?.split(" ") ?? [];
  for (const input of switches(picture)) input.checked = !asked.includes(input.name);
  if (asked.length) remember(picture);
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
