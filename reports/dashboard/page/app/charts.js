"use strict";
/* ECharts in the page's own colours. Drawn as SVG, without motion, with the words of the chart for a screen reader. */
{
  const { el } = pantau.dom;
  const { format } = pantau;
  const CHANNELS = ["--series-1", "--series-2", "--series-3", "--series-4", "--series-5"];
  const LINES = ["solid", "dashed", "solid", "dotted", "dashed"];
  const drawn = new Set();
  const colors = new Map();
  let font;

  // asked once a theme: each question makes the browser style the page anew
  function color(name) {
    if (!colors.has(name)) colors.set(name, getComputedStyle(document.documentElement).getPropertyValue(name).trim());
    return colors.get(name);
  }
  document.addEventListener("pantau:theme", () => colors.clear());

  /** Let the drawing shrink with its box where nothing can be drawn anew: on paper. */
  function scale(chart) {
    chart.getDom().querySelector("svg").setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
  }

  const size = new ResizeObserver((entries) => {
    if (window.matchMedia("print").matches) return;
    for (const { target } of entries) {
      const chart = echarts.getInstanceByDom(target);
      if (!target.clientWidth || !chart) continue;
      chart.resize();
      scale(chart);
    }
  });

  function entry([name, shade, line]) {
    const mark = el("span", { class: line ? "swatch-line" : "swatch", "aria-hidden": "true" });
    if (line) mark.style.borderTop = `3px ${line} ${shade}`;
    else mark.style.background = shade;
    return el("li", {}, mark, name);
  }

  function tooltip(write) {
    return {
      trigger: "axis",
      confine: true,
      transitionDuration: 0,
      axisPointer: { type: "line", lineStyle: { color: color("--muted") } },
      backgroundColor: color("--surface"),
      borderColor: color("--line"),
      textStyle: { color: color("--ink"), fontSize: 12 },
      formatter: (points) => write(points[0].dataIndex),
    };
  }

  pantau.charts = {
    color,
    lineOf: (at) => ({ color: color(CHANNELS[at % CHANNELS.length]), type: LINES[at % LINES.length], width: 2 }),
    /** Words of a tooltip: a heading and lines [name, value, colour variable or null]. */
    lines: (title, rows) =>
      el(
        "div",
        { class: "tip" },
        el("strong", {}, title),
        el(
          "dl",
          {},
          rows.flatMap(([name, value, shade]) => {
            const mark = el("span", { class: "tip-mark", "aria-hidden": "true" });
            if (shade) mark.style.background = shade;
            return [el("dt", {}, mark, name), el("dd", {}, value)];
          }),
        ),
      ),
    days: (days, options = {}) => ({
      type: "category",
      data: days,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: color("--line") } },
      axisLabel: { color: color("--muted"), fontSize: 11, hideOverlap: true, formatter: (day) => format.shortDay(day) },
      ...options,
    }),
    values: (options = {}) => ({
      type: "value",
      splitNumber: 3,
      splitLine: { lineStyle: { color: color("--grid") } },
      axisLabel: { color: color("--muted"), fontSize: 11, formatter: (value) => format.compact(value) },
      ...options,
    }),
    /**
     * Draw `option` in `body`, under a legend of [name, colour, line style or null for an area]. `label` is the sentence that
     * stands for the chart, `tip(at)` gives the words at a place of the axis.
     */
    draw(body, { option, legend, label, tip }) {
      if (!body.querySelector(".chart")) body.prepend(el("ul", { class: "legend" }), el("div", { class: "chart" }));
      const box = body.querySelector(".chart");
      body.querySelector(".legend").replaceChildren(...legend.map(entry));
      box.setAttribute("role", "img");
      box.setAttribute("aria-label", label);
      const chart = echarts.getInstanceByDom(box) ?? echarts.init(box, null, { renderer: "svg" });
      font ??= getComputedStyle(document.body).fontFamily;
      chart.setOption(
        { animation: false, textStyle: { fontFamily: font }, tooltip: tooltip(tip), ...option },
        { notMerge: true },
      );
      scale(chart);
      if (!drawn.has(box)) size.observe(box);
      drawn.add(box);
    },
  };
}
