// Opens the receipt of a number, the test of a claim, or what a term means, beside it on hover, focus
// or tap. Without this script all are links: to their entry in a ledger, or in the glossary.

const SELECTOR = "a.number, a.claim, a.term";
const PATIENCE = 150; // milliseconds: long enough to cross the text and the gap to the card
const TOO_LONG = 5000; // milliseconds without a receipt, after which a tap leads to the ledger

const files = {}; // promises of what was loaded, by address
let opened; // {link, card}
let timer;
let pointer; // what touched the page last: clicks do not say it in Safari before 18.4

const later = (action, ...values) => {
  timer = setTimeout(action, PATIENCE, ...values);
};
const warn = (error) => console.warn("no receipt here:", error);
const linkAt = (target) => target instanceof Element && target.closest(SELECTOR);
const within = (target) => target instanceof Node
  && (opened?.card.contains(target) || opened?.link.contains(target));

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const link = linkAt(event.target);
  clearTimeout(timer);
  if (link) later(open, link);
  else if (!within(event.target) && !within(document.activeElement)) later(close);
});
document.addEventListener("focusin", (event) => {
  const link = linkAt(event.target);
  if (link?.matches(":focus-visible")) open(link);
  else if (!within(event.target)) close();
});
document.addEventListener("pointerdown", ({ pointerType }) => pointer = pointerType);
document.addEventListener("click", async (event) => {
  const link = linkAt(event.target);
  const kind = event.pointerType || (event.detail && pointer); // a keyboard's click has no detail
  // A first tap opens the receipt; a second one, like a click, follows the link.
  if (link && kind === "touch" && opened?.link !== link && link.showPopover) {
    event.preventDefault();
    if (!await open(link)) location.assign(link.href);
  } else if (!within(event.target)) close();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !opened) return;
  const { link, card } = opened;
  if (card.contains(document.activeElement)) link.focus();
  close();
});
addEventListener("resize", close);

/** Opens a receipt, and returns false if it can't be had: the link still leads to the ledger. */
async function open(link) {
  clearTimeout(timer);
  if (!link.showPopover) return false;
  if (opened?.link === link) return true;
  close();
  const card = element("span", { className: "receipt-card", role: "status", popover: "manual" });
  opened = { link, card };
  const file = link.matches(".term") ? `${new URL("terms.json", link.href)}` : "receipts.json";
  try {
    const receipt = (await load(file))[new URL(link.href).hash.slice(1)];
    if (opened?.card !== card) return true; // another one was asked for meanwhile
    if (!receipt) throw new Error(`it is not in ${file}`);
    fill(card, link, receipt);
    link.after(card);
    card.showPopover();
    place(card, link);
    return true;
  } catch (error) {
    delete files[file]; // retry on a later touch, when the network may be back
    warn(error);
    if (opened?.card !== card) return true;
    close();
    return false;
  }
}

/** Loads a file once a page; each page checks for a new one, so that no receipt is outdated. */
function load(file) {
  return files[file] ??= fetch(file, {
    cache: "no-cache", signal: AbortSignal.timeout(TOO_LONG),
  }).then((answer) => {
    if (!answer.ok) throw new Error(`${answer.status} for ${answer.url}`);
    return answer.json();
  });
}

function close() {
  clearTimeout(timer);
  opened?.card.remove();
  opened = undefined;
}

/** Writes a receipt. Text, never markup: nothing in a dataset can become part of the page. */
function fill(card, link, receipt) {
  const line = (label, ...parts) => element("span", { className: "receipt-line" },
    element("span", { className: "receipt-label" }, label), " ", ...parts);
  if (receipt.title) {
    const more = element("a", { href: link.href }, "In the glossary");
    card.append(element("strong", {}, receipt.title), line("", receipt.is), more);
    return;
  }
  const from = receipt.from.map(([publisher, title, href, vintage]) =>
    line("From", `${publisher}, `, element("a", { href }, title), `, ${vintage}`));
  const cells = receipt.cells.map(([name, text]) => `${name}: ${text}`).join("; ");
  card.append(
    element("strong", {}, receipt.holds ? "Tested: it holds" : link.textContent),
    line("", receipt.is),
    receipt.formula ? line("Formula", receipt.formula) : "",
    receipt.calculation ? line("Calculation", receipt.calculation) : "",
    receipt.exact ? line("Before rounding", receipt.exact) : "",
    line("Cells", cells, receipt.more ? `, and ${receipt.more} more` : ""),
    receipt.changed ? line("Changed", receipt.changed) : "",
    ...from,
    element("a", { href: link.href }, "In the ledger"),
  );
}

/** Puts the card inside the window, under its number or, without room there, above it. */
function place(card, link) {
  const spot = link.getClientRects()[0];
  const room = document.documentElement.clientWidth - card.offsetWidth - 8;
  const below = spot.bottom + card.offsetHeight + 8 < innerHeight || spot.top < card.offsetHeight;
  const top = below ? spot.bottom + 4 : spot.top - card.offsetHeight - 4;
  card.style.left = `${scrollX + Math.max(8, Math.min(spot.left, room))}px`;
  card.style.top = `${scrollY + top}px`;
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
