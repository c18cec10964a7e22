"use strict";
/* What is chosen stands in the address and nowhere else: a link shares it, the back button undoes it. */
{
  const DEFAULT_DAYS = 30;
  const WORDS = { hitungan: ["asli"], peta: ["negatif"] };

  function read() {
    const text = location.hash.includes("=") ? location.hash.slice(1) : location.search.slice(1);
    return Object.fromEntries([...new URLSearchParams(text)].filter(([, value]) => value !== ""));
  }

  function write(change) {
    const next = { ...read(), ...change };
    const kept = Object.entries(next).filter(([, value]) => value !== null && value !== "");
    if (!kept.length) kept.push(["hari", DEFAULT_DAYS]);
    location.hash = new URLSearchParams(kept).toString();
  }

  /** Place of `value` among `rows`; null and a note to the reader where it is not there. */
  function choose(rows, key, value, what, problems) {
    if (value === undefined) return null;
    const at = rows.findIndex((row) => row[key] === value);
    if (at < 0) problems.push(`${what} "${value}" tidak ada dalam potret ini.`);
    return at < 0 ? null : at;
  }

  function range(chosen, days, problems) {
    const last = days.length - 1;
    const place = (day, otherwise) => {
      if (day === undefined) return otherwise;
      const at = days.indexOf(day);
      if (at < 0) problems.push(`Tanggal ${day} di luar potret ini (${days[0]} sampai ${days[last]}).`);
      return at < 0 ? otherwise : at;
    };
    if (chosen.dari === undefined && chosen.sampai === undefined) {
      const length = Number.parseInt(chosen.hari, 10) || DEFAULT_DAYS;
      return { days: length, from: Math.max(0, last + 1 - Math.max(1, length)), to: last };
    }
    const [from, to] = [place(chosen.dari, 0), place(chosen.sampai, last)];
    return { days: null, from: Math.min(from, to), to: Math.max(from, to) };
  }

  pantau.state = {
    read,
    write,
    reset: () => {
      location.hash = `hari=${DEFAULT_DAYS}`;
    },
    /**
     * The address as places in the data: days from..to (both in), sector, province and channel (index or null),
     * agency (its entry or null), state, words of the switches, and what could not be understood.
     */
    selection({ meta, dims }) {
      const chosen = read();
      const problems = [];
      const agency = choose(dims.agencies, "slug", chosen.instansi, "Instansi", problems);
      const status = choose(dims.states, "slug", chosen.status, "Status", problems);
      return {
        ...range(chosen, meta.days, problems),
        sector: choose(dims.sectors, "slug", chosen.sektor, "Sektor", problems),
        province: choose(dims.provinces, "code", chosen.provinsi, "Provinsi", problems),
        channel: choose(dims.channels, "slug", chosen.kanal, "Kanal", problems),
        agency: agency === null ? null : dims.agencies[agency],
        status: status === null ? null : chosen.status,
        isOriginal: WORDS.hitungan.includes(chosen.hitungan),
        isNegativeMap: WORDS.peta.includes(chosen.peta),
        forecast: chosen.ramalan ?? null,
        problems,
      };
    },
  };
}
