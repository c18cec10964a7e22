"use strict";
/* The row below an issue: why its state, what is said, who was first, how it may go on. */
{
  const { el } = pantau.dom;
  const { format } = pantau;

  function outlook(issue) {
    return issue.outlook === null ? null : `Peluang mencapai siaga dalam 24 jam: ${format.share(issue.outlook, 0)}.`;
  }

  function analogue(issue) {
    if (!issue.analogue) return null;
    const { label, similarity, what_followed: followed } = issue.analogue;
    return `${label} (kemiripan ${format.share(similarity, 0)}). ${followed ?? ""}`;
  }

  function named(slugs, rows) {
    return slugs.map((slug) => rows.find((row) => row.slug === slug)?.name ?? format.slug(slug)).join("; ");
  }

  function facts(issue, { dims }) {
    const channels = Object.entries(issue.channels).map(
      ([slug, count]) => `${named([slug], dims.channels)} ${format.number(count)}`,
    );
    const state = dims.states.find((row) => row.slug === issue.state);
    return [
      ["Mengapa status ini, saat berubah", issue.reason ?? "Perbincangan sebesar biasanya."],
      ["Yang perlu dilakukan", state?.description],
      ["Frasa kunci", issue.phrases.join(" · ")],
      ["Siapa lebih dulu", issue.lead],
      ["Terdengar", `${format.moment(issue.first_at)} sampai ${format.moment(issue.last_at)}`],
      ["Kanal", channels.join(", ")],
      ["Media", format.number(issue.outlets)],
      ["Porsi menolak", format.share(issue.critical_share)],
      ["Instansi atau pejabat berbicara", format.share(issue.official_share)],
      ["Sektor", named(issue.sectors, dims.sectors)],
      ["Instansi terkait", named(issue.agencies, dims.agencies)],
      ["Prakiraan", outlook(issue)],
      ["Isu lalu yang mirip", analogue(issue)],
    ].filter(([, value]) => value);
  }

  /** A table row under `issue`, over `span` columns, hidden until it is opened. */
  pantau.issueDetails = (issue, span, { core }, isOpen) => {
    const list = isOpen
      ? el(
          "dl",
          {},
          facts(issue, core).flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]),
        )
      : "";
    return el("tr", { class: "details", id: `rincian-${issue.id}`, hidden: !isOpen }, el("td", { colspan: span }, list));
  };
}
