/* On a narrow screen the filters stand over the list: they open when they are asked for, or when one is in force. */
"use strict";

(() => {
  if (!window.matchMedia("(max-width: 1024px)").matches) return;
  for (const filter of document.querySelectorAll("#changelist-filter details")) {
    filter.open = !filter.querySelector("li:first-child.selected");
  }
})();
