"use strict";
/* The tiles of the provinces: buttons in the places of a map, or one after the other on a phone; arrow keys move among them. */
{
  const { el } = pantau.dom;
  const { format } = pantau;
  const STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  const HELP = "Provinsi; tombol panah berpindah, Enter menyaring";

  /** The tile that lies nearest in the direction of an arrow key, in whatever layout the page has. */
  function neighbour(tile, [x, y]) {
    const middle = (element) => {
      const box = element.getBoundingClientRect();
      return [box.left + box.width / 2, box.top + box.height / 2];
    };
    const [left, top] = middle(tile);
    const distances = [...tile.parentElement.children].map((other) => {
      const [across, down] = [middle(other)[0] - left, middle(other)[1] - top];
      const ahead = across * x + down * y;
      return { other, ahead, cost: ahead + 3 * Math.abs(across * y + down * x) };
    });
    return distances.filter(({ ahead }) => ahead > 4).sort((a, b) => a.cost - b.cost)[0]?.other;
  }

  function move(event) {
    const next = STEPS[event.key] && neighbour(event.currentTarget, STEPS[event.key]);
    if (!next) return;
    event.preventDefault();
    for (const tile of event.currentTarget.parentElement.children) tile.tabIndex = tile === next ? 0 : -1;
    next.focus();
  }

  function tile(row, isChosen, isFirst) {
    const shares = `porsi negatif ${format.share(row.shrunk)}, cakupan ${format.share(row.coverage, 0)}`;
    const label = `${row.name}: ${format.number(row.mention)} penyebutan, ${shares}`;
    const press = () => pantau.state.write({ provinsi: isChosen ? null : row.code });
    const button = el(
      "button",
      {
        type: "button",
        class: `tile step-${row.step}`,
        title: label,
        "aria-label": label,
        "aria-pressed": String(isChosen),
        "data-code": row.code,
        tabindex: isFirst ? "0" : "-1",
        onclick: press,
        onkeydown: move,
      },
      el("span", { class: "tile-name" }, row.short),
      el("span", { class: "tile-value" }, row.value),
    );
    button.style.setProperty("--row", row.row + 1);
    button.style.setProperty("--column", row.col + 1);
    return button;
  }

  pantau.tiles = {
    /** One tile for each of `rows`, `below` under them; the focus stays where it was. */
    show(body, rows, chosen, scale, below) {
      const focused = body.contains(document.activeElement) ? document.activeElement.dataset.code : null;
      const start = rows.some((row) => row.code === chosen) ? chosen : rows[0].code;
      const tiles = rows.map((row) => tile(row, row.code === chosen, row.code === start));
      body.replaceChildren(el("div", { class: `tiles ${scale}`, role: "group", "aria-label": HELP }, tiles), below);
      if (focused) tiles.find((button) => button.dataset.code === focused)?.focus();
    },
  };
}
