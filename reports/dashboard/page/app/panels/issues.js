"use strict";
/* D6: issues with state, heat and course; a row opens to tell why, who said it first and what may follow. */
{
  const { el } = pantau.dom;
  const { format } = pantau;
  const sort = { key: "heat", isDown: true };
  const opened = new Set();
  const FIRST = 12;
  let isWhole = false;
  const WEIGHT = { krisis: 5, siaga: 4, waspada: 3, pasca: 2, normal: 1 };

  function states({ core, selection }, controls) {
    const options = [["", "Semua status"], ...core.dims.states.map((state) => [state.slug, state.name])];
    const pick = (value) => pantau.state.write({ status: value });
    controls.replaceChildren(pantau.dom.choice("Status", "status", options, selection.status ?? "", pick));
  }

  function more(count, redraw) {
    const turn = () => {
      isWhole = !isWhole;
      redraw();
      pantau.dom.byId("isu-semua").focus();
    };
    return el(
      "button",
      { type: "button", id: "isu-semua", class: "more", onclick: turn },
      isWhole ? `Tampilkan ${FIRST} saja` : `Tampilkan semua (${format.number(count)})`,
    );
  }

  function rows(issues, { core, selection }) {
    return issues
      .filter((issue) => !selection.status || issue.state === selection.status)
      .map((issue) => ({ ...issue, weight: WEIGHT[issue.state] ?? 0, places: places(issue, core.dims) }));
  }

  function places(issue, { provinces }) {
    const names = issue.provinces.map((code) => provinces.find((row) => row.code === code)?.short ?? code);
    return names.length > 3 ? `${names.slice(0, 3).join(", ")} +${names.length - 3}` : names.join(", ");
  }

  function summarise(issues, { core }) {
    const counts = core.dims.states.map(({ slug, name }) => `${name} ${issues.filter((issue) => issue.state === slug).length}`);
    return `${counts.join(" · ")}. Paling banyak 60 isu, yang terpanas.`;
  }

  function draw(body, context, controls) {
    const again = () => draw(body, context, controls);
    const turn = (id) => {
      if (!opened.delete(id)) opened.add(id);
      again();
      body.querySelector(`[data-issue="${CSS.escape(id)}"]`).focus();
    };
    states(context, controls);
    const inScope = pantau.issues.chosen(context);
    const found = rows(inScope, context);
    const columns = pantau.issueColumns(context.filter, opened, turn);
    const table = { caption: "Isu", columns, rows: found, empty: "Tidak ada isu untuk saringan ini." };
    const after = (issue, span) => pantau.issueDetails(issue, span, context, opened.has(issue.id));
    const mark = (issue) => ({ "data-issue-row": issue.id });
    pantau.table.show(body, table, { kind: "issues", sort, after, mark, most: isWhole ? Infinity : FIRST, draw: again });
    if (found.length > FIRST) body.append(more(found.length, again));
    return { summary: summarise(inScope, context), table: { ...table, columns: EXPORT } };
  }

  const EXPORT = [
    ["id", "Isu"],
    ["label", "Label"],
    ["state_name", "Status"],
    ["since", "Sejak (UTC)"],
    ["reason", "Alasan"],
    ["heat", "Panas"],
    ["documents", "Dokumen"],
    ["originals", "Tanpa salinan"],
    ["negative_share", "Porsi negatif"],
    ["critical_share", "Porsi menolak"],
    ["outlets", "Media"],
    ["places", "Tempat"],
  ].map(([key, label]) => ({ key, label }));

  pantau.panel.add({
    id: "isu",
    question: "D6",
    title: "Isu yang berkembang",
    size: "wide",
    isTable: true,
    metrics: ["panas", "porsi-negatif"],
    read:
      "Isu adalah kumpulan berita, unggahan, dan pengaduan tentang hal yang sama. Status naik bila perbincangan jauh " +
      "melebihi biasanya; alasan tertulis pada rincian. Saringan memilih isu yang menyangkut pilihan itu; angka isu " +
      "sendiri tetap seluruhnya.",
    draw,
  });
}
