"use strict";
/* Data files are scripts that hand over base64 of deflated JSON: a page opened from a disk may load them, but fetch nothing. */
{
  const arrived = new Map();
  const TOO_OLD =
    "Peramban ini terlalu lama untuk membuka data. Pakai Chrome atau Edge 103, Firefox 113, Safari 16.4, " +
    "atau yang lebih baru.";

  function bytes(base64) {
    const text = atob(base64);
    const result = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at += 1) result[at] = text.charCodeAt(at);
    return result;
  }

  async function decode(base64) {
    const stream = new Blob([bytes(base64)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Response(stream).json();
  }

  function run(path) {
    return new Promise((resolve, reject) => {
      const missing = () => reject(new Error(`Berkas ${path} tidak ada atau tidak dapat dibaca.`));
      document.head.append(pantau.dom.el("script", { src: path, onload: resolve, onerror: missing }));
    });
  }

  /** Called by each data file. */
  pantau.receive = (name, base64) => arrived.set(name, base64);

  pantau.data = {
    /** What the file at `path` hands over under `name`; an Error with words for the reader where it is missing or broken. */
    async load(name, path) {
      if (!("DecompressionStream" in window)) {
        throw new Error(TOO_OLD);
      }
      if (!arrived.has(name)) await run(path);
      try {
        return await decode(arrived.get(name));
      } catch {
        throw new Error(`Berkas ${path} rusak: isinya tidak dapat dibuka.`);
      } finally {
        arrived.delete(name);
      }
    },
  };
}
