"use strict";
/* Light or dark, before the first paint: what the reader chose here, else what the system prefers. */
window.pantau = {};
{
  const KEY = "pantau-tema";
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  try {
    chosen = localStorage.getItem(KEY);
  } catch {
    // storage may be closed (private window, some file: pages): the choice then lasts as long as the page
  }

  const isDark = () => (chosen ? chosen === "gelap" : system.matches);
  const show = (theme) => {
    document.documentElement.dataset.theme = theme;
    document.dispatchEvent(new Event("pantau:theme"));
  };
  const apply = () => show(isDark() ? "gelap" : "terang");

  pantau.theme = {
    isDark,
    /** Switch to the other one and keep the choice where the browser allows it. */
    toggle() {
      chosen = isDark() ? "terang" : "gelap";
      try {
        localStorage.setItem(KEY, chosen);
      } catch {
        // see above
      }
      apply();
    },
  };
  system.addEventListener("change", apply);
  // paper is light
  window.addEventListener("beforeprint", () => show("terang"));
  window.addEventListener("afterprint", apply);
  apply();
}
