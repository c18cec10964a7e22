"use strict";
/* The frame that every panel has: question, heading, explanation with its SQL, the figures as a table and as CSV. */
{
  const { el, byId } = pantau.dom;
  const all = [];

  /** What a panel is, how to read it, what to beware of, and the statement its figures come from. */
  function explain(spec, core) {
    const question = core.questions.find((row) => row.id === spec.question);
    const metrics = core.dims.metrics.filter((row) => (spec.metrics ?? []).includes(row.slug));
    const said = el("span", { role: "status", class: "said" });
    const copy = async () => {
      await pantau.dom.copy(question.sql);
      said.textContent = "SQL disalin.";
    };
    const close = el("button", { type: "button", onclick: () => byId("explanation").close() }, "Tutup");
    byId("explanation").replaceChildren(
      el("div", { class: "panel-head" }, el("h2", { id: "explanation-title" }, `${question.id}. ${question.title}`), close),
      el("p", {}, spec.read),
      el(
        "dl",
        {},
        metrics.flatMap((metric) => [
          el("dt", {}, metric.name),
          el("dd", {}, metric.description, metric.caveat ? el("p", { class: "caveat" }, `Perhatikan: ${metric.caveat}`) : null),
        ]),
      ),
      el("h3", {}, "Kueri SQL"),
      el(
        "p",
        {},
        "Berlaku untuk ",
        el("code", {}, "marts.duckdb"),
        ` pada potret ${core.meta.snapshot}, seluruh jendela; saringan halaman mempersempitnya.`,
      ),
      el("pre", { tabindex: "0", "aria-label": "Kueri SQL" }, el("code", {}, question.sql)),
      el("p", { class: "dialog-actions" }, el("button", { type: "button", onclick: copy }, "Salin SQL"), said),
    );
    byId("explanation").showModal();
  }

  function tool(label, text, onclick, properties = {}) {
    return el("button", { type: "button", class: "tool", "aria-label": label, title: label, onclick, ...properties }, text);
  }

  function build(spec, core) {
    const name = `${spec.question} ${spec.title}`;
    const body = el("div", { class: "panel-body" });
    const table = el("div", {
      class: "panel-table scroll",
      id: `${spec.id}-tabel`,
      tabindex: "0",
      role: "region",
      "aria-label": `Tabel ${name}`,
    });
    table.hidden = true;
    const frame = {
      spec,
      body,
      table,
      summary: el("p", { class: "panel-summary" }),
      controls: el("div", { class: "panel-controls" }),
    };
    // a table that nobody asked for costs the first view as much as its panel
    frame.fill = () => table.replaceChildren(pantau.table.build(frame.content));
    const turn = () => {
      table.hidden = !table.hidden;
      if (!table.hidden) frame.fill();
      body.hidden = !table.hidden;
      frame.toggle.setAttribute("aria-pressed", String(!table.hidden));
    };
    frame.toggle = spec.isTable
      ? null
      : tool(`Tabel: ${name}`, "Tabel", turn, { "aria-pressed": "false", "aria-controls": table.id });
    const save = () =>
      pantau.dom.save(`pantau-${spec.id}-${core.meta.snapshot}.csv`, pantau.table.csv(frame.content), "text/csv;charset=utf-8");
    const tools = el(
      "div",
      { class: "tools" },
      frame.toggle,
      tool(`Unduh CSV: ${name}`, "CSV", save),
      tool(`Penjelasan dan SQL: ${name}`, "Info", () => explain(spec, core), { "aria-haspopup": "dialog" }),
    );
    const heading = el("h2", { id: `${spec.id}-judul` }, el("span", { class: "question" }, spec.question), ` ${spec.title}`);
    frame.section = el(
      "section",
      { class: `panel panel-${spec.size}`, id: `panel-${spec.id}`, "aria-labelledby": heading.id },
      el("div", { class: "panel-head" }, heading, tools),
      frame.summary,
      frame.controls,
      body,
      table,
    );
    return frame;
  }

  pantau.panel = {
    /**
     * Add a panel: {id, question, title, size ("wide", "most", "less" or "half"), metrics, read, isTable,
     * draw(body, context, controls) → {summary, table}}. Panels stand in the order in which they are added.
     */
    add: (spec) => all.push(spec),
    build(container, core) {
      pantau.panel.frames = all.map((spec) => build(spec, core));
      container.append(...pantau.panel.frames.map((frame) => frame.section));
    },
    draw(context) {
      for (const frame of pantau.panel.frames) {
        const { summary, table } = frame.spec.draw(frame.body, context, frame.controls);
        frame.summary.textContent = summary;
        frame.content = table;
        if (!frame.table.hidden) frame.fill();
      }
    },
    /** Buttons of which one is pressed; `pick(value)` is called on a press. */
    switcher(label, choices, value, pick) {
      const buttons = choices.map(([key, text]) =>
        el("button", { type: "button", "aria-pressed": String(key === value), onclick: () => pick(key) }, text),
      );
      return el("div", { class: "switcher", role: "group", "aria-label": label }, buttons);
    },
  };
}
