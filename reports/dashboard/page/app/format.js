"use strict";
/* Numbers, shares, days and moments as official Indonesian writes them; "–" where there is none. Moments are shown in WIB. */
{
  const LOCALE = "id-ID";
  /** Asia/Jakarta is seven hours ahead all year. */
  const WIB = 7 * 3600 * 1000;
  const NONE = "–";
  const numbers = [0, 1, 2].map(
    (digits) => new Intl.NumberFormat(LOCALE, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  const compact = new Intl.NumberFormat(LOCALE, { notation: "compact", maximumSignificantDigits: 2 });
  const plain = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
  const long = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const short = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", timeZone: "UTC" });
  const month = new Intl.DateTimeFormat(LOCALE, { month: "short", year: "numeric", timeZone: "UTC" });
  const dated = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

  const isNone = (value) => value === null || value === undefined || value === "";
  const unless = (value, write) => (isNone(value) ? NONE : write(value));
  /** Times in the data are UTC, with or without the letter that says so. */
  const wib = (text) => new Date(Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text.replace(" ", "T")}Z`) + WIB);
  const signed = (value, text) => (value > 0 ? `+${text}` : text.replace("-", "−"));

  pantau.format = {
    NONE,
    number: (value, digits = 0) => unless(value, () => numbers[digits].format(value)),
    /** Short for tiles and axes: exact below ten thousand, then "12 rb". */
    compact: (value) => unless(value, () => (value < 10000 ? plain : compact).format(value)),
    share: (value, digits = 1) => unless(value, () => `${numbers[digits].format(value * 100)}\u00a0%`),
    /** A difference of two shares, in percentage points. */
    points: (value) => unless(value, () => `${signed(value, numbers[1].format(value * 100))}\u00a0poin`),
    signed: (value) => unless(value, () => signed(value, numbers[0].format(value))),
    day: (value) => unless(value, () => long.format(new Date(value))),
    shortDay: (value) => unless(value, () => short.format(new Date(value))),
    month: (value) => unless(value, () => month.format(new Date(value))),
    moment: (value) =>
      unless(value, () => `${dated.format(wib(value))} ${wib(value).toISOString().slice(11, 16).replace(":", ".")}\u00a0WIB`),
    /** The day in WIB on which a UTC moment lies, YYYY-MM-DD. */
    dayOf: (value) => wib(value).toISOString().slice(0, 10),
    /** Wording for slugs that have no name in the data: "belum-cukup-riwayat" → "belum cukup riwayat". */
    slug: (value) => unless(value, () => value.replaceAll("-", " ")),
  };
}
