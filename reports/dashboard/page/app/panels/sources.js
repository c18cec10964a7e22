"use strict";
/* D8: whether every source still answers and is heard as much as expected. */
{
  const { el } = pantau.dom;
  const { cells, format } = pantau;
  const sort = { key: "trouble", isDown: true };
  const GOOD = ["sehat", "kosong-sah", "tidak-dikonfigurasi"];
  const QUIET = ["kurang", "sunyi"];

  function rows({ core, selection, filter, names }) {
    const channel = filter.channel === null ? null : core.dims.channels[filter.channel].slug;
    return core.sources
      .filter(
        (source) =>
          (channel === null || source.channel === channel) &&
          (selection.province === null || source.province === names.province),
      )
      .map((source) => ({
        ...source,
        channel_name: core.dims.channels.find((row) => row.slug === source.channel)?.name ?? source.channel,
        trouble: 2 * !GOOD.includes(source.state) + QUIET.includes(source.silence),
      }));
  }

  const state = (row) =>
    GOOD.includes(row.state)
      ? cells.tag(`✓ ${format.slug(row.state)}`, "good")
      : cells.tag(`✕ ${format.slug(row.state)}`, "bad");
  const silence = (row) =>
    row.silence ? cells.tag(format.slug(row.silence), QUIET.includes(row.silence) ? "warn" : "plain") : format.NONE;
  const COLUMNS = [
    { key: "slug", label: "Sumber" },
    { key: "trouble", label: "Keadaan", type: "rank", cell: state },
    { key: "silence", label: "Terdengar", cell: silence },
    { key: "channel_name", label: "Kanal" },
    { key: "province", label: "Provinsi", cell: (row) => row.province ?? "nasional" },
    { key: "documents", label: "Dokumen", type: "number" },
    { key: "quarantined", label: "Dikarantina", type: "number" },
    { key: "last_fetched", label: "Diambil", type: "moment" },
    { key: "last_published", label: "Dokumen terakhir", type: "moment" },
    { key: "error", label: "Galat terakhir", cell: (row) => el("span", { class: "error" }, row.error ?? format.NONE) },
  ];

  function draw(body, context) {
    const found = rows(context);
    const table = { caption: "Sumber", columns: COLUMNS, rows: found, empty: "Tidak ada sumber untuk saringan ini." };
    const mark = (row) => ({ "data-slug": row.slug });
    pantau.table.show(body, table, { kind: "taller", sort, mark, draw: () => draw(body, context) });
    const bad = found.filter((row) => !GOOD.includes(row.state)).length;
    const quiet = found.filter((row) => QUIET.includes(row.silence)).length;
    const troubles = `${format.number(bad)} tidak sehat, ${format.number(quiet)} kurang terdengar atau sunyi`;
    const summary = `${format.number(found.length)} sumber; ${troubles}.`;
    const plain = [{ key: "state", label: "Keadaan" }, ...COLUMNS.filter((column) => column.key !== "trouble")];
    return { summary, table: { ...table, columns: plain } };
  }

  pantau.panel.add({
    id: "sumber",
    question: "D8",
    title: "Kesehatan sumber",
    size: "wide",
    isTable: true,
    metrics: ["cakupan"],
    read:
      "Keadaan adalah hasil pengambilan terakhir. Terdengar membandingkan dokumen yang datang dengan yang lazim bagi " +
      "sumber itu. Yang bermasalah berdiri di atas. Mengikuti saringan kanal dan provinsi sumber, tidak mengikuti " +
      "waktu, sektor, dan instansi.",
    draw,
  });
}
