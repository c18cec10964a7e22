"use strict";
/* Figures over the cube: pure functions, no page. A share is null where nothing was sure enough to be counted in it. */
{
  const COUNTS = [
    "mention",
    "original",
    "negative",
    "neutral",
    "positive",
    "supporting",
    "opposing",
    "stance_neutral",
    "negative_original",
    "neutral_original",
    "positive_original",
  ];
  /** Documents that the national share weighs in a province's, as in mart_provinces_weekly. */
  const PRIOR_DOCUMENTS = 20;
  const PLACES = ["sector", "province", "channel"];

  const zero = () => Object.fromEntries(COUNTS.map((name) => [name, 0]));
  const divide = (part, whole) => (whole > 0 ? part / whole : null);

  /**
   * Totals of `columns` (columns of equal length, as in the cube) by key, within `filter`: days from..to, and sector, province
   * and channel where they are not null. `keyOf(row)` gives the key of a row number.
   */
  function group(columns, filter, keyOf) {
    const held = PLACES.filter((name) => columns[name] && filter[name] !== null && filter[name] !== undefined);
    const names = COUNTS.filter((name) => columns[name]);
    const counts = names.map((name) => columns[name]);
    const sums = new Map();
    // a hundred thousand rows, a dozen times a drawing: sums are plain arrays until the end
    for (let row = 0; row < columns.day.length; row += 1) {
      if (columns.day[row] < filter.from || columns.day[row] > filter.to) continue;
      if (held.length && held.some((name) => columns[name][row] !== filter[name])) continue;
      const key = keyOf(row);
      let sum = sums.get(key);
      if (!sum) sums.set(key, (sum = new Array(counts.length).fill(0)));
      for (let at = 0; at < counts.length; at += 1) sum[at] += counts[at][row];
    }
    const named = (sum) => ({ ...zero(), ...Object.fromEntries(names.map((name, at) => [name, sum[at]])) });
    return new Map([...sums].map(([key, sum]) => [key, named(sum)]));
  }

  const by = (columns, filter, name) => group(columns, filter, (row) => columns[name][row]);
  const total = (columns, filter) => group(columns, filter, () => 0).get(0) ?? zero();
  const graded = (totals) => totals.negative + totals.neutral + totals.positive;

  /** The range of equal length right before; null where the window does not reach back so far. */
  function before(filter) {
    const from = filter.from - (filter.to - filter.from + 1);
    return from < 0 ? null : { ...filter, from, to: filter.from - 1 };
  }

  /** The last seven days of the range. */
  const lastWeek = (filter) => ({ ...filter, from: filter.to - 6 });

  /** Upper limits of at most `count` classes with about as many values in each. */
  function classes(values, count) {
    const sorted = values.filter((value) => value !== null && value > 0).sort((a, b) => a - b);
    const limits = Array.from({ length: count }, (_, at) => sorted[Math.ceil((sorted.length * (at + 1)) / count) - 1]);
    return [...new Set(limits.filter((limit) => limit !== undefined))];
  }

  pantau.figures = {
    zero,
    group,
    by,
    total,
    before,
    lastWeek,
    classes,
    negativeShare: (totals) => divide(totals.negative, graded(totals)),
    criticalShare: (totals) => divide(totals.opposing, totals.supporting + totals.opposing + totals.stance_neutral),
    shareOf: divide,
    /** A province's negative share drawn to the national one: few documents say little. */
    shrunkShare: (totals, national) =>
      national === null ? null : (totals.negative + PRIOR_DOCUMENTS * national) / (graded(totals) + PRIOR_DOCUMENTS),
    /** The same totals without copies. */
    originals: (totals) => ({
      ...totals,
      mention: totals.original,
      negative: totals.negative_original,
      neutral: totals.neutral_original,
      positive: totals.positive_original,
    }),
    unsure: (totals) => totals.mention - graded(totals),
    mean(values) {
      const known = values.filter((value) => value !== null && value !== undefined);
      return divide(
        known.reduce((sum, value) => sum + value, 0),
        known.length,
      );
    },
    classOf: (value, limits) => (value > 0 ? limits.findIndex((limit) => value <= limit) + 1 || limits.length : 0),
  };
}
