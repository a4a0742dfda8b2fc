// Gives frames that show a chart the height that the chart says it needs. For the pages of others.

const frames = () => document.querySelectorAll("iframe[data-chart]");

addEventListener("message", ({ data, origin, source }) => {
  if (!(data?.chartHeight > 0)) return;
  for (const frame of frames()) {
    const known = frame.contentWindow === source && new URL(frame.src).origin === origin;
    if (known) frame.style.height = `${Math.min(data.chartHeight, 4000)}px`;
  }
});

// A chart that was there first has spoken already: ask it again.
for (const frame of frames()) frame.contentWindow.postMessage("height", "*");
