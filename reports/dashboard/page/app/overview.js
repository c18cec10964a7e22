"use strict";
/* What stands above the panels: key figures against the period before, the warning of low coverage, and what was found. */
{
  const { el, byId } = pantau.dom;
  const { format, figures } = pantau;

  function card(name, value, change, note) {
    return el(
      "div",
      { class: "figure" },
      el("h2", {}, name),
      el("p", { class: "figure-value" }, value),
      el("p", { class: "figure-change" }, change),
      note ? el("p", { class: "figure-note" }, note) : null,
    );
  }

  /** "▲ 12 % dari 1.100"; words alone where there is nothing to compare with. */
  function change(now, then, write, difference) {
    if (now === null) return "tidak ada dokumen yang terbaca pasti";
    if (then === null || then === undefined) return "tanpa pembanding dalam jendela ini";
    const sign = now > then ? "▲" : now < then ? "▼" : "=";
    return `${sign} ${difference} dari ${write(then)}`;
  }

  function counted(name, now, then, note) {
    const difference = then ? `${format.signed(Math.round((now / then - 1) * 100))}\u00a0%` : format.signed(now - (then ?? 0));
    return card(name, format.number(now), change(now, then, format.number, difference), note);
  }

  function shared(name, now, then, note) {
    return card(name, format.share(now), change(now, then, format.share, format.points(now - then)), note);
  }

  /** Heard of what was expected, over the days of `filter`; null while nothing is expected. */
  function coverage({ heard, expected }, filter) {
    if (!filter) return null;
    const sum = (values) => values.slice(filter.from, filter.to + 1).reduce((total, value) => total + (value ?? 0), 0);
    return figures.shareOf(sum(heard), sum(expected));
  }

  /** Alerts of the chosen issues that lasted at the end of the range. */
  function open(context, filter) {
    if (!filter) return null;
    const day = context.core.meta.days[filter.to];
    const lasts = (alert) => format.dayOf(alert.raised_at) <= day && (!alert.ended_at || format.dayOf(alert.ended_at) > day);
    return context.alerts.filter(lasts).length;
  }

  function warn({ core, filter }) {
    const days = core.coverage.low_days.filter((at) => at >= filter.from && at <= filter.to);
    const names = days
      .slice(-6)
      .map((at) => format.shortDay(core.meta.days[at]))
      .join(", ");
    const length = filter.to - filter.from + 1;
    byId("coverage-warning").hidden = !days.length;
    byId("coverage-warning").textContent =
      `Cakupan rendah pada ${days.length} dari ${length} hari (${days.length > 6 ? "terakhir " : ""}${names}): ` +
      "dokumen yang terdengar jauh kurang dari yang lazim. Turunnya angka pada hari itu belum tentu turunnya perbincangan.";
  }

  /** What the filters leave, in one sentence, read out after every change. */
  function tell(context, mentions) {
    const { core, filter, selection, names } = context;
    const found = `${format.number(mentions)} penyebutan dan ${format.number(pantau.issues.chosen(context).length)} isu`;
    const days = `${format.day(core.meta.days[filter.from])} sampai ${format.day(core.meta.days[filter.to])}`;
    const chosen = [names.sector, names.province, names.channel, selection.agency?.name].filter(Boolean);
    pantau.dom.announce(`${found}, ${days}${chosen.length ? `; saringan: ${chosen.join("; ")}` : ""}.`);
  }

  pantau.overview = {
    draw(context) {
      const { core, filter, selection } = context;
      const earlier = figures.before(filter);
      const now = figures.total(context.columns, filter);
      const then = earlier ? figures.total(context.columns, earlier) : null;
      const of = (share) => [share(now), then ? share(then) : null];
      const province = selection.province === null ? null : core.dims.provinces[selection.province];
      const local = province ? (core.coverage.by_province[province.code] ?? null) : null;
      byId("overview").replaceChildren(
        counted("Penyebutan", now.mention, then?.mention ?? null, `${format.number(now.original)} tanpa salinan`),
        shared("Porsi negatif", ...of(figures.negativeShare), "dari nada yang pasti"),
        shared("Porsi menolak", ...of(figures.criticalShare), "dari sikap yang pasti"),
        province
          ? card("Cakupan", format.share(local, 0), "7 hari terakhir", province.name)
          : shared("Cakupan", coverage(core.coverage, filter), coverage(core.coverage, earlier), "seluruh sumber"),
        counted("Peringatan terbuka", open(context, filter), open(context, earlier), "pada akhir rentang"),
      );
      warn(context);
      tell(context, now.mention);
    },
  };
}
