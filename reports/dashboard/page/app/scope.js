"use strict";
/* Which issues and alerts the filters leave. */
{
  const { format } = pantau;

  /** Whether an issue is about what is chosen, and was heard within the days. */
  function isChosen(issue, { core, selection, filter }) {
    const { dims, meta } = core;
    const has = (list, rows, key, at) => at === null || list.includes(rows[at][key]);
    return (
      has(issue.sectors, dims.sectors, "slug", filter.sector) &&
      has(issue.provinces, dims.provinces, "code", filter.province) &&
      has(Object.keys(issue.channels), dims.channels, "slug", filter.channel) &&
      (!selection.agency || issue.agencies.includes(selection.agency.slug)) &&
      format.dayOf(issue.first_at) <= meta.days[filter.to] &&
      format.dayOf(issue.last_at) >= meta.days[filter.from]
    );
  }

  pantau.issues = {
    chosen: (context) => context.core.issues.filter((issue) => isChosen(issue, context)),
    /** Alerts of what is chosen, whatever the days; while nothing is, those of issues that are no longer shown, too. */
    alerts(context) {
      const { core, selection, filter } = context;
      const isNarrow = [filter.sector, filter.province, filter.channel, selection.agency].some((value) => value !== null);
      if (!isNarrow) return core.alerts;
      const always = { ...context, filter: { ...filter, from: 0, to: core.meta.days.length - 1 } };
      const ids = new Set(core.issues.filter((issue) => isChosen(issue, always)).map((issue) => issue.id));
      return core.alerts.filter((alert) => ids.has(alert.issue));
    },
  };
}
