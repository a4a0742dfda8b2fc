// The search: asks the program of the site's engine, which runs lunr in a thread of its own, and shows
// what it finds. `frame.js` loads this when a reader opens the search.

const AT_ONCE = 10; // pages; more of them come as one scrolls
const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3]; // the messages of the engine's program

/** Loads the index and answers what is typed into a dialog. */
export async function start(dialog, site) {
  const field = dialog.querySelector("input");
  const count = dialog.querySelector(".search__count");
  const list = dialog.querySelector(".search__found");
  const hint = count.textContent;
  const answer = await fetch(new URL("search/search_index.json", site));
  if (!answer.ok) throw new Error(`${answer.status} for ${answer.url}`);
  const index = await answer.json();
  const worker = new Worker(new URL("./search-worker.js", import.meta.url));
  let typed; // what was asked last
  let waiting = 0; // how many answers are still to come
  let rest = []; // pages found and not shown yet

  worker.addEventListener("message", ({ data: { type, data } }) => {
    if (type === READY) ask();
    if (type === RESULT && --waiting === 0) show(data.items);
  });
  worker.postMessage({ type: SETUP, data: { ...index, options: { suggest: false } } });
  field.addEventListener("input", ask);
  dialog.addEventListener("keydown", move);
  new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && more())
    .observe(dialog.appendChild(make("div", { className: "search__end" })));

  function ask() {
    const words = field.value.trim();
    if (words === typed) return;
    typed = words;
    waiting += 1;
    worker.postMessage({ type: QUERY, data: words && inOurWords(words, index.config.words ?? {}) });
  }

  function show(found) {
    count.textContent = !typed ? hint : found.length === 0 ? "No page has these words"
      : found.length === 1 ? "1 page" : `${found.length} pages`;
    list.replaceChildren();
    dialog.scrollTop = 0;
    rest = found;
    more();
  }

  function more() {
    list.append(...rest.splice(0, AT_ONCE).map((sections) => item(sections, site)));
  }

  /** Goes through the results by arrows; Enter follows the first; letters go on with the words. */
  function move(event) {
    const { key, ctrlKey, metaKey, altKey, isComposing, target } = event;
    if (ctrlKey || metaKey || altKey || isComposing) return;
    if (key === "ArrowDown" || key === "ArrowUp") {
      const stops = [field, ...list.querySelectorAll("summary, li > a, details[open] a")];
      const at = stops.indexOf(target) + (key === "ArrowDown" ? 1 : stops.length - 1);
      stops[at % stops.length].focus();
      event.preventDefault();
    } else if (key === "Enter" && target === field) {
      list.querySelector("a")?.click();
      event.preventDefault();
    } else if (key.length === 1 && key !== " " && target.closest(".search__found")) {
      field.focus();
    }
  }
}

/** Makes the entry of a page: itself, its sections that fit as well, and a fold with the others. */
function item(sections, site) {
  const page = Math.max(0, sections.findIndex(({ location }) => !location.includes("#")));
  const { score } = sections[0];
  const others = sections.filter((_, place) => place !== page);
  const best = others.filter((section) => section.score >= score);
  const more = others.filter((section) => section.score < score);
  const fold = make("details", {}, make("summary", {}, `${more.length} more on this page`),
    ...more.map((section) => link(section, site)));
  return make("li", {}, link(sections[page], site, page !== 0 || best.length > 0 ? "" : "says"),
    ...best.map((section) => link(section, site)), ...(more.length ? [fold] : []));
}
/** Makes the link to a page or a section, with what it says around the words that were found. */
function link({ location, title, text, terms }, site, says = "says") {
  const made = make("a", { href: new URL(location, site).href });
  const [head, rest] = [make("strong", {}), make("div", {})];
  // The index is the site's own; it comes with the words found as marks, and its texts escaped.
  head.innerHTML = title;
  made.append(head);
  if (says) {
    rest.innerHTML = text;
    const all = Object.keys(terms);
    const missing = all.filter((word) =>
      !all.some((other) => terms[other] && word.startsWith(other))
      && !all.some((other) => other !== word && other.startsWith(word)));
    if (missing.length) rest.append(make("p", {}, "Missing: ", make("del", {}, missing.join(" "))));
    made.append(rest);
  }
  return made;
}

// Readers ask in their own words: "how many days does a year have". The engine's program looks for the
// beginnings of all words typed, "how" and "does" included. Before, a question loses what only joins
// words and gets the site's words for its own (`search` under `extra` in mkdocs.yml); a whole word
// then counts more than a beginning.
const JOINING = new Set((
  "a about all am an and are as at be been by can could did do does for from get had has have how "
  + "i if in into is it its many may me more most much my now of on one or our over should so some "
  + "still tell than that the their them there these they this to today under up was we were what "
  + "when where which who whom whose why will with would you your").split(" "));

function inOurWords(typed, words) {
  if (/["*^~]/.test(typed)) return typed; // somebody who knows the signs of the search
  let text = typed.toLowerCase().replace(/['’]s?(?![\p{L}\p{N}])/gu, "");
  text = ` ${text.split(/[^\p{L}\p{N}.,]+|[.,](?![\p{L}\p{N}])/u).filter(Boolean).join(" ")} `;
  for (const [theirs, ours] of Object.entries(words)) {
    text = text.replaceAll(` ${theirs} `, ` ${ours} `);
  }
  const all = [...new Set(text.trim().split(" "))];
  const telling = all.filter((word) => !JOINING.has(word));
  return (telling.length ? telling : all).map((word) => `${beginning(word)} ${word}^6`).join(" ");
}

// What a plural and its singular have in common.
function beginning(word) {
  return word.length > 4 ? word.replace(/([^s])(ie)?s$|y$/, "$1") : word;
}

function make(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
