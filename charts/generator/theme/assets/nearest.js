// Finds what a reader means who points beside every mark of a chart: a bar answers over its whole
// row, a year over its whole height, and of points and of ways on a map the nearest one answers.

const AXIS = 26; // pixels of the drawing below its plot, where the labels of an axis are
const PARTS = 60; // of a way: its box says too little about where it runs

/** Returns the marks that can be read, in their order: Vega keeps their tooltips on the elements. */
export function placesOf(layer) {
  return [...layer.querySelectorAll(".role-mark *")].filter((mark) => mark.__data__?.tooltip);
}

/** Returns the mark to read at a place in the window, if that place is on the drawing's plot. */
export function nearest(layer, x, y) {
  const places = placesOf(layer);
  const boxes = places.map((place) => place.getBoundingClientRect());
  const plot = layer.querySelector(".background").getBoundingClientRect();
  const scale = layer.offsetWidth / layer.querySelector("svg").viewBox.baseVal.width;
  const end = Math.max(plot.bottom, ...boxes.map((box) => box.bottom)) + AXIS * scale;
  let best;
  let least = [Infinity];
  const far = y <= end ? measure(places, boxes, x, y) : [];
  far.forEach((distance, at) => {
    if (less(distance, least)) [best, least] = [places[at], distance];
  });
  return best;
}

/** Returns how far each mark is: first in the direction that tells marks apart, then in the other. */
function measure(places, boxes, x, y) {
  const types = places.map((place) => place.__data__.mark.marktype);
  if (types.includes("shape")) return places.map((place) => [toWay(place, x, y)]);
  const across = boxes.map((box) => gap(x, box.left, box.right));
  const down = boxes.map((box) => gap(y, box.top, box.bottom));
  if (types.includes("symbol")) {
    return boxes.map((box) =>
      [Math.hypot(x - (box.left + box.right) / 2, y - (box.top + box.bottom) / 2)]);
  }
  if (apart(boxes, "top", "bottom")) return boxes.map((_, at) => [down[at], across[at]]);
  if (apart(boxes, "left", "right")) return boxes.map((_, at) => [across[at], down[at]]);
  return boxes.map((_, at) => [Math.hypot(across[at], down[at])]);
}

const gap = (at, start, end) => Math.max(start - at, at - end, 0);
const less = ([a, b = 0], [c, d = 0]) => a < c || (a === c && b < d);

/** Returns whether any two boxes are at the same place in one direction, or beside each other. */
function apart(boxes, start, end) {
  const sorted = [...boxes].sort((one, other) => one[start] - other[start]);
  return sorted.slice(1).every((box, at) => {
    const before = sorted[at];
    const same = Math.abs(box[start] - before[start]) < 1 && Math.abs(box[end] - before[end]) < 1;
    return same || box[start] > before[end] - 1;
  });
}

/** Returns how far a place is from a line that winds, such as a route. */
function toWay(path, x, y) {
  const matrix = path.getScreenCTM();
  const length = path.getTotalLength();
  const parts = Array.from({ length: PARTS + 1 }, (_, at) =>
    path.getPointAtLength(length * at / PARTS).matrixTransform(matrix));
  return Math.min(...parts.map((part) => Math.hypot(part.x - x, part.y - y)));
}
