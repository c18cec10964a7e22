"use strict";
/* D4: mentions of each day by channel. */
{
  const { charts, figures, format } = pantau;

  function rows({ core, columns, filter }) {
    const count = core.dims.channels.length;
    const every = { ...filter, channel: null };
    const cells = figures.group(columns, every, (row) => columns.day[row] * count + columns.channel[row]);
    return core.meta.days.slice(filter.from, filter.to + 1).map((day, place) => {
      const values = core.dims.channels.map(({ slug }, at) => [
        slug,
        cells.get((filter.from + place) * count + at)?.mention ?? 0,
      ]);
      return { day, ...Object.fromEntries(values) };
    });
  }

  function draw(body, context) {
    const found = rows(context);
    const { channels } = context.core.dims;
    const chosen = context.selection.channel;
    const series = channels.map(({ slug, name }, at) => ({
      name,
      type: "line",
      showSymbol: found.length < 2,
      data: found.map((row) => row[slug]),
      itemStyle: { color: charts.lineOf(at).color },
      lineStyle: { ...charts.lineOf(at), opacity: chosen === null || chosen === at ? 1 : 0.25 },
    }));
    const option = {
      grid: { left: 44, right: 12, top: 12, bottom: 26 },
      xAxis: charts.days(
        found.map((row) => row.day),
        { boundaryGap: false },
      ),
      yAxis: charts.values(),
      series,
    };
    const totals = channels
      .map(({ slug, name }) => [name, found.reduce((sum, row) => sum + row[slug], 0)])
      .sort((a, b) => b[1] - a[1]);
    const summary = `${totals.map(([name, total]) => `${name} ${format.number(total)}`).join(", ")}.`;
    const tip = (at) =>
      charts.lines(
        format.day(found[at].day),
        channels.map(({ slug, name }, place) => [name, format.number(found[at][slug]), charts.lineOf(place).color]),
      );
    const legend = channels.map(({ name }, at) => [name, charts.lineOf(at).color, charts.lineOf(at).type]);
    charts.draw(body, { option, legend, label: `Penyebutan per hari menurut kanal. ${summary}`, tip });
    const columns = [
      { key: "day", label: "Tanggal", type: "day" },
      ...channels.map(({ slug, name }) => ({ key: slug, label: name, type: "number" })),
    ];
    return { summary, table: { caption: "Penyebutan per hari menurut kanal", columns, rows: found } };
  }

  pantau.panel.add({
    id: "kanal",
    question: "D4",
    title: "Kanal per hari",
    size: "half",
    metrics: ["penyebutan"],
    read: "Satu garis satu kanal. Kanal yang disaring ditebalkan; yang lain tetap tampak untuk pembanding.",
    draw,
  });
}
