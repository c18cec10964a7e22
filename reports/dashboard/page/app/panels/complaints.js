"use strict";
/* D10: complaints that rise, and how agencies answered. */
{
  const { el } = pantau.dom;
  const { cells, format } = pantau;

  function rows({ core, filter }) {
    const sector = filter.sector === null ? null : core.dims.sectors[filter.sector].slug;
    return core.complaints.sectors
      .filter((row) => sector === null || row.slug === sector)
      .map((row) => ({
        ...row,
        name: core.dims.sectors.find((one) => one.slug === row.slug)?.name ?? row.slug,
        change: row.this_week - row.last_week,
      }))
      .sort((a, b) => b.change - a.change || b.this_week - a.this_week);
  }

  function hours(value) {
    if (value === null || value === undefined) return format.NONE;
    return value < 48 ? `${format.number(value, 1)} jam` : `${format.number(value / 24, 1)} hari`;
  }

  const COLUMNS = [
    { key: "name", label: "Sektor" },
    { key: "this_week", label: "Pekan ini", type: "number" },
    { key: "last_week", label: "Pekan lalu", type: "number" },
    { key: "change", label: "Selisih", type: "number", cell: (row) => cells.change(row.this_week, row.last_week) },
  ];
  const RESPONSES = [
    { key: "given_agency_name", label: "Instansi" },
    { key: "month_on", label: "Bulan", cell: (row) => format.month(row.month_on) },
    { key: "complaint_count", label: "Masuk", type: "number" },
    { key: "answered_count", label: "Dijawab", type: "number" },
    { key: "closed_count", label: "Selesai", type: "number" },
    { key: "median_hours_to_answer", label: "Median jawab", type: "number", cell: (row) => hours(row.median_hours_to_answer) },
  ];

  pantau.panel.add({
    id: "pengaduan",
    question: "D10",
    title: "Pengaduan yang naik",
    size: "half",
    isTable: true,
    metrics: ["penyebutan"],
    read:
      "Pengaduan tujuh hari terakhir potret terhadap tujuh hari sebelumnya, menurut sektor; di bawahnya tanggapan " +
      "instansi per bulan. Mengikuti saringan sektor, tidak mengikuti saringan lain.",
    draw(body, context) {
      const found = rows(context);
      const table = {
        caption: "Pengaduan menurut sektor",
        columns: COLUMNS,
        rows: found,
        empty: "Tidak ada pengaduan untuk saringan ini.",
      };
      const responses = {
        caption: "Tanggapan instansi atas pengaduan",
        columns: RESPONSES,
        rows: context.core.complaints.responses,
        empty: "Tidak ada tanggapan yang tercatat.",
      };
      const region = (one) => pantau.dom.region(`Tabel ${one.caption}`, "short", pantau.table.build(one));
      body.replaceChildren(region(table), el("h3", {}, "Tanggapan instansi"), region(responses));
      const rising = found
        .filter((row) => row.change > 0)
        .slice(0, 2)
        .map((row) => `${row.name} (+${format.number(row.change)})`);
      return { summary: rising.length ? `Naik: ${rising.join(", ")}.` : "Tidak ada sektor yang pengaduannya naik.", table };
    },
  });
}
