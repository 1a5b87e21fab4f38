/* The places of the front page: moved by buttons, by the keyboard, or by dragging. Without this, the numbers are typed. */
"use strict";

(() => {
  const list = document.querySelector("[data-front-places]");
  if (!list) return;
  const words = list.dataset;
  const said = document.querySelector("[data-front-said]");
  const rows = () => [...list.children];

  function number() {
    rows().forEach((row, index) => {
      row.querySelector("input[type=number]").value = index + 1;
      row.querySelector("[data-up]").disabled = index === 0;
      row.querySelector("[data-down]").disabled = index === rows().length - 1;
    });
  }

  function tell(row) {
    said.textContent = words.wordMoved.replace("{number}", rows().indexOf(row) + 1);
  }

  function move(row, step, button) {
    const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (step < 0) other.before(row);
    else other.after(row);
    number();
    tell(row);
    // The button may have come to an end of the list, where it does nothing: the other one is next to it.
    if (button.disabled) row.querySelector(step < 0 ? "[data-down]" : "[data-up]").focus();
    else button.focus();
  }

  function makeButton(row, word, sign, step) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", word);
    button.title = word;
    button.toggleAttribute(step < 0 ? "data-up" : "data-down", true);
    button.addEventListener("click", () => move(row, step, button));
    return button;
  }

  for (const row of rows()) {
    const buttons = document.createElement("div");
    buttons.className = "front-place-moves";
    buttons.append(makeButton(row, words.wordUp, "↑", -1), makeButton(row, words.wordDown, "↓", 1));
    row.prepend(buttons);
    // Only the head of a row is a handle: text in its fields must stay selectable.
    const handle = row.querySelector(".front-place-number label");
    handle.draggable = true;
    handle.classList.add("is-handle");
    handle.addEventListener("dragstart", (event) => {
      row.classList.add("is-dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setDragImage(row, 0, 0);
    });
    handle.addEventListener("dragend", () => {
      row.classList.remove("is-dragged");
      number();
      tell(row);
    });
  }
  list.addEventListener("dragover", (event) => {
    const dragged = list.querySelector(".is-dragged");
    const over = event.target.closest(".front-place-row");
    if (!dragged || !over) return;
    event.preventDefault();
    if (over === dragged) return;
    const box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(dragged);
    else over.after(dragged);
  });
  number();
})();
