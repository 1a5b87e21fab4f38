/* The dialog of crop and focal point. Everything is measured in thousandths of the picture's sides. */

import { config, root } from "newsroom/photo_store";

const ALL = 1000;
const SMALLEST = 50;
const STEP = 10;

const dialog = root?.querySelector("[data-crop]");
const at = (name) => dialog.querySelector(`[data-${name}]`);
let state = null; // { known, box: [left, top, right, bottom], focal: [x, y], aspect, mayCrop, apply }

/** Let the person set crop and focal point of an entry; `apply` gets { crop, focal }. */
export function editCrop(known, entry, apply) {
  const box = entry.crop ? entry.crop.split(",").map(Number) : [0, 0, ALL, ALL];
  const focal = (entry.focal || known.focal).map((share) => Math.round(share * ALL));
  const mayCrop = known.cropping || config.mayOverride;
  state = { known, box, focal, hasOwnFocal: Boolean(entry.focal), aspect: aspectOf(known, box), mayCrop, apply };
  at("crop-image").src = known.preview;
  at("crop-image").width = known.width;
  at("crop-image").height = known.height;
  at("crop-stage").style.aspectRatio = `${known.width} / ${known.height}`;
  // As large as it fits, whichever side is the longer one.
  at("crop-stage").style.width = `min(100%, calc(52vh * ${known.width / known.height}))`;
  const refusal = at("crop-refusal");
  refusal.hidden = known.cropping;
  refusal.textContent = known.cropping ? "" : known.croppingReasons.join(" ");
  for (const button of at("crop-presets").children) button.disabled = !mayCrop && button.dataset.aspect !== "whole";
  at("crop-box").classList.toggle("crop-box-fixed", !mayCrop);
  show();
  dialog.showModal();
  (mayCrop ? at("crop-box") : at("focal")).focus();
}

/* The proportions of a preset as width over height, both in thousandths of this picture's sides. */
function shareOf(aspect) {
  const [across, down] = aspect.split(":").map(Number);
  return (across / down) * (state.known.height / state.known.width);
}

function aspectOf(known, [left, top, right, bottom]) {
  if (right - left === ALL && bottom - top === ALL) return "whole";
  const proportions = ((right - left) * known.width) / ((bottom - top) * known.height);
  for (const aspect of ["3:2", "16:9", "1:1"]) {
    const [across, down] = aspect.split(":").map(Number);
    if (Math.abs(proportions / (across / down) - 1) < 0.01) return aspect;
  }
  return "free";
}

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

/* The largest frame of these proportions, with the focal point as near its middle as may be. */
function choose(aspect) {
  state.aspect = aspect;
  if (aspect === "whole") state.box = [0, 0, ALL, ALL];
  else if (aspect === "free") {
    if (state.box[2] - state.box[0] === ALL && state.box[3] - state.box[1] === ALL) state.box = [100, 100, 900, 900];
  } else {
    const share = shareOf(aspect);
    const width = Math.round(share <= 1 ? ALL * share : ALL);
    const height = Math.round(share <= 1 ? ALL : ALL / share);
    const left = clamp(Math.round(state.focal[0] - width / 2), 0, ALL - width);
    const top = clamp(Math.round(state.focal[1] - height / 2), 0, ALL - height);
    state.box = [left, top, left + width, top + height];
  }
  show();
}

function shift(x, y) {
  if (!state.mayCrop || state.aspect === "whole") return;
  const [left, top, right, bottom] = state.box;
  const dx = clamp(Math.round(x), -left, ALL - right);
  const dy = clamp(Math.round(y), -top, ALL - bottom);
  state.box = [left + dx, top + dy, right + dx, bottom + dy];
  show();
}

/* Move the edges that `handle` names (n, ne, e …) to a point; proportions are kept where a preset asks for them. */
function stretch(handle, x, y) {
  if (!state.mayCrop) return;
  if (state.aspect === "whole") state.aspect = "free";
  let [left, top, right, bottom] = state.box;
  if (handle.includes("w")) left = clamp(x, 0, right - SMALLEST);
  if (handle.includes("e")) right = clamp(x, left + SMALLEST, ALL);
  if (handle.includes("n")) top = clamp(y, 0, bottom - SMALLEST);
  if (handle.includes("s")) bottom = clamp(y, top + SMALLEST, ALL);
  if (state.aspect !== "free") [left, top, right, bottom] = keepProportions(handle, [left, top, right, bottom]);
  state.box = [left, top, right, bottom].map(Math.round);
  show();
}

