"use strict";
/* D5: agencies by mentions in the chosen days; a press on one loads its figures for the whole page. */
{
  const { cells, figures, format } = pantau;
  const sort = { key: "mention", isDown: true };

  function rows({ core, agencies, filter }) {
    const days = { from: filter.from, to: filter.to };
    return [...figures.by(agencies, days, "agency")].map(([at, totals]) => ({
      ...core.dims.agencies[at],
      mention: totals.mention,
      share: figures.negativeShare(totals),
      critical: figures.criticalShare(totals),
    }));
  }

  function columns(found, chosen) {
    const most = Math.max(1, ...found.map((row) => row.mention));
    const name = (row) => cells.pick(row, chosen, (slug) => pantau.state.write({ instansi: slug }));
    return [
      { key: "name", label: "Instansi", cell: name },
      {
        key: "mention",
        label: "Penyebutan",
        type: "number",
        cell: (row) => cells.bar(format.number(row.mention), row.mention / most, "kind-mention"),
      },
      { key: "share", label: "Negatif", type: "number", cell: (row) => cells.share(row.share, "kind-negative") },
      { key: "critical", label: "Menolak", type: "number", cell: (row) => cells.share(row.critical, "kind-critical") },
    ];
  }

  function draw(body, context) {
    const found = rows(context);
    const chosen = context.selection.agency?.slug ?? null;
    const table = {
      caption: "Instansi menurut penyebutan",
      columns: columns(found, chosen),
      rows: found,
      empty: "Tidak ada instansi yang disebut pada hari-hari ini.",
    };
    const mark = (row) => ({ class: row.slug === chosen ? "chosen" : null, "data-slug": row.slug });
    pantau.table.show(body, table, { kind: "tall", sort, mark, draw: () => draw(body, context) });
    const summary = `${format.number(found.length)} instansi terbanyak disebut dalam rentang waktu; pilih satu untuk menyaring.`;
    return { summary, table };
  }

  pantau.panel.add({
    id: "instansi",
    question: "D5",
    title: "Instansi",
    size: "half",
    isTable: true,
    metrics: ["penyebutan", "porsi-negatif", "porsi-menolak"],
    read:
      "Dokumen dihitung bagi setiap instansi yang disebut di dalamnya dan bagi yang paling mungkin berwenang, " +
      "masing-masing satu kali. Tabel ini mengikuti rentang waktu, tidak mengikuti sektor, provinsi, dan kanal; setelah " +
      "sebuah instansi dipilih, panel lain memakai semua saringan.",
    draw,
  });
}
