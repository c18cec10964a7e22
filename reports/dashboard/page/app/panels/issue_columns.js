"use strict";
/* Cells of the table of issues. */
{
  const { el } = pantau.dom;
  const { cells, format } = pantau;

  function status(issue) {
    const level = issue.alert_level === issue.state ? "" : ` ${format.slug(issue.alert_level)}`;
    const alert = issue.alert_level ? cells.tag(`peringatan${level}`, "alert") : null;
    const since = issue.since ? el("span", { class: "small" }, `sejak ${format.moment(issue.since)}`) : null;
    return el(
      "div",
      { class: "stack" },
      el("span", { class: "tags" }, cells.chip(issue.state, issue.state_name), alert),
      since,
    );
  }

  function title(issue, isOpen, turn) {
    const properties = {
      type: "button",
      class: "expand",
      "aria-expanded": String(isOpen),
      "aria-controls": `rincian-${issue.id}`,
      "data-issue": issue.id,
      onclick: () => turn(issue.id),
    };
    return el(
      "div",
      { class: "stack" },
      el("button", properties, issue.label),
      el("span", { class: "small" }, issue.phrases.slice(0, 3).join(" · ")),
    );
  }

  function documents(issue) {
    const originals = el("span", { class: "small" }, `${format.number(issue.originals)} asli`);
    return el("div", { class: "stack" }, format.number(issue.documents), originals);
  }

  function course(issue, { from, to }) {
    const part = issue.spark.slice(from, to + 1);
    const total = format.number(part.reduce((sum, value) => sum + value, 0));
    const ends = `tertinggi ${format.number(Math.max(0, ...part))} sehari, hari terakhir ${format.number(part.at(-1) ?? 0)}`;
    return cells.sparkline(part, `${total} dokumen dalam rentang; ${ends}`);
  }

  const negative = (issue) => cells.share(issue.negative_share, "kind-negative");

  /** Columns of the table of issues: `opened` holds the ids of those told in full, `turn(id)` opens or closes one. */
  pantau.issueColumns = (filter, opened, turn) => [
    { key: "label", label: "Isu", cell: (issue) => title(issue, opened.has(issue.id), turn) },
    { key: "weight", label: "Status", type: "rank", cell: status },
    { key: "heat", label: "Panas", type: "decimal" },
    { key: "documents", label: "Dokumen", type: "number", cell: documents },
    { key: "negative_share", label: "Negatif", type: "number", cell: negative },
    { key: "spark", label: "Perjalanan", isFixed: true, cell: (issue) => course(issue, filter) },
    { key: "places", label: "Tempat", isFixed: true },
  ];
}
