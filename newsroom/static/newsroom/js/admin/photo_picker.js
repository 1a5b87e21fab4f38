/* The dialog in which a photo is chosen. The server finds; what is found comes as markup, a page at a time. */

import { config, find, hasText, learn, put, root } from "newsroom/photo_store";

const WAIT = 250;

const dialog = root?.querySelector("[data-picker]");
const warning = root?.querySelector("[data-warning]");
let waiting;
let asking;
let wantsFirst = false; // The arrow down was pressed before the answer came: it then leads to the first that is found.

const found = dialog?.querySelector("[data-picker-found]");
const status = dialog?.querySelector("[data-picker-status]");
const places = dialog ? [...dialog.querySelectorAll("[data-picker-place]")] : [];

/** Show the dialog; what is chosen goes to `place`, unless the person says otherwise. */
export function openPicker(place) {
  if (!dialog) return;
  for (const radio of places) {
    radio.disabled = radio.value === "body" && !hasText();
    radio.checked = radio.value === place;
  }
  dialog.querySelector('[data-name="q"]').value = ""; // The filters stay as they were; words are of one search.
  dialog.showModal();
  dialog.querySelector('[data-name="q"]').focus();
  search(); // Verdicts change, and photos come in: what was found the last time may be old.
}

function query(page) {
  const asked = new URLSearchParams();
  for (const input of dialog.querySelectorAll("[data-name]")) {
    if (input.type === "checkbox" ? input.checked : input.value) asked.set(input.dataset.name, input.value);
  }
  if (config.story) asked.set("story", config.story);
  if (page > 1) asked.set("page", page);
  return asked.toString();
}

async function search(page = 1) {
  clearTimeout(waiting);
  asking?.abort();
  asking = new AbortController();
  dialog.setAttribute("aria-busy", "true");
  if (!found.childElementCount) status.textContent = gettext("Loading…");
  try {
    const response = await fetch(`${config.searchUrl}?${query(page)}`, { signal: asking.signal, credentials: "same-origin" });
    if (response.redirected) throw new Error("signed out");
    if (!response.ok) throw new Error(response.statusText);
    receive(await response.text(), page);
  } catch (error) {
    if (error.name === "AbortError") return;
    status.textContent = error.message === "signed out"
      ? gettext("You have been signed out. Sign in in another window, then search again.")
      : gettext("The photos could not be loaded. Search again.");
  }
  dialog.removeAttribute("aria-busy");
}

function receive(markup, page) {
  const part = document.createElement("div");
  part.innerHTML = markup; // Our own server's, with everything in it escaped.
  found.querySelector("[data-more]")?.remove();
  const first = part.querySelector(".picker-photo");
  for (const photo of part.querySelectorAll(".picker-photo")) {
    if (find(JSON.parse(photo.dataset.photo).id)) markPlaced(photo);
  }
  if (page > 1) {
    found.querySelector(".picker-grid").append(...part.querySelectorAll(".picker-grid > li"));
    first?.focus();
  } else {
    found.replaceChildren(...part.childNodes);
    found.scrollTop = 0;
  }
  if (wantsFirst) first?.focus();
  wantsFirst = false;
  const count = found.querySelectorAll(".picker-photo").length;
  const next = Number(part.querySelector(".picker-grid")?.dataset.next || found.querySelector(`.picker-grid[data-next="${page + 1}"]`)?.dataset.next || 0);
  status.textContent = count
    ? interpolate(next > page ? gettext("The first %(number)s photos.") : ngettext("%(number)s photo.", "%(number)s photos.", count), { number: count }, true)
    : gettext("No photo found.");
  if (next > page) {
    const more = document.createElement("button");
    more.type = "button";
    more.dataset.more = next;
    more.className = "picker-more";
    more.textContent = gettext("More photos");
    found.append(more);
  }
}

