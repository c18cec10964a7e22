"use strict";
/* Tables: accessible, sortable where asked, and the same rows as CSV. */
{
  const { el } = pantau.dom;
  const { format } = pantau;
  const WRITE = {
    text: (value) => (value === null || value === undefined || value === "" ? format.NONE : String(value)),
    number: (value) => format.number(value),
    decimal: (value) => format.number(value, 1),
    share: (value) => format.share(value),
    day: (value) => format.shortDay(value),
    moment: (value) => format.moment(value),
  };
  const NUMERIC = ["number", "decimal", "share"];

  function compare(key, isDown) {
    const rank = (a, b) => (typeof a === "string" ? a.localeCompare(b, "id") : a - b);
    return (one, other) => {
      const [a, b] = [one[key], other[key]].map((value) => value ?? null);
      if (a === null || b === null) return (a === null) - (b === null);
      return isDown ? rank(b, a) : rank(a, b);
    };
  }

  function heading(column, sort, redraw) {
    const kind = NUMERIC.includes(column.type) ? "number" : null;
    if (!sort || column.isFixed) return el("th", { scope: "col", class: kind }, column.label);
    const isSorted = sort.key === column.key;
    const turn = () => {
      sort.isDown = isSorted ? !sort.isDown : (column.type ?? "text") !== "text";
      sort.key = column.key;
      redraw(column.key);
    };
    const sign = isSorted ? (sort.isDown ? " ↓" : " ↑") : "";
    const direction = isSorted ? (sort.isDown ? "descending" : "ascending") : null;
    const button = el(
      "button",
      { type: "button", class: "sort", "data-sort": column.key, onclick: turn },
      column.label,
      el("span", { "aria-hidden": "true" }, sign),
    );
    return el("th", { scope: "col", class: kind, "aria-sort": direction }, button);
  }

  function cell(column, row, at) {
    const content = column.cell ? column.cell(row) : WRITE[column.type ?? "text"](row[column.key]);
    const kind = NUMERIC.includes(column.type) ? "number" : ["day", "moment"].includes(column.type) ? "time" : null;
    const properties = { class: kind, "data-label": column.label };
    return at === 0 ? el("th", { ...properties, scope: "row" }, content) : el("td", properties, content);
  }

  function quote(value) {
    if (value === null || value === undefined) return "";
    // a text that a spreadsheet would take for a formula gets the mark that stops it
    const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  pantau.table = {
    /**
     * {caption, columns: [{key, label, type, cell(row), isFixed}], rows, empty} as a table. With `sort` ({key, isDown}, changed
     * in place) its headings are buttons, and `redraw(key)` is called after one was pressed. `after(row)` may add a row below;
     * `most` rows are shown.
     */
    build({ caption, columns, rows, empty }, { sort = null, redraw = null, after = null, mark = null, most = Infinity } = {}) {
      if (!rows.length) return el("p", { class: "empty" }, empty ?? "Tidak ada baris untuk saringan ini.");
      const ordered = sort ? [...rows].sort(compare(sort.key, sort.isDown)) : rows;
      const body = ordered.slice(0, most).flatMap((row) => {
        const line = el(
          "tr",
          mark ? mark(row) : {},
          columns.map((column, at) => cell(column, row, at)),
        );
        return after ? [line, after(row, columns.length)] : [line];
      });
      return el(
        "table",
        {},
        el("caption", { class: "unseen" }, caption),
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            columns.map((column) => heading(column, sort, redraw)),
          ),
        ),
        el("tbody", {}, body),
      );
    },
    /**
     * The table in `body`, as a part that scrolls; `kind` is its class. With `draw` it is sortable: `draw` is called after a
     * heading was pressed, and the heading keeps the focus.
     */
    show(body, table, { kind, draw = null, ...options }) {
      const redraw = (key) => {
        draw();
        body.querySelector(`[data-sort="${key}"]`).focus();
      };
      const made = pantau.table.build(table, { ...options, redraw });
      body.replaceChildren(pantau.dom.region(`Tabel ${table.caption}`, kind, made));
    },
    /** Comma-separated text with the byte-order mark that spreadsheets look for; numbers as they are, shares 0 to 1. */
    csv({ columns, rows }) {
      const kept = columns.filter((column) => column.key);
      const lines = rows.map((row) => kept.map((column) => quote(row[column.key])).join(","));
      return `\ufeff${[kept.map((column) => quote(column.label)).join(","), ...lines].join("\r\n")}\r\n`;
    },
  };
}