function keepProportions(handle, [left, top, right, bottom]) {
  const share = shareOf(state.aspect);
  // The edge opposite to the handle stays; where none is dragged, the upper and the left one do.
  const roomAcross = handle.includes("w") ? right : ALL - left;
  const roomDown = handle.includes("n") ? bottom : ALL - top;
  const asked = handle === "n" || handle === "s" ? (bottom - top) * share : right - left;
  const width = clamp(asked, SMALLEST * Math.max(1, share), Math.min(roomAcross, roomDown * share));
  const height = width / share;
  return [
    handle.includes("w") ? right - width : left, handle.includes("n") ? bottom - height : top,
    handle.includes("w") ? right : left + width, handle.includes("n") ? bottom : top + height,
  ];
}

function point(x, y) {
  state.focal = [clamp(Math.round(x), 0, ALL), clamp(Math.round(y), 0, ALL)];
  state.hasOwnFocal = true;
  show();
}

function show() {
  const [left, top, right, bottom] = state.box;
  const box = at("crop-box");
  box.style.left = `${left / 10}%`;
  box.style.top = `${top / 10}%`;
  box.style.width = `${(right - left) / 10}%`;
  box.style.height = `${(bottom - top) / 10}%`;
  at("focal").style.left = `${state.focal[0] / 10}%`;
  at("focal").style.top = `${state.focal[1] / 10}%`;
  for (const button of at("crop-presets").children) button.setAttribute("aria-pressed", button.dataset.aspect === state.aspect);
  const { known } = state;
  const pixels = `${Math.round(((right - left) * known.width) / ALL)} × ${Math.round(((bottom - top) * known.height) / ALL)}`;
  const percent = (value) => `${Math.round(value / 10)} %`;
  const frame = interpolate(gettext("Frame: %(left)s–%(right)s across, %(top)s–%(bottom)s down, %(pixels)s pixels."), {
    left: percent(left), right: percent(right), top: percent(top), bottom: percent(bottom), pixels,
  }, true);
  const focal = interpolate(gettext("Focal point: %(x)s from the left, %(y)s from above."), { x: percent(state.focal[0]), y: percent(state.focal[1]) }, true);
  at("crop-values").textContent = `${frame} ${focal}`;
  box.setAttribute("aria-label", frame);
  at("focal").setAttribute("aria-label", focal);
}

function pointIn(event) {
  const stage = at("crop-stage").getBoundingClientRect();
  return [((event.clientX - stage.left) / stage.width) * ALL, ((event.clientY - stage.top) / stage.height) * ALL];
}

/* One gesture: a handle resizes, the frame moves, and what did not move at all was a click: it sets the focal point. */
function drag(down) {
  if (down.button) return;
  const handle = down.target.dataset.handle;
  const isFocal = Boolean(down.target.closest("[data-focal]"));
  const isBox = Boolean(down.target.closest("[data-crop-box]"));
  let last = pointIn(down);
  let hasMoved = false;
  const stage = at("crop-stage");
  stage.setPointerCapture(down.pointerId);
  down.preventDefault();
  (isFocal ? at("focal") : at("crop-box")).focus({ preventScroll: true });
  const move = (event) => {
    if (!hasMoved && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < 4) return;
    hasMoved = true;
    const here = pointIn(event);
    if (isFocal) point(...here);
    else if (handle) stretch(handle, ...here);
    else if (isBox) shift(here[0] - last[0], here[1] - last[1]);
    last = here;
  };
  const end = (event) => {
    stage.removeEventListener("pointermove", move);
    stage.removeEventListener("pointerup", end);
    stage.removeEventListener("pointercancel", end);
    if (event.type === "pointerup" && !hasMoved && !handle) point(...pointIn(event));
  };
  stage.addEventListener("pointermove", move);
  stage.addEventListener("pointerup", end);
  stage.addEventListener("pointercancel", end);
}

const ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

function steer(event) {
  const arrow = ARROWS[event.key];
  if (!arrow || !state) return;
  const [x, y] = arrow;
  if (event.target === at("focal")) point(state.focal[0] + x, state.focal[1] + y);
  else if (event.target !== at("crop-box")) return;
  else if (!event.shiftKey) shift(x, y);
  else if (x) stretch("e", state.box[2] + x, 0);
  else stretch("s", 0, state.box[3] + y);
  event.preventDefault();
}

function apply() {
  const isWhole = state.box[0] === 0 && state.box[1] === 0 && state.box[2] === ALL && state.box[3] === ALL;
  const focal = state.hasOwnFocal ? state.focal.map((share) => share / ALL) : null;
  dialog.close();
  state.apply({ crop: isWhole ? "" : state.box.join(","), focal });
}

if (dialog) {
  document.body.append(dialog);
  at("crop-presets").addEventListener("click", (event) => {
    const button = event.target.closest("[data-aspect]");
    if (button && !button.disabled) choose(button.dataset.aspect);
  });
  at("crop-stage").addEventListener("pointerdown", drag);
  at("crop-stage").addEventListener("keydown", steer);
  at("crop-apply").addEventListener("click", apply);
  at("crop-cancel").addEventListener("click", () => dialog.close());
}
