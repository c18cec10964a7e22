"use strict";
/* The filter bar: what it shows comes from the address, what is chosen in it goes there. */
{
  const { el, byId } = pantau.dom;
  const PRESETS = [
    [7, "7 hari"],
    [30, "30 hari"],
    [92, "92 hari"],
  ];
  const form = {};

  function field(label, input) {
    return el("label", { class: "field" }, el("span", {}, label), input);
  }

  function choice(key, everything, rows) {
    const options = rows.map(([value, text]) => el("option", { value }, text));
    const pick = (event) => pantau.state.write({ [key]: event.target.value });
    form[key] = el("select", { name: key, onchange: pick }, el("option", { value: "" }, everything), options);
    return form[key];
  }

  function day(key, meta) {
    const range = { min: meta.first_on, max: meta.last_on };
    const pick = () => pantau.state.write({ hari: null, dari: form.dari.value, sampai: form.sampai.value });
    form[key] = el("input", { type: "date", name: key, ...range, onchange: pick });
    return form[key];
  }

  function presets() {
    form.presets = PRESETS.map(([days, text]) => {
      const pick = () => pantau.state.write({ hari: days, dari: null, sampai: null });
      return el("button", { type: "button", "data-days": days, "aria-pressed": "false", onclick: pick }, text);
    });
    return el("div", { class: "switcher", role: "group", "aria-label": "Rentang waktu" }, form.presets);
  }

  pantau.filters = {
    build({ meta, dims }) {
      const named = (rows) => rows.map((row) => [row.slug ?? row.code, row.name]);
      const inside = el(
        "div",
        { class: "filter-fields" },
        presets(),
        field("Dari", day("dari", meta)),
        field("Sampai", day("sampai", meta)),
        field("Sektor", choice("sektor", "Semua sektor", named(dims.sectors))),
        field("Provinsi", choice("provinsi", "Semua provinsi", named(dims.provinces))),
        field("Kanal", choice("kanal", "Semua kanal", named(dims.channels))),
        field("Instansi", choice("instansi", "Semua instansi", named(dims.agencies))),
        el("button", { type: "button", id: "reset", onclick: pantau.state.reset }, "Atur ulang"),
      );
      form.summary = el("summary", {}, "Saringan");
      const isRoomy = window.matchMedia("(min-width: 760px)").matches;
      byId("filters").append(el("details", { open: isRoomy }, form.summary, inside));
      byId("filters").addEventListener("submit", (event) => event.preventDefault());
      byId("filters").hidden = false;
    },
    show({ meta }, selection) {
      const chosen = pantau.state.read();
      for (const key of ["sektor", "provinsi", "kanal", "instansi"]) {
        form[key].value = chosen[key] ?? "";
        if (form[key].selectedIndex < 0) form[key].value = "";
      }
      form.dari.value = meta.days[selection.from];
      form.sampai.value = meta.days[selection.to];
      for (const button of form.presets) {
        button.setAttribute("aria-pressed", String(Number(button.dataset.days) === selection.days));
      }
      const count = ["sektor", "provinsi", "kanal", "instansi"].filter((key) => form[key].value).length;
      form.summary.textContent = count ? `Saringan (${count} dipilih)` : "Saringan";
    },
  };
}
