"use strict";
/* D9: what is expected in the next days, with the interval, after the days that were measured. */
{
  const { el } = pantau.dom;
  const { charts, format } = pantau;
  const MEASURES = { volume: "dokumen per hari", negatif: "porsi negatif" };
  const LEGEND = [
    ["Terukur", "--ink", "solid"],
    ["Perkiraan", "--accent", "dashed"],
    ["Selang 80\u00a0%", "--band"],
  ];

  const keyOf = (series) => `${series.series}:${series.measure}`;
  const nameOf = (series) => `${series.label} – ${MEASURES[series.measure] ?? series.measure}`;

  function rows(series) {
    const known = series.history.map(({ on, value }) => ({ day: on, value, expected: null, low: null, high: null }));
    return [...known, ...series.points.map(({ on, expected, low, high }) => ({ day: on, value: null, expected, low, high }))];
  }

  /** The band opens at the last measured day, so that the line does not break. */
  function joined(found) {
    const last = found.findLastIndex((row) => row.value !== null);
    return found.map((row, at) => (at === last ? { ...row, expected: row.value, low: row.value, high: row.value } : row));
  }

  function option(found, write) {
    const line = (name, key, more) => ({ name, type: "line", showSymbol: false, data: found.map((row) => row[key]), ...more });
    const hidden = { lineStyle: { opacity: 0 }, stack: "selang", silent: true };
    const width = found.map((row) => (row.high === null ? null : row.high - row.low));
    return {
      grid: { left: 48, right: 12, top: 12, bottom: 26 },
      xAxis: charts.days(
        found.map((row) => row.day),
        { boundaryGap: false },
      ),
      yAxis: charts.values({ axisLabel: { ...charts.values().axisLabel, formatter: write } }),
      series: [
        line("Batas bawah", "low", hidden),
        line("Selang 80 %", "low", {
          ...hidden,
          data: width,
          itemStyle: { color: charts.color("--band") },
          areaStyle: { color: charts.color("--band"), opacity: 1 },
        }),
        line("Terukur", "value", {
          lineStyle: { color: charts.color("--ink"), width: 2 },
          itemStyle: { color: charts.color("--ink") },
        }),
        line("Perkiraan", "expected", {
          lineStyle: { color: charts.color("--accent"), width: 2, type: "dashed" },
          itemStyle: { color: charts.color("--accent") },
        }),
      ],
    };
  }

  function tip(row, write) {
    if (row.value !== null) return charts.lines(format.day(row.day), [["Terukur", write(row.value), charts.color("--ink")]]);
    return charts.lines(format.day(row.day), [
      ["Perkiraan", write(row.expected), charts.color("--accent")],
      ["Selang 80 %", `${write(row.low)} – ${write(row.high)}`, charts.color("--band")],
    ]);
  }

  function columns(measure) {
    const type = measure === "volume" ? "decimal" : "share";
    const values = [
      ["value", "Terukur"],
      ["expected", "Perkiraan"],
      ["low", "Batas bawah"],
      ["high", "Batas atas"],
    ];
    return [{ key: "day", label: "Tanggal", type: "day" }, ...values.map(([key, label]) => ({ key, label, type }))];
  }

  function choose(all, series, controls) {
    const options = all.map((one) => [keyOf(one), nameOf(one)]);
    const pick = (value) => pantau.state.write({ ramalan: value });
    controls.replaceChildren(pantau.dom.choice("Deret", "ramalan", options, keyOf(series), pick));
  }

  function tell(series) {
    const { model, made_on: day, coverage, naive_ratio: ratio } = series;
    return (
      `Model ${format.slug(model)}, dibuat ${format.day(day)}. Pada uji balik, ${format.share(coverage, 0)} hari jatuh dalam ` +
      `selang 80\u00a0%, dan galatnya ${format.number(ratio, 2)} kali galat "besok seperti hari ini".`
    );
  }

  function nothing(body, controls) {
    controls.replaceChildren();
    const words = "Belum ada perkiraan yang terbukti lebih baik daripada cara sederhana, jadi tidak ada yang ditampilkan.";
    body.replaceChildren(el("p", { class: "empty" }, words));
    return { summary: "", table: { caption: "Prakiraan", columns: columns("volume"), rows: [] } };
  }

  function draw(body, { core, selection }, controls) {
    const all = core.forecasts;
    if (!all.length) return nothing(body, controls);
    const series = all.find((one) => keyOf(one) === selection.forecast) ?? all[0];
    choose(all, series, controls);
    const isVolume = series.measure === "volume";
    const write = isVolume ? (value) => format.number(value, value < 10 ? 1 : 0) : (value) => format.share(value, 0);
    const found = rows(series);
    const end = series.points.at(-1);
    const range = `antara ${write(end.low)} dan ${write(end.high)}`;
    const summary = `${nameOf(series)}: ${write(end.expected)} pada ${format.day(end.on)}, ${range}.`;
    if (!body.firstChild) body.append(el("p", { class: "aside" }));
    charts.draw(body, {
      option: option(joined(found), isVolume ? format.compact : write),
      legend: LEGEND.map(([name, shade, line]) => [name, charts.color(shade), line]),
      label: `Prakiraan. ${summary}`,
      tip: (at) => tip(found[at], write),
    });
    body.lastChild.textContent = tell(series);
    return { summary, table: { caption: nameOf(series), columns: columns(series.measure), rows: found } };
  }

  pantau.panel.add({
    id: "prakiraan",
    question: "D9",
    title: "Prakiraan tujuh hari",
    size: "half",
    read:
      "Garis penuh yang terukur, garis putus yang diperkirakan, bidang selang 80 %: dari sepuluh hari, sekitar delapan " +
      "diharapkan jatuh di dalamnya. Hanya deret yang pada uji balik mengalahkan cara-cara sederhana yang ditampilkan. " +
      "Tidak mengikuti saringan.",
    draw,
  });
}
