"use strict";
/* Small marks that stand in tables: bars, chips, sparklines. None tells by colour alone. */
{
  const { el, svg } = pantau.dom;
  const { format } = pantau;
  const SIGNS = { normal: "○", waspada: "▲", siaga: "◆", krisis: "■", pasca: "◐" };
  const WIDTH = 120;
  const HEIGHT = 28;

  pantau.cells = {
    /** A value with a bar of `share` (0 to 1) of the cell. */
    bar(text, share, kind) {
      const fill = el("span", { class: `bar-fill ${kind}` });
      fill.style.width = `${Math.round(Math.min(1, Math.max(0, share ?? 0)) * 1000) / 10}%`;
      return el(
        "span",
        { class: "bar" },
        el("span", { class: "bar-track", "aria-hidden": "true" }, fill),
        el("span", { class: "bar-text" }, text),
      );
    },
    share: (value, kind) => pantau.cells.bar(format.share(value), value, kind),
    /** A state or level of an issue: sign, word and colour. */
    chip: (slug, name) =>
      el("span", { class: `chip chip-${slug}` }, el("span", { "aria-hidden": "true" }, SIGNS[slug] ?? "●"), ` ${name}`),
    /** The name of a row as a button that chooses it, or gives up the choice; `choose` takes a slug or null. */
    pick: (row, chosen, choose) =>
      el(
        "button",
        {
          type: "button",
          class: "pick",
          "aria-pressed": String(row.slug === chosen),
          onclick: () => choose(row.slug === chosen ? null : row.slug),
        },
        row.name,
      ),
    tag: (text, kind = "plain") => el("span", { class: `tag tag-${kind}` }, text),
    /** A change against the week before: sign, number, and the word for a screen reader. */
    change(now, then) {
      const difference = now - then;
      const word = difference > 0 ? "naik" : difference < 0 ? "turun" : "tetap";
      const sign = difference > 0 ? "▲" : difference < 0 ? "▼" : "=";
      return el(
        "span",
        { class: `change change-${word}` },
        el("span", { "aria-hidden": "true" }, `${sign} `),
        el("span", { class: "unseen" }, `${word} `),
        difference ? format.number(Math.abs(difference)) : "tetap",
      );
    },
    /** Daily counts as a small area; its words say the highest day and the last. */
    sparkline(values, label) {
      const highest = Math.max(1, ...values);
      const x = (at) => (values.length > 1 ? (at / (values.length - 1)) * (WIDTH - 4) + 2 : WIDTH / 2);
      const y = (value) => HEIGHT - 2 - (value / highest) * (HEIGHT - 5);
      const points = values.map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`);
      const area = `M2,${HEIGHT - 2} L${points.join(" L")} L${WIDTH - 2},${HEIGHT - 2} Z`;
      const last = values.length - 1;
      return svg(
        "svg",
        { class: "sparkline", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label },
        svg("path", { d: area, class: "spark-area" }),
        svg("polyline", { points: points.join(" "), class: "spark-line" }),
        svg("circle", { cx: x(last).toFixed(1), cy: y(values[last] ?? 0).toFixed(1), r: 2.2, class: "spark-end" }),
      );
    },
  };
}
