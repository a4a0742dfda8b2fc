// A reader's own choice: one value of a dataset's column set beside another, in a sentence and small
// charts. The values come from the table on the page; the other rows are loaded once one is chosen.
// The choice stands in the address.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 344;
const FULL = { million: 1e6, billion: 1e9, trillion: 1e12 };

for (const part of document.querySelectorAll(".choice")) offer(part);

function offer(part) {
  const { rows: file, column, period, beside, label } = part.dataset;
  const measures = JSON.parse(part.dataset.measures);
  const names = [...part.querySelectorAll("tbody th")].map((cell) => cell.textContent);
  const known = new Map(names.map((name) => [name.toLowerCase(), name]));
  const list = make("datalist", { id: `choice-${column}` }, ...names.filter((name) =>
    name !== beside).map((value) => make("option", { value })));
  const field = make("input", { type: "text", autocomplete: "off", name: column });
  field.setAttribute("list", list.id);
  const answer = make("div", { className: "choice-answer" });
  answer.setAttribute("role", "status");
  const line = part.querySelector(".filter"); // it is there already, so that nothing moves
  line.append(make("label", {}, `${label}: `, field), list);
  line.after(answer);
  let loaded;

  field.addEventListener("input", () => choose(field.value));
  // Safari sets fields to their defaults after it restores a page: let it find them so.
  addEventListener("pagehide", () => field.defaultValue = field.value);
  const first = new URL(location).searchParams.get(column);
  if (first) {
    field.value = first;
    choose(first);
  }

  async function choose(typed) {
    const name = known.get(typed.trim().toLowerCase());
    const address = new URL(location);
    if (name && name !== beside) address.searchParams.set(column, name);
    else address.searchParams.delete(column);
    history.replaceState(history.state, "", address);
    if (!name || name === beside) {
      answer.replaceChildren(name || typed.trim().length < 3 || begins(typed) ? ""
        : `The data have no “${typed.trim()}”.`);
      return;
    }
    try {
      loaded ??= fetch(file).then((got) => got.ok ? got.text() : Promise.reject(got.status));
      const all = parse(await loaded);
      if (known.get(field.value.trim().toLowerCase()) === name) show(all, name);
    } catch (error) {
      loaded = undefined; // the network may be back next time
      answer.replaceChildren("The data could not be loaded; the table below has the newest.");
      console.warn("no rows:", error);
    }
  }

  function begins(typed) {
    return names.some((name) => name.toLowerCase().includes(typed.trim().toLowerCase()));
  }

  function show(all, name) {
    const said = [];
    const drawn = measures.map((measure) => {
      const series = (value) => all.filter((row) => row[column] === value && row[measure.column])
        .map((row) => [row[period], Number(row[measure.column])]).sort();
      const [mine, other] = [series(name), series(beside)];
      said.push(sentence(measure, mine, other, name));
      return chart(measure, [[name, mine], [beside, other]], said.at(-1));
    });
    answer.replaceChildren(make("p", {}, said.join(" ")),
      make("div", { className: "small-charts" }, ...drawn));
  }

  function sentence(measure, mine, other, name) {
    const last = mine.at(-1);
    const same = last && other.find(([when]) => when === last[0]);
    if (!last) return `${measure.title}: no figure for ${name}.`;
    const start = `${measure.title}, ${name}, ${last[0]}: ${write(last[1], measure)}`;
    if (!same) return `${start}.`;
    const most = last[1] > same[1] ? name : beside;
    const ratio = Math.max(last[1], same[1]) / Math.min(last[1], same[1]);
    const times = ratio >= 1.05 && Number.isFinite(ratio)
      ? ` ${most} has ${few(ratio)} times as much.` : "";
    return `${start}; ${beside}: ${write(same[1], measure)}.${times}`;
  }
}

/** Draws lines of up to a few series from nought, each with its name and last value at its end. */
function chart(measure, series, says) {
  const periods = [...new Set(series.flatMap(([, values]) => values.map(([when]) => when)))].sort();
  const most = Math.max(0, ...series.flatMap(([, values]) => values.map(([, number]) => number)));
  const x = (when) => 4 + (WIDTH - 140) * periods.indexOf(when) / Math.max(1, periods.length - 1);
  const y = (number) => 112 - 96 * number / (most || 1);
  const svg = draw("svg", { viewBox: `0 0 ${WIDTH} 136`, role: "img", "aria-label": says,
    class: "small-chart" });
  svg.append(draw("line", { x1: 4, x2: WIDTH - 136, y1: 112, y2: 112, stroke: "var(--chart-faint)" }));
  const ends = [];
  series.forEach(([name, values], index) => {
    if (!values.length) return;
    const colour = index ? "var(--chart-muted)" : "var(--chart-ink)";
    const points = values.map(([when, number]) => `${x(when).toFixed(1)} ${y(number).toFixed(1)}`);
    const [when, number] = values.at(-1);
    ends.push([name, write(number, measure), x(when), y(number), colour]);
    svg.append(draw("path", { d: `M${points.join("L")}`, fill: "none", stroke: colour,
      "stroke-width": index ? 1.5 : 2.5 }));
  });
  ends.sort((one, two) => one[3] - two[3]);
  let above = -20;
  for (const [name, value, at, height, colour] of ends) {
    above = Math.max(height, above + 28);
    const text = draw("text", { x: at + 7, y: above, fill: colour, "font-size": 11 });
    text.append(draw("tspan", { "font-weight": "bold" }, value),
      draw("tspan", { x: at + 7, dy: 12 }, name.length > 20 ? `${name.slice(0, 19)}…` : name));
    svg.append(text, draw("circle", { cx: at, cy: height, r: 3, fill: colour }));
  }
  for (const when of [periods[0], periods.at(-1)]) {
    svg.append(draw("text", { x: x(when), y: 130, fill: "var(--chart-muted)", "font-size": 11,
      "text-anchor": when === periods[0] ? "start" : "end" }, when));
  }
  return make("figure", { className: "small" }, make("figcaption", {}, measure.title), svg);
}

/** Writes a number as the rest of the site does. */
function write(number, { money, scale, unit }) {
  const whole = number * scale;
  const size = Math.abs(whole);
  if (Math.round(size) < 1e6) return (money ? "$" : "") + few(size) + (unit ? ` ${unit}` : "");
  const [word, power] = Object.entries(FULL).findLast(([, one]) =>
    size / one >= 0.9995 || one === 1e6);
  const digits = size / power >= 99.95 ? 0 : 1;
  const said = (size / power).toLocaleString("en-US", { maximumFractionDigits: digits,
    minimumFractionDigits: money ? digits : 0 });
  return `${whole < 0 ? "−" : ""}${money ? "$" : ""}${said} ${word}${unit ? ` ${unit}` : ""}`;
}

function few(number) {
  return number.toLocaleString("en-US", { maximumFractionDigits: number < 9.95 ? 1 : 0 });
}

/** Reads CSV as our datasets are written: commas, and quotes around what has one. */
function parse(text) {
  const [head, ...lines] = text.trim().split(/\r?\n/).map((line) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
      quoted === undefined ? plain : quoted.replaceAll('""', '"')));
  return lines.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at]])));
}

function make(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function draw(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
