"use strict";
/* D2: sectors by mentions, with their share of voice, tone, and this week against the one before. */
{
  const { cells, figures, format } = pantau;
  const sort = { key: "mention", isDown: true };

  function rows({ core, columns, filter }) {
    const every = { ...filter, sector: null };
    const sectors = figures.by(columns, every, "sector");
    const week = figures.by(columns, figures.lastWeek(every), "sector");
    const earlier = figures.before(figures.lastWeek(every));
    const before = earlier ? figures.by(columns, earlier, "sector") : new Map();
    const all = figures.total(columns, every).mention;
    return [...sectors].map(([at, totals]) => ({
      ...core.dims.sectors[at],
      mention: totals.mention,
      voice: figures.shareOf(totals.mention, all),
      share: figures.negativeShare(totals),
      this_week: week.get(at)?.mention ?? 0,
      last_week: earlier ? (before.get(at)?.mention ?? 0) : null,
      change: earlier ? (week.get(at)?.mention ?? 0) - (before.get(at)?.mention ?? 0) : null,
    }));
  }

  function columns(found, chosen) {
    const most = Math.max(1, ...found.map((row) => row.mention));
    const name = (row) => cells.pick(row, chosen, (slug) => pantau.state.write({ sektor: slug }));
    return [
      { key: "name", label: "Sektor", cell: name },
      {
        key: "mention",
        label: "Penyebutan",
        type: "number",
        cell: (row) => cells.bar(format.number(row.mention), row.mention / most, "kind-mention"),
      },
      { key: "voice", label: "Porsi suara", type: "share" },
      { key: "share", label: "Negatif", type: "number", cell: (row) => cells.share(row.share, "kind-negative") },
      {
        key: "change",
        label: "Sepekan",
        type: "number",
        cell: (row) => (row.change === null ? format.NONE : cells.change(row.this_week, row.last_week)),
      },
    ];
  }

  function draw(body, context) {
    const found = rows(context);
    const chosen = context.selection.sector === null ? null : context.core.dims.sectors[context.selection.sector].slug;
    const table = { caption: "Sektor menurut penyebutan", columns: columns(found, chosen), rows: found };
    const mark = (row) => ({ class: row.slug === chosen ? "chosen" : null, "data-slug": row.slug });
    pantau.table.show(body, table, { kind: "taller", sort, mark, draw: () => draw(body, context) });
    const rising = found.filter((row) => row.change > 0).sort((a, b) => b.change - a.change)[0];
    const course = rising ? `${format.number(rising.last_week)} → ${format.number(rising.this_week)}` : "";
    const summary = rising
      ? `Naik terbanyak sepekan terakhir: ${rising.name} (${course}).`
      : "Tidak ada sektor yang naik sepekan terakhir.";
    const extra = [
      { key: "this_week", label: "Pekan ini" },
      { key: "last_week", label: "Pekan lalu" },
    ];
    return { summary, table: { ...table, columns: [...table.columns, ...extra] } };
  }

  pantau.panel.add({
    id: "sektor",
    question: "D2",
    title: "Sektor",
    size: "less",
    isTable: true,
    metrics: ["penyebutan", "porsi-suara", "porsi-negatif"],
    read:
      "Penyebutan dalam rentang yang dipilih. Porsi suara adalah bagian sektor dari semua penyebutan yang tersaring. " +
      "Sepekan membandingkan tujuh hari terakhir rentang dengan tujuh hari sebelumnya. Pilih nama sektor untuk " +
      "menyaring; semua sektor tetap tampak.",
    draw,
  });
}
