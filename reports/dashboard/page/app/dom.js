"use strict";
/* Elements, made without a line of markup: every text goes in as text, so a hostile headline stays a headline. */
{
  const SVG = "http://www.w3.org/2000/svg";

  function fill(element, properties, children) {
    for (const [name, value] of Object.entries(properties ?? {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return element;
  }

  function isOutside(url) {
    try {
      return ["http:", "https:"].includes(new URL(url).protocol);
    } catch {
      return false;
    }
  }

  pantau.dom = {
    /** el("button", {class: "chip", onclick: f}, "text", child): properties are attributes, on… are listeners. */
    el: (name, properties, ...children) => fill(document.createElement(name), properties, children),
    svg: (name, properties, ...children) => fill(document.createElementNS(SVG, name), properties, children),
    byId: (id) => document.getElementById(id),
    /** A part that scrolls by itself, and by keyboard. */
    region: (label, kind, content) =>
      pantau.dom.el("div", { class: `scroll ${kind}`, tabindex: "0", role: "region", "aria-label": label }, content),
    /** A labelled choice among [value, text]; `pick(value)` is called on a change. */
    choice(label, name, options, value, pick) {
      const { el } = pantau.dom;
      const entries = options.map(([key, text]) => el("option", { value: key }, text));
      const select = el("select", { name, onchange: (event) => pick(event.target.value) }, entries);
      select.value = value;
      return el("label", { class: "field field-inline" }, el("span", {}, label), select);
    },
    /** A title that leads out of the page, where its address is one of the web; plain text otherwise. */
    link(title, url) {
      if (!isOutside(url)) return pantau.dom.el("span", {}, title);
      const properties = { href: url, rel: "noopener noreferrer external", target: "_blank", class: "outside" };
      const note = pantau.dom.el("span", { class: "unseen" }, " (membuka halaman di luar Pantau)");
      return pantau.dom.el("a", { ...properties, title: "Membuka halaman di luar Pantau" }, title, note);
    },
    /** Lay `text` on the clipboard; a page opened from a disk may have to do it by selection. */
    async copy(text) {
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        const field = pantau.dom.el("textarea", { class: "unseen", "aria-hidden": "true" }, text);
        (document.querySelector("dialog[open]") ?? document.body).append(field);
        field.select();
        document.execCommand("copy");
        field.remove();
      }
    },
    /** Offer `text` as a file; nothing leaves the page. */
    save(name, text, type) {
      const address = URL.createObjectURL(new Blob([text], { type }));
      pantau.dom.el("a", { href: address, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(address), 1000);
    },
    announce(text) {
      pantau.dom.byId("result").textContent = text;
    },
  };
}
