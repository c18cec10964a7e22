"use strict";
/* D7: the alert log, newest first, each with the documents that show it. */
{
  const { el, link } = pantau.dom;
  const { cells, format } = pantau;

  function evidence(alert) {
    const items = alert.evidence.map(({ title, outlet, url }) =>
      el("li", {}, link(title, url), outlet ? el("span", { class: "small" }, ` ${outlet}`) : null),
    );
    return items.length ? el("details", {}, el("summary", {}, `Bukti (${items.length})`), el("ul", {}, items)) : null;
  }

  function entry(alert, { dims }) {
    const level = dims.states.find((state) => state.slug === alert.level);
    const verdict = alert.verdict ? cells.tag(`dinilai ${format.slug(alert.verdict)}`) : null;
    const end = alert.ended_at ? `selesai ${format.moment(alert.ended_at)}` : "masih terbuka";
    const edition = alert.edition > 1 ? `, edisi ${alert.edition}` : "";
    return el(
      "li",
      { class: "entry", "data-alert": alert.id },
      el(
        "p",
        { class: "entry-head" },
        cells.chip(alert.level, level?.name ?? format.slug(alert.level)),
        el("strong", {}, alert.label),
      ),
      el("p", { class: "small" }, `${format.moment(alert.raised_at)}, ${end}${edition}`),
      el("p", {}, alert.reason ?? format.NONE),
      el("p", { class: "tags" }, cells.tag(format.slug(alert.delivery)), verdict),
      evidence(alert),
    );
  }

  /** Alerts that were raised within the days, or lasted into them. */
  function rows({ core, alerts, filter }) {
    const [from, to] = [core.meta.days[filter.from], core.meta.days[filter.to]];
    return alerts.filter(
      (alert) => format.dayOf(alert.raised_at) <= to && (!alert.ended_at || format.dayOf(alert.ended_at) >= from),
    );
  }

  const COLUMNS = [
    ["id", "Peringatan"],
    ["label", "Isu"],
    ["level", "Tingkat"],
    ["delivery", "Pengiriman"],
    ["raised_at", "Keluar", "moment"],
    ["ended_at", "Selesai", "moment"],
    ["edition", "Edisi", "number"],
    ["reason", "Alasan"],
    ["verdict", "Penilaian"],
  ].map(([key, label, type]) => ({ key, label, type }));

  pantau.panel.add({
    id: "peringatan",
    question: "D7",
    title: "Log peringatan",
    size: "half",
    read:
      "Peringatan keluar ketika isu mencapai waspada, siaga, atau krisis, dan ditulis ulang di tempat selama " +
      "berlangsung. Ringkasan berarti melebihi jatah harian; ditahan berarti cakupan terlalu rendah untuk dipercaya. " +
      "Tautan bukti membuka halaman di luar Pantau.",
    draw(body, context) {
      const found = rows(context);
      const list = el(
        "ol",
        { class: "entries" },
        found.map((alert) => entry(alert, context.core)),
      );
      const empty = el("p", { class: "empty" }, "Tidak ada peringatan untuk saringan ini.");
      body.replaceChildren(found.length ? pantau.dom.region("Daftar peringatan", "tall", list) : empty);
      const open = found.filter((alert) => !alert.ended_at).length;
      return {
        summary: `${format.number(found.length)} peringatan dalam rentang, ${format.number(open)} masih terbuka.`,
        table: { caption: "Peringatan", columns: COLUMNS, rows: found },
      };
    },
  });
}
