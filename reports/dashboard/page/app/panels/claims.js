"use strict";
/* D10: claims that fact checkers took up in the last thirty days. */
{
  const { link } = pantau.dom;
  const { cells, format } = pantau;

  const COLUMNS = [
    { key: "title", label: "Klaim", cell: (row) => link(row.title ?? format.NONE, row.url) },
    {
      key: "verdict",
      label: "Putusan",
      cell: (row) => cells.tag(format.slug(row.verdict), row.verdict === "benar" ? "good" : "warn"),
    },
    { key: "reviewer", label: "Pemeriksa" },
    { key: "on", label: "Tanggal", type: "day" },
  ];

  pantau.panel.add({
    id: "hoaks",
    question: "D10",
    title: "Hoaks dan klaim yang diperiksa",
    size: "half",
    isTable: true,
    read:
      "Pemeriksaan fakta tiga puluh hari terakhir, dengan putusan pemeriksanya. Mengikuti rentang waktu saja. Tautan " +
      "membuka halaman di luar Pantau.",
    draw(body, { core, filter }) {
      const [from, to] = [core.meta.days[filter.from], core.meta.days[filter.to]];
      const rows = core.claims.filter((claim) => claim.on >= from && claim.on <= to);
      const table = {
        caption: "Pemeriksaan fakta",
        columns: COLUMNS,
        rows,
        empty: "Tidak ada pemeriksaan fakta pada hari-hari ini.",
      };
      pantau.table.show(body, table, { kind: "tall" });
      const columns = [...COLUMNS, { key: "url", label: "Alamat" }];
      return { summary: `${format.number(rows.length)} pemeriksaan fakta dalam rentang.`, table: { ...table, columns } };
    },
  });
}
