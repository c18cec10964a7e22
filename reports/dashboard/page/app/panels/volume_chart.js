"use strict";
/* How D1 is drawn: three grids over one axis of days, behind them the shade of days with low coverage. */
{
  const { charts, format } = pantau;
  const GRIDS = [0, 1, 2];
  const PLACES = [
    { top: 20, height: 130 },
    { top: 180, height: 48 },
    { top: 258, height: 48 },
  ];
  const NAMES = ["Penyebutan", "Porsi negatif", "Cakupan"];

  function scale(gridIndex) {
    const nameTextStyle = { color: charts.color("--muted"), fontSize: 11, align: "left", padding: [0, 0, 0, -40] };
    const named = { gridIndex, name: NAMES[gridIndex], nameLocation: "end", nameGap: 8, nameTextStyle };
    if (gridIndex === 0) return charts.values(named);
    const axisLabel = { ...charts.values().axisLabel, formatter: (value) => format.share(value, 0) };
    return charts.values({ ...named, min: 0, max: 1, interval: 0.5, axisLabel });
  }

  function days(found, gridIndex) {
    const axis = charts.days(found.map((row) => row.day));
    return { ...axis, gridIndex, axisLabel: { ...axis.axisLabel, show: gridIndex === 2 } };
  }

  /** Bars as wide as a day, on axes of their own, so that they do not push the other bars aside. */
  function shade(found, at) {
    const data = found.map((row) => (row.low ? 1 : null));
    const axes = { xAxisIndex: at + 3, yAxisIndex: at + 3 };
    return { type: "bar", ...axes, barWidth: "100%", silent: true, z: 0, data, itemStyle: { color: charts.color("--shade") } };
  }

  function bar(found, [key, name, shade]) {
    const data = found.map((row) => row[key]);
    return { name, type: "bar", stack: "nada", barCategoryGap: "18%", data, itemStyle: { color: charts.color(shade) } };
  }

  function line(found, at, key, name) {
    const color = charts.color(name);
    const data = found.map((row) => row[key]);
    const axes = { xAxisIndex: at, yAxisIndex: at };
    return { type: "line", ...axes, showSymbol: found.length < 2, data, lineStyle: { color, width: 2 }, itemStyle: { color } };
  }

  /** The option of ECharts for rows of days ({day, …tones, share, coverage, low}) and tones [key, name, colour]. */
  pantau.volumeChart = (found, tones) => ({
    axisPointer: { link: [{ xAxisIndex: "all" }] },
    grid: PLACES.map((place) => ({ left: 48, right: 12, ...place })),
    xAxis: [...GRIDS.map((at) => days(found, at)), ...GRIDS.map((at) => ({ ...days(found, at), show: false }))],
    yAxis: [...GRIDS.map(scale), ...GRIDS.map((gridIndex) => ({ type: "value", gridIndex, min: 0, max: 1, show: false }))],
    series: [
      ...GRIDS.map((at) => shade(found, at)),
      ...tones.map((tone) => bar(found, tone)),
      line(found, 1, "share", "--negative"),
      { ...line(found, 2, "coverage", "--accent"), areaStyle: { color: charts.color("--accent"), opacity: 0.15 } },
    ],
  });
}
