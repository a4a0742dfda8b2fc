// Tells a chart in steps: the sentence in the middle of the window, or the one that a reader chooses
// with the buttons, is shown on the drawing, by dimming all around its years. Without this script,
// and on paper, there are the whole chart and every sentence.

const AXIS = 28; // pixels of a drawing below its plot, for the labels of the axis
const beside = matchMedia("(min-width: 60em)"); // the sentences are beside the drawing, or below it
const still = matchMedia("(prefers-reduced-motion: reduce)");

for (const steps of document.querySelectorAll(".steps")) tell(steps);

function tell(steps) {
  const sentences = [...steps.querySelectorAll(".step")];
  const stage = steps.querySelector(".steps-stage");
  const veils = [...stage.querySelectorAll(".chart-static")].map((box) => {
    const sides = ["start", "end"].map(() => make("div", { className: "steps-veil" }));
    const { width, height } = box.querySelector("svg").viewBox.baseVal;
    const sheet = make("div", { className: "steps-sheet" });
    sheet.style.aspectRatio = `${width} / ${height}`;
    sheet.append(...sides);
    box.append(sheet);
    // While sentences pass by, only plot and axis stay: a key below them would take their room.
    const screen = box.matches(".chart-phone") ? "phone" : "desktop";
    const bottom = Number(sentences[0].dataset[screen].split(" ")[4]);
    box.style.setProperty("--cut", `${width} / ${Math.min(height, height * bottom / 100 + AXIS)}`);
    return [screen, sides];
  });
  const buttons = sentences.map((sentence, at) => make("button", {
    type: "button", className: "button", textContent: at + 1,
    ariaLabel: `${at + 1}: ${sentence.querySelector(".step-name").textContent}`,
  }));
  const whole = make("button", { type: "button", className: "button", textContent: "Whole chart" });
  const all = [...buttons, whole];
  const bar = make("div", { className: "steps-bar", role: "toolbar", ariaLabel: "Steps" });
  bar.append(...all);
  stage.append(bar);
  steps.classList.add("is-told");
  show(sentences.length);

  function show(step) {
    all.forEach((button, at) => {
      button.setAttribute("aria-pressed", at === step);
      button.tabIndex = at === step ? 0 : -1;
    });
    sentences.forEach((sentence, at) => sentence.classList.toggle("is-shown", at === step));
    steps.classList.toggle("is-whole", step === sentences.length);
    for (const [screen, sides] of veils) {
      const place = sentences[step]?.dataset[screen].split(" ").map(Number);
      // The whole chart: both veils are drawn back to the edges of the plot.
      const [left, start, end, right, bottom] = place ?? [0, 0, 100, 100, 100];
      for (const [veil, from, to] of [[sides[0], left, start], [sides[1], end, right]]) {
        Object.assign(veil.style,
          { left: `${from}%`, width: `${to - from}%`, height: `${bottom}%` });
      }
    }
  }

  function choose(step) {
    show(step);
    all[step].focus({ preventScroll: true });
    // Where sentences pass by the drawing, the chosen one comes to it.
    if (!still.matches) sentences[step]?.scrollIntoView({ block: beside.matches ? "center" : "end" });
  }

  all.forEach((button, at) => button.addEventListener("click", () => choose(at)));
  bar.addEventListener("keydown", (event) => {
    const at = all.indexOf(document.activeElement);
    const to = {
      ArrowLeft: at - 1, ArrowUp: at - 1, ArrowRight: at + 1, ArrowDown: at + 1,
      Home: 0, End: all.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (all[to]) choose(to);
  });

  // What a reader scrolls to: the sentence that crosses a line low enough to be below the drawing.
  const seen = new IntersectionObserver((entries) => {
    if (still.matches) return;
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) show(sentences.indexOf(target));
    }
  }, { rootMargin: beside.matches ? "-45% 0px -50%" : "-70% 0px -25%" });
  for (const sentence of sentences) seen.observe(sentence);
}

function make(name, { role, ariaLabel, ...properties }) {
  const made = Object.assign(document.createElement(name), properties);
  if (role) made.setAttribute("role", role);
  if (ariaLabel) made.setAttribute("aria-label", ariaLabel);
  return made;
}
