"use strict";
/* D1: mentions of each day by tone, the negative share, and the coverage; days of low coverage are shaded. */
{
  const { charts, figures, format } = pantau;
  const TONES = [
    ["negative", "Negatif", "--negative"],
    ["neutral", "Netral", "--neutral"],
    ["positive", "Positif", "--positive"],
    ["unsure", "Tidak pasti", "--unsure"],
  ];

  function rows({ core, columns, filter, selection }) {
    const days = figures.by(columns, filter, "day");
    const { share, low_days: low } = core.coverage;
    return core.meta.days.slice(filter.from, filter.to + 1).map((day, place) => {
      const at = filter.from + place;
      const all = days.get(at) ?? figures.zero();
      const totals = selection.isOriginal ? figures.originals(all) : all;
      return {
        day,
        ...totals,
        unsure: figures.unsure(totals),
        share: figures.negativeShare(totals),
        coverage: share[at] ?? null,
        low: low.includes(at),
      };
    });
  }

  function tip(row) {
    const tones = TONES.map(([key, name, shade]) => [name, format.number(row[key]), charts.color(shade)]);
    const coverage = `${format.share(row.coverage)}${row.low ? " (rendah)" : ""}`;
    return charts.lines(format.day(row.day), [
      ["Penyebutan", format.number(row.mention)],
      ...tones,
      ["Porsi negatif", format.share(row.share)],
      ["Cakupan", coverage],
    ]);
  }

  function summarise(found, isOriginal) {
    const top = found.reduce((best, row) => (row.mention > best.mention ? row : best), found[0]);
    const low = found.filter((row) => row.low).length;
    const total = found.reduce((sum, row) => sum + row.mention, 0);
    const what = isOriginal ? "dokumen asli" : "penyebutan";
    const most = `terbanyak ${format.number(top.mention)} pada ${format.day(top.day)}`;
    const shaded = low ? `${low} hari bercakupan rendah diarsir.` : "Tidak ada hari bercakupan rendah.";
    return `${format.number(total)} ${what} dalam ${found.length} hari; ${most}. ${shaded}`;
  }

  const COLUMNS = [
    { key: "day", label: "Tanggal", type: "day" },
    { key: "mention", label: "Penyebutan", type: "number" },
    ...TONES.map(([key, label]) => ({ key, label, type: "number" })),
    { key: "share", label: "Porsi negatif", type: "share" },
    { key: "coverage", label: "Cakupan", type: "share" },
    { key: "low", label: "Cakupan rendah", cell: (row) => (row.low ? "ya" : "tidak") },
  ];

  pantau.panel.add({
    id: "volume",
    question: "D1",
    title: "Volume dan nada per hari",
    size: "wide",
    metrics: ["penyebutan", "porsi-negatif", "cakupan"],
    read:
      "Tinggi batang adalah penyebutan hari itu, dibagi menurut nada. Di bawahnya porsi negatif dari nada yang pasti, " +
      "lalu cakupan seluruh sumber. Latar diarsir berarti cakupan rendah: angka hari itu kurang dapat dibandingkan. " +
      "Tanpa salinan berarti teks yang sama dihitung satu kali.",
    draw(body, context, controls) {
      const found = rows(context);
      const { isOriginal } = context.selection;
      const choices = [
        ["", "Semua dokumen"],
        ["asli", "Tanpa salinan"],
      ];
      controls.replaceChildren(
        pantau.panel.switcher("Hitungan", choices, isOriginal ? "asli" : "", (value) =>
          pantau.state.write({ hitungan: value }),
        ),
      );
      const summary = summarise(found, isOriginal);
      const shade = found.some((row) => row.low) ? [["Hari bercakupan rendah", charts.color("--shade")]] : [];
      const legend = [...TONES.map(([, name, tone]) => [name, charts.color(tone)]), ...shade];
      charts.draw(body, {
        option: pantau.volumeChart(found, TONES),
        legend,
        label: `Volume dan nada per hari. ${summary}`,
        tip: (at) => tip(found[at]),
      });
      return { summary, table: { caption: "Volume dan nada per hari", columns: COLUMNS, rows: found } };
    },
  });
}
