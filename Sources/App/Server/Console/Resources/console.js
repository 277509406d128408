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
        datasets: series.map((one, place) => {
          // The two edges of a band.
          const isEdge = one.isFilled || series[place - 1]?.isFilled;
          const own = isEdge ? ink : lines[place % lines.length];
          return {
            label: one.name,
            data: one.values,
            yAxisID: one.axis === "right" ? "right" : "y",
            borderColor: own,
            backgroundColor: one.isFilled ? own + "33" : own,
            borderWidth: isEdge ? 1 : 2,
            fill: one.isFilled ? "+1" : false,
            pointRadius: isEdge || labels.length > 40 ? 0 : 2,
            tension: isEdge ? 0 : 0.2,
          };
        }),
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
