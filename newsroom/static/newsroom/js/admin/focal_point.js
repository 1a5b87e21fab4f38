/* The focal point of a photo: set by a click or by the arrow keys; kept inside every crop. */

(() => {
  const STEP = 0.02;
  const { gettext, interpolate } = window;

  for (const frame of document.querySelectorAll("[data-focal]")) {
    const inputs = { x: document.getElementById(frame.dataset.x), y: document.getElementById(frame.dataset.y) };
    if (!inputs.x || !inputs.y) continue;
    const mark = document.createElement("button");
    mark.type = "button";
    mark.className = "focal-mark";
    mark.setAttribute("aria-live", "polite");
    frame.append(mark);

    const set = (x, y) => {
      const inside = (value) => Math.min(1, Math.max(0, value)).toFixed(3);
      inputs.x.value = inside(x);
      inputs.y.value = inside(y);
      /* The policy forbids style attributes, not styles that a script sets. */
      mark.style.left = `${inputs.x.value * 100}%`;
      mark.style.top = `${inputs.y.value * 100}%`;
      const words = { x: `${Math.round(inputs.x.value * 100)} %`, y: `${Math.round(inputs.y.value * 100)} %` };
      mark.setAttribute("aria-label", interpolate(gettext("Focal point: %(x)s from the left, %(y)s from above. Move it with the arrow keys."), words, true));
    };

    const move = (x, y) => {
      set(x, y);
      frame.dispatchEvent(new CustomEvent("newsroom:changed", { bubbles: true }));
    };

    frame.addEventListener("click", (event) => {
      if (event.target === mark) return;
      const box = frame.getBoundingClientRect();
      move((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    });
    mark.addEventListener("keydown", (event) => {
      const moves = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
      const step = moves[event.key];
      if (!step) return;
      event.preventDefault();
      move(Number(inputs.x.value) + step[0], Number(inputs.y.value) + step[1]);
    });
    set(Number(inputs.x.value || 0.5), Number(inputs.y.value || 0.5));
  }
})();
