"use strict";
/* The page: read the core, draw what the address asks for, and again whenever the address changes. */
{
  const { byId } = pantau.dom;
  const { format } = pantau;
  let core;
  let cube;
  let turn = 0;
  const cubes = new Map();

  function notice(text) {
    byId("notice").textContent = text;
    byId("notice").hidden = !text;
  }

  function name(rows, at) {
    return at === null ? null : rows[at].name;
  }

  /** The cube of one agency alone; its file is asked for once. */
  async function cubeOf({ file }) {
    const name = file.replace(/^data\//, "").replace(/\.js$/, "");
    if (!cubes.has(name)) cubes.set(name, await pantau.data.load(name, file));
    return cubes.get(name);
  }

  /** Everything a panel draws from: {core, columns, agencies, selection, filter, names, alerts}. */
  async function context() {
    const selection = pantau.state.selection(core);
    const { agency, from, to, sector, province, channel } = selection;
    const chosen = agency ? await cubeOf(agency) : cube;
    const names = {
      sector: name(core.dims.sectors, sector),
      province: name(core.dims.provinces, province),
      channel: name(core.dims.channels, channel),
    };
    const found = {
      core,
      columns: chosen.columns,
      agencies: cube.agencies,
      selection,
      filter: { from, to, sector, province, channel },
      names,
    };
    return { ...found, alerts: pantau.issues.alerts(found) };
  }

  async function draw() {
    const mine = (turn += 1);
    try {
      const found = await context();
      if (mine !== turn) return;
      notice(found.selection.problems.join(" "));
      pantau.filters.show(core, found.selection);
      pantau.overview.draw(found);
      pantau.panel.draw(found);
      document.documentElement.dataset.drawn = turn;
    } catch (error) {
      notice(`${error.message} Angka di bawah belum berubah.`);
    }
  }

  function head() {
    const { meta } = core;
    const days = meta.days.length ? ` · dokumen ${format.day(meta.first_on)} sampai ${format.day(meta.last_on)}` : "";
    byId("snapshot").textContent = `Keadaan ${format.moment(meta.as_of)}${days} · potret ${meta.snapshot}`;
  }

  function nameTheme() {
    byId("theme").textContent = pantau.theme.isDark() ? "Tampilan terang" : "Tampilan gelap";
  }

  function listen() {
    byId("theme").addEventListener("click", pantau.theme.toggle);
    document.addEventListener("pantau:theme", () => {
      nameTheme();
      draw();
    });
    byId("copy-link").addEventListener("click", async () => {
      await pantau.dom.copy(location.href);
      pantau.dom.announce("Tautan dengan saringan ini disalin.");
    });
    byId("lompat").addEventListener("click", (event) => {
      event.preventDefault();
      byId("isi").focus();
    });
    window.addEventListener("hashchange", draw);
  }

  async function start() {
    nameTheme();
    try {
      [core, cube] = await Promise.all([pantau.data.load("core", "data/core.js"), pantau.data.load("cube", "data/cube.js")]);
    } catch (error) {
      notice(`${error.message} Buat ulang folder ini dengan perintah "pantau dashboard", atau salin folder selengkapnya.`);
      return;
    }
    head();
    if (!core.meta.days.length) {
      notice("Potret ini belum berisi penyebutan. Jalankan pengambilan data, lalu buka halaman ini lagi.");
      return;
    }
    pantau.filters.build(core);
    pantau.panel.build(byId("panels"), core);
    byId("isi").hidden = false;
    byId("limits").hidden = false;
    listen();
    await draw();
  }

  // by then the first data files, which stand behind this one, have arrived
  document.addEventListener("DOMContentLoaded", start);
}
