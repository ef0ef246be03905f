// A line with suggestions: htmx fetches the list while one writes; arrows go through it, Enter takes one, Escape closes.
(() => {
  const list = (line) => document.getElementById(`${line.id}_list`);
  const told = (line) => list(line).nextElementSibling;
  const options = (line) => [...list(line).querySelectorAll("[role=option]")];
  const active = (line) => options(line).find((one) => one.getAttribute("aria-selected") === "true");

  const close = (line) => {
    list(line).hidden = true;
    line.setAttribute("aria-expanded", "false");
    line.removeAttribute("aria-activedescendant");
  };
  const open = (line) => {
    options(line).forEach((one, n) => { one.id = `${line.id}_option_${n}`; one.setAttribute("aria-selected", "false"); });
    list(line).hidden = false;
    line.setAttribute("aria-expanded", "true");
    line.removeAttribute("aria-activedescendant");
  };
  const point = (line, one) => {
    options(line).forEach((other) => other.setAttribute("aria-selected", String(other === one)));
    line.setAttribute("aria-activedescendant", one.id);
    one.scrollIntoView({ block: "nearest" });
  };
  const take = (line, one) => {
    line.value = line.dataset.taken = one.dataset.value;
    told(line).textContent = "";
    window.htmx.trigger(line, "htmx:abort");
    close(line);
    line.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const move = (line, by) => {
    const all = options(line);
    if (!all.length) return;
    if (list(line).hidden) open(line);
    const next = all.indexOf(active(line)) + by;
    point(line, all[next < 0 ? all.length - 1 : next % all.length]);
  };
  const dress = (line) => {
    line.setAttribute("role", "combobox");
    line.setAttribute("aria-autocomplete", "list");
    line.setAttribute("aria-controls", `${line.id}_list`);
    line.setAttribute("aria-expanded", "false");
    line.addEventListener("blur", () => close(line));
    line.addEventListener("keydown", (event) => {
      const one = list(line).hidden ? undefined : active(line);
      if (event.isComposing) return; // the keys belong to the input method
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        move(line, event.key === "ArrowDown" ? 1 : active(line) ? -1 : 0);
      } else if (event.key === "Enter" && one) {
        event.preventDefault();
        take(line, one);
      } else if (event.key === "Escape" && !list(line).hidden) {
        event.preventDefault();
        close(line);
      }
    });
    // The line keeps the focus while one is pressed, else the list would be gone before the click.
    list(line).addEventListener("mousedown", (event) => event.preventDefault());
    list(line).addEventListener("click", (event) => {
      const one = event.target.closest("[role=option]");
      if (one) take(line, one);
    });
    line.addEventListener("htmx:configRequest", (event) => { event.detail.parameters = { q: line.value }; });
    list(line).addEventListener("htmx:afterSwap", () => {
      const isAsked = document.activeElement === line && line.value.trim() && line.value !== line.dataset.taken;
      told(line).textContent = isAsked ? list(line).querySelector("[data-told]").dataset.told : "";
      told(line).classList.toggle("visually-hidden", options(line).length > 0);
      if (isAsked && options(line).length) open(line); else close(line);
    });
  };
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-suggest]").forEach(dress));
})();
