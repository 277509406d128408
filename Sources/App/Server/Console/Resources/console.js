// Draws the charts of a page with Chart.js, from the figures that lie beside each of them.
(() => {
  "use strict";
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const ink = colour("--faint");
  const lines = [colour("--accent"), colour("--good"), colour("--bad"), "#b07d2b", "#8257b8", ink];

  for (const figure of document.querySelectorAll("figure.chart")) {
    const canvas = figure.querySelector("canvas");
    const data = figure.querySelector("script[type='application/json']");
    if (!canvas || !data || typeof Chart === "undefined") continue;
    const { kind, labels, series } = JSON.parse(data.textContent);
    figure.hidden = false;
    new Chart(canvas, {
      type: kind,
      data: {
        labels,
        datasets: series.map((one, place) => ({
          label: one.name,
          data: one.values,
          yAxisID: one.axis === "right" ? "right" : "y",
          borderColor: lines[place % lines.length],
          backgroundColor: lines[place % lines.length],
          borderWidth: 2,
          pointRadius: labels.length > 40 ? 0 : 2,
          tension: 0.2,
        })),
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        interaction: { mode: "index", intersect: false },
        plugins: { legend: { labels: { color: ink, boxWidth: 12 } } },
        scales: {
          x: { ticks: { color: ink, maxRotation: 0, autoSkipPadding: 12 }, grid: { display: false } },
          y: { beginAtZero: true, ticks: { color: ink }, grid: { color: colour("--line") } },
          right: {
            display: series.some((one) => one.axis === "right"),
            position: "right", beginAtZero: true, ticks: { color: ink }, grid: { display: false },
          },
        },
      },
    });
  }
})();
