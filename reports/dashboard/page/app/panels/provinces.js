"use strict";
/* D3: one tile a province, about where it lies; its colour tells mentions or the negative share, a press chooses it. */
{
  const { el } = pantau.dom;
  const { figures, format } = pantau;
  const CLASSES = 5;

  function rows({ core, columns, filter }) {
    const everywhere = { ...filter, province: null };
    const provinces = figures.by(columns, everywhere, "province");
    const national = figures.negativeShare(figures.total(columns, everywhere));
    return core.dims.provinces.map((province, at) => {
      const totals = provinces.get(at) ?? figures.zero();
      return {
        ...province,
        mention: totals.mention,
        share: figures.negativeShare(totals),
        shrunk: totals.mention ? figures.shrunkShare(totals, national) : null,
        coverage: core.coverage.by_province[province.code] ?? null,
      };
    });
  }

  function legend(limits, write, scale) {
    const items = limits.map((limit, at) =>
      el("li", {}, el("span", { class: `swatch step-${at + 1}`, "aria-hidden": "true" }), `≤ ${write(limit)}`),
    );
    return el("ul", { class: `legend ${scale}`, "aria-label": "Arti warna" }, items);
  }

  function colours(isNegative) {
    const choices = [
      ["", "Penyebutan"],
      ["negatif", "Porsi negatif"],
    ];
    const pick = (choice) => pantau.state.write({ peta: choice });
    return pantau.panel.switcher("Warna peta", choices, isNegative ? "negatif" : "", pick);
  }

  function summarise(tiles) {
    const top = [...tiles].sort((a, b) => b.mention - a.mention).slice(0, 3);
    const names = top.filter((row) => row.mention).map((row) => `${row.name} (${format.number(row.mention)})`);
    return names.length ? `Terbanyak: ${names.join(", ")}.` : "Tidak ada penyebutan di provinsi mana pun.";
  }

  function draw(body, context, controls) {
    const { selection, core } = context;
    const isNegative = selection.isNegativeMap;
    const found = rows(context);
    const tiles = found.filter((row) => row.row !== null);
    const value = (row) => (isNegative ? row.shrunk : row.mention);
    const write = isNegative ? (share) => format.share(share, 0) : format.compact;
    const limits = figures.classes(tiles.map(value), CLASSES);
    const chosen = selection.province === null ? null : core.dims.provinces[selection.province].code;
    const shown = tiles.map((row) => ({ ...row, step: figures.classOf(value(row), limits), value: write(value(row)) }));
    const nowhere = found.find((row) => row.row === null);
    const aside = el("p", { class: "aside" }, `Tanpa provinsi: ${format.number(nowhere?.mention ?? 0)} penyebutan.`);
    controls.replaceChildren(colours(isNegative));
    const scale = isNegative ? "scale-negative" : "scale-mention";
    pantau.tiles.show(body, shown, chosen, scale, el("div", { class: "tiles-below" }, legend(limits, write, scale), aside));
    return { summary: summarise(tiles), table: { caption: "Penyebutan menurut provinsi", columns: COLUMNS, rows: found } };
  }

  const COLUMNS = [
    { key: "name", label: "Provinsi" },
    { key: "mention", label: "Penyebutan", type: "number" },
    { key: "share", label: "Porsi negatif", type: "share" },
    { key: "shrunk", label: "Porsi negatif, ditarik ke nasional", type: "share" },
    { key: "coverage", label: "Cakupan 7 hari", type: "share" },
  ];

  pantau.panel.add({
    id: "provinsi",
    question: "D3",
    title: "Provinsi yang dibicarakan",
    size: "most",
    metrics: ["penyebutan", "porsi-negatif", "cakupan"],
    read:
      "Setiap petak satu provinsi, kira-kira pada letaknya. Pilih petak untuk menyaring seluruh halaman; semua provinsi " +
      "tetap tampak. Porsi negatif provinsi dengan sedikit dokumen ditarik ke angka nasional (bobot 20 dokumen), agar " +
      "segelintir dokumen tidak mewarnai peta.",
    draw,
  });
}
