// Copies and shares what a chart's page offers for use elsewhere. Without it readers can select
// everything. For a site that was built without an address, it fills in the window's.

const said = Object.assign(document.createElement("p"), { className: "chart-alt" });
said.setAttribute("role", "status");
document.querySelector(".reuse").append(said);

for (const lines of document.querySelectorAll(".lines")) {
  const [label, code] = [lines.querySelector("p"), lines.querySelector("code")];
  code.textContent = code.textContent.replace(/(^|["{ ])(\.{1,2}\/[^"}\s]*)/g,
    (_, before, path) => before + new URL(path, location.origin + location.pathname));
  const button = add(label, "Copy", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      say(button, "Copied");
    } catch {
      getSelection().selectAllChildren(code);
      say(button, "Selected");
    }
  });
}

// A link that leads to a panel opens it.
const lead = () => document.getElementById(location.hash.slice(1))?.closest(".panel")?.showPopover?.();
addEventListener("hashchange", lead);
lead();

// The link opens the reader's view, with the same parts of the chart switched off.
const link = document.querySelector("#share code");
const page = new URL(link.textContent);
const follow = () => {
  const view = [...new URLSearchParams(location.search)].filter(([key]) => key.endsWith(".hide"));
  page.search = new URLSearchParams(view);
  link.textContent = page;
};
for (const event of ["pageshow", "change"]) addEventListener(event, follow);
if (navigator.share) {
  add(link.closest(".lines").querySelector("p"), "Share…", () =>
    navigator.share({ title: document.title, url: link.textContent }).catch(() => {})); // cancelled
}

function add(label, words, action) {
  const button = Object.assign(document.createElement("button"), { textContent: words });
  button.ariaLabel = `${words}: ${label.textContent}`;
  button.addEventListener("click", action);
  label.parentElement.append(button);
  return button;
}

/** Says what was done: on the button, and to screen readers. */
function say(button, words) {
  button.textContent = words;
  said.textContent = "";
  setTimeout(() => { said.textContent = words; });
  setTimeout(() => { button.textContent = "Copy"; }, 2000);
}