async function choose(button) {
  const known = JSON.parse(button.dataset.photo);
  const place = places.find((radio) => radio.checked)?.value || "supplement";
  const isDenied = known.verdict === "denied";
  if (isDenied && !config.mayOverride) {
    status.textContent = `${gettext("This photo can't be placed.")} ${known.reasons.join(" ")}`;
    return;
  }
  if (known.verdict !== "allowed" && !(await confirm(known, isDenied))) return;
  learn(known);
  if (place !== "supplement") {
    dialog.close();
    put(known.id, place);
    return;
  }
  // Of a supplement several are chosen in a row: the dialog stays until it is closed.
  put(known.id, place);
  markPlaced(button);
  status.textContent = interpolate(gettext("Placed: “%(title)s”. Choose another photo, or close."), { title: known.title }, true);
}

function markPlaced(button) {
  if (button.querySelector("[data-in-story]")) return;
  const badge = Object.assign(document.createElement("span"), { className: "badge", textContent: gettext("in the story") });
  badge.dataset.inStory = "";
  button.querySelector(".picker-line").prepend(badge);
}

/* The reasons, all of them, and a decision. */
function confirm(known, isDenied) {
  warning.querySelector("[data-warning-title]").textContent = isDenied ? gettext("This photo may not be used") : gettext("Read this before you place the photo");
  warning.querySelector("[data-warning-name]").textContent = known.title;
  warning.querySelector("[data-warning-reasons]").replaceChildren(
    ...known.reasons.map((reason) => Object.assign(document.createElement("li"), { textContent: reason })),
  );
  const notes = { blocked: gettext("You can place it, but the story can't be published with it until that is mended."), denied: gettext("If you place it all the same, that stands under your name in the photo's record.") };
  warning.querySelector("[data-warning-note]").textContent = (known.blocked && notes.blocked) || (isDenied && notes.denied) || "";
  warning.querySelector("[data-warning-yes]").textContent = isDenied ? gettext("Place it all the same") : gettext("I have read it: place the photo");
  warning.showModal();
  warning.querySelector("[data-warning-no]").focus();
  return new Promise((resolve) => {
    const end = (answer) => () => {
      resolve(answer);
      if (warning.open) warning.close();
    };
    warning.querySelector("[data-warning-yes]").onclick = end(true);
    warning.querySelector("[data-warning-no]").onclick = end(false);
    warning.onclose = end(false);
  });
}

/* Arrows go through the grid as one sees it. */
function walk(event) {
  const photos = [...found.querySelectorAll(".picker-photo")];
  const here = photos.indexOf(event.target.closest(".picker-photo"));
  if (here < 0) return;
  const top = photos[0].getBoundingClientRect().top;
  const columns = photos.findIndex((photo) => photo.getBoundingClientRect().top > top + 4);
  const across = columns > 0 ? columns : photos.length;
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -across, ArrowDown: across, Home: -here, End: photos.length - 1 - here }[event.key];
  if (steps === undefined) return;
  event.preventDefault();
  photos[Math.min(photos.length - 1, Math.max(0, here + steps))].focus();
}

if (dialog) {
  // Outside the story's form: what is typed here is no change of the story, and is not sent with it.
  document.body.append(dialog, warning);
  const field = dialog.querySelector("[data-picker-search]");
  field.addEventListener("input", (event) => {
    if (!event.target.dataset.name) return;
    clearTimeout(waiting);
    asking?.abort(); // What is on its way answers an older question.
    dialog.setAttribute("aria-busy", "true");
    waiting = setTimeout(search, event.target.type === "search" ? WAIT : 0);
  });
  field.addEventListener("keydown", (event) => {
    if (event.target.type === "search" && event.key === "ArrowDown") {
      event.preventDefault();
      if (dialog.hasAttribute("aria-busy")) wantsFirst = true;
      else found.querySelector(".picker-photo")?.focus();
    }
    if (event.key !== "Enter" || !event.target.dataset.name) return;
    event.preventDefault();
    search();
  });
  dialog.querySelector("[data-search]").addEventListener("click", () => search());
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  found.addEventListener("keydown", walk);
  found.addEventListener("click", (event) => {
    const photo = event.target.closest(".picker-photo");
    if (photo) choose(photo);
    const more = event.target.closest("[data-more]");
    if (more) search(Number(more.dataset.more));
  });
}
