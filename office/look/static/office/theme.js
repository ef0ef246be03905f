// Light or dark as the reader's system has it; before anything is drawn.
(() => {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const narrow = window.matchMedia("(max-width: 61.99rem)");
  const follow = () => { document.documentElement.dataset.bsTheme = dark.matches ? "dark" : "light"; };
  const fold = () => { const menu = document.querySelector("details.menu"); if (menu) menu.open = !narrow.matches; };
  follow();
  dark.addEventListener("change", follow);
  document.addEventListener("DOMContentLoaded", () => {
    fold();
    narrow.addEventListener("change", fold);
    // A fact that was asked for by a button: print this page.
    document.querySelectorAll("[data-print]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    });
  });
})();
