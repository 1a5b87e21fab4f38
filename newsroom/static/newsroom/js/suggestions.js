/* Suggestions while one types: a combobox with a list, by the pattern of ARIA 1.2. Without it the field is a field. */
"use strict";

for (const field of document.querySelectorAll("input[data-suggestions]")) {
  const list = document.createElement("div");
  list.className = "suggestions";
  list.id = `${field.id}-suggestions`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.querySelector(`label[for="${field.id}"]`).textContent.trim());
  field.after(list);
  field.autocomplete = "off";
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  }))
    field.setAttribute(name, value);

  let waiting = 0;
  let asking = null;
  let current = -1;
  const options = () => [...list.querySelectorAll("[role=option]")];

  function close() {
    clearTimeout(waiting);
    asking?.abort();
    list.hidden = true;
    list.replaceChildren();
    choose(-1);
    field.setAttribute("aria-expanded", "false");
  }

  function choose(place) {
    const all = options();
    current = place;
    for (const [index, option] of all.entries()) option.setAttribute("aria-selected", String(index === place));
    if (place < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", all[place].id);
    all[place].scrollIntoView({ block: "nearest" });
  }

  async function ask() {
    const text = field.value.trim();
    if (text.length < 2 || text.length > 100) return close();
    asking?.abort();
    asking = new AbortController();
    try {
      const address = `${field.dataset.suggestions}?q=${encodeURIComponent(text)}`;
      const response = await fetch(address, { credentials: "omit", signal: asking.signal });
      if (!response.ok) return close();
      list.innerHTML = await response.text(); // Our own, escaped by its template.
      choose(-1);
      list.hidden = options().length === 0;
      field.setAttribute("aria-expanded", String(!list.hidden));
    } catch {
      // Another letter was typed meanwhile, or there is no network: the form works all the same.
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150);
  });
  field.addEventListener("keydown", (event) => {
    const count = list.hidden ? 0 : options().length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!count) return event.key === "ArrowDown" ? ask() : undefined;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // From the field itself, which is one more place on the way round.
      choose(((current + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && count && current >= 0) {
      event.preventDefault();
      location.assign(options()[current].dataset.url);
    } else if (event.key === "Escape" && count) {
      event.preventDefault(); // What was typed stays; a second Escape is the browser's.
      close();
    }
  });
  field.addEventListener("blur", close);
  // Before the field loses the focus, and the list with it.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
}
