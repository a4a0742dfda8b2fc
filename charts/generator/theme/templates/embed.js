// Gives each frame with a chart the height that the chart asks for. For the pages of other sites.

const frames = () => document.querySelectorAll("iframe[data-chart]");

addEventListener("message", ({ data, origin, source }) => {
  if (!(data?.chartHeight > 0)) return;
  for (const frame of frames()) {
    const known = frame.contentWindow === source && new URL(frame.src).origin === origin;
    if (known) frame.style.height = `${Math.min(data.chartHeight, 4000)}px`;
  }
});

// A chart that loaded before this script has already sent its height: ask again.
for (const frame of frames()) frame.contentWindow.postMessage("height", "*");
