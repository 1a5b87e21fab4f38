/* The photos of the story as cards: caption, crop, order, place. */

import { editCrop } from "newsroom/photo_crop";
import { openPicker } from "newsroom/photo_picker";
import {
  announce, captionOf, change, config, entries, entriesAt, factsOf, hasText, listen, move, put, remove, root, storyLanguage,
} from "newsroom/photo_store";

const PLACES = ["lead", "body", "supplement"];
const cards = new Map();
const lists = new Map();
let dragged = null;

const keyOf = (entry) => `${entry.photo}-${entry.place}`;
const part = (card, name) => card.querySelector(`[data-${name}]`);

function start() {
  root.querySelector("[data-listed]").remove();
  const placed = root.querySelector("[data-placed]");
  placed.hidden = false;
  for (const place of PLACES) {
    const section = document.createElement("section");
    const heading = document.createElement("h3");
    const list = document.createElement("ol");
    heading.textContent = config.places[place];
    heading.id = `photos-${place}`;
    list.setAttribute("aria-labelledby", heading.id);
    list.className = "photo-cards";
    section.append(heading, list);
    placed.append(section);
    lists.set(place, { section, list });
  }
  const ways = root.querySelector("[data-ways]");
  if (ways) {
    ways.hidden = false;
    ways.querySelector("[data-open-picker]").addEventListener("click", () => {
      openPicker(entriesAt("lead").length ? "supplement" : "lead");
    });
  }
  listen(show);
  document.getElementById("id_language")?.addEventListener("change", () => {
    for (const entry of entries()) fillCaption(cards.get(keyOf(entry)), entry);
  });
  root.dataset.ready = "";
}

function show() {
  const focused = document.activeElement;
  const standing = new Set(entries().map(keyOf));
  for (const [key, card] of cards) {
    if (standing.has(key)) continue;
    card.remove();
    cards.delete(key);
  }
  for (const place of PLACES) {
    const { section, list } = lists.get(place);
    const there = entriesAt(place);
    section.hidden = !there.length;
    there.forEach((entry, index) => {
      const card = cards.get(keyOf(entry)) || makeCard(entry);
      card.entry = entry;
      if (list.children[index] !== card) list.insertBefore(card, list.children[index] || null);
      part(card, "acts").querySelector('[data-act="earlier"]').disabled = index === 0;
      part(card, "acts").querySelector('[data-act="later"]').disabled = index === there.length - 1;
      for (const act of ["earlier", "later"]) card.querySelector(`[data-act="${act}"]`).hidden = place !== "supplement" || there.length < 2;
      showCrop(card, entry);
    });
  }
  // To move an element takes the focus from it.
  if (focused && focused !== document.activeElement && root.contains(focused)) {
    const other = focused.dataset.act === "earlier" ? "later" : "earlier";
    (focused.disabled ? focused.parentElement.querySelector(`[data-act="${other}"]`) : focused).focus();
  }
}

function makeCard(entry) {
  const card = root.querySelector("[data-card-template]").content.firstElementChild.cloneNode(true);
  const known = factsOf(entry.photo);
  card.entry = entry;
  card.dataset.photo = entry.photo;
  if (!document.getElementById(`photo-${entry.photo}`)) card.id = `photo-${entry.photo}`;
  card.classList.toggle("photo-card-wrong", Boolean(document.querySelector(`[data-wrong-photo="${entry.photo}"]`)));
  part(card, "thumb").hidden = !known.preview;
  part(card, "no-thumb").hidden = Boolean(known.preview);
  part(card, "verdict").textContent = known.word;
  part(card, "verdict").classList.add(`verdict-${known.verdict}`);
  part(card, "title").textContent = known.title;
  part(card, "number").textContent = `№ ${known.id}`;
  part(card, "acts").setAttribute("aria-label", known.title);
  if (known.verdict !== "allowed") {
    part(card, "reasons").classList.add(`verdict-${known.verdict}`);
    part(card, "reasons").append(...known.reasons.map((reason) => Object.assign(document.createElement("li"), { textContent: reason })));
  }
  if (known.killed) showWithdrawn(card, known);
  fillCaption(card, entry);
  part(card, "caption")?.addEventListener("input", (event) => {
    const words = event.target.value.trim();
    change(card.entry, { caption: words === (known.captions[storyLanguage()] || "").trim() ? "" : words });
    countCaption(card);
  });
  connectPlace(card, entry);
  card.addEventListener("click", (event) => act(card, event.target.closest("[data-act]")?.dataset.act));
  card.addEventListener("keydown", (event) => {
    if (event.target.matches("textarea, select") || card.entry.place !== "supplement") return;
    const steps = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!steps) return;
    event.preventDefault();
    if (!move(card.entry, steps)) announce(steps < 0 ? gettext("It is the first.") : gettext("It is the last."));
  });
  makeDraggable(card);
  cards.set(keyOf(entry), card);
  return card;
}

function connectPlace(card, entry) {
  const place = part(card, "place");
  if (!place) return;
  place.value = entry.place;
  place.querySelector('[value="body"]').disabled = !hasText() && entry.place !== "body";
  place.addEventListener("focus", () => { place.querySelector('[value="body"]').disabled = !hasText(); });
  place.addEventListener("change", () => {
    put(card.entry.photo, place.value);
    cards.get(`${entry.photo}-${place.value}`)?.querySelector("[data-place]").focus();
  });
}

/* Of a withdrawn photo there is its notice, and the way out of the story. */
function showWithdrawn(card, known) {
  part(card, "thumb").hidden = true;
  part(card, "no-thumb").hidden = false;
  part(card, "no-thumb").textContent = known.word;
  if (known.notice) part(card, "reasons").append(Object.assign(document.createElement("li"), { textContent: known.notice }));
  for (const each of card.querySelectorAll(".photo-card-label, .photo-card-place, [data-caption-count], [data-credit], [data-crop-words], [data-act=crop]")) each.remove();
}

function act(card, name) {
  if (name === "earlier") move(card.entry, -1);
  if (name === "later") move(card.entry, 1);
  if (name === "crop") {
    editCrop(factsOf(card.entry.photo), card.entry, (changes) => {
      change(card.entry, changes);
      announce(part(card, "crop-words").textContent);
    });
  }
  if (name === "remove") {
    const neighbour = card.nextElementSibling || card.previousElementSibling;
    remove(card.entry);
    (neighbour?.querySelector('[data-act="remove"]') || root.querySelector("[data-open-picker]"))?.focus();
  }
}

function fillCaption(card, entry) {
  const known = factsOf(entry.photo);
  if (!card || known.killed) return;
  const credit = known.credits[storyLanguage()];
  part(card, "caption").value = captionOf(entry);
  part(card, "caption").maxLength = config.longestCaption;
  part(card, "caption").lang = storyLanguage();
  part(card, "credit").textContent = credit ? interpolate(gettext("Photo: %(credit)s"), { credit }, true) : gettext("Without a credit line: it can't be published.");
  countCaption(card);
}

function countCaption(card) {
  const signs = [...part(card, "caption").value.trim()].length;
  const own = card.entry.caption ? gettext("for this story only") : gettext("the photo's own caption");
  part(card, "caption-count").textContent = `${interpolate(ngettext("%(number)s character", "%(number)s characters", signs), { number: signs }, true)} · ${own}`;
}

/* The thumbnail shows what the story will: the crop, by moving the whole picture behind its frame. */
function showCrop(card, entry) {
  const image = part(card, "thumb");
  const frame = image.parentElement;
  const known = factsOf(entry.photo);
  if (known.killed) return;
  const [left, top, right, bottom] = (entry.crop || "0,0,1000,1000").split(",").map(Number);
  frame.style.aspectRatio = `${(right - left) * known.width} / ${(bottom - top) * known.height}`;
  const source = entry.crop ? known.preview : known.thumb; // A part of the smallest picture would be a blur.
  if (source && image.getAttribute("src") !== source) image.src = source;
  image.style.width = `${100000 / (right - left)}%`;
  image.style.left = `${(-100 * left) / (right - left)}%`;
  image.style.top = `${(-100 * top) / (bottom - top)}%`;
  const size = { width: `${Math.round((right - left) / 10)} %`, height: `${Math.round((bottom - top) / 10)} %` };
  part(card, "crop-words").textContent = entry.crop ? interpolate(gettext("cropped to %(width)s × %(height)s"), size, true) : gettext("whole");
}

/* By mouse a card is dragged by its picture; the words in it stay words that can be selected. */
function makeDraggable(card) {
  const handle = card.querySelector(".photo-card-picture");
  handle.addEventListener("pointerdown", () => { card.draggable = card.entry.place === "supplement"; });
  handle.addEventListener("pointerup", () => { card.draggable = false; });
  card.addEventListener("dragstart", (event) => {
    dragged = card;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", factsOf(card.entry.photo).title);
    card.classList.add("photo-card-dragged");
  });
  card.addEventListener("dragend", () => {
    card.draggable = false;
    card.classList.remove("photo-card-dragged");
    dragged = null;
  });
  card.addEventListener("dragover", (event) => { if (dragged && card.entry.place === "supplement") event.preventDefault(); });
  card.addEventListener("drop", (event) => {
    if (!dragged || dragged === card || card.entry.place !== "supplement") return;
    event.preventDefault();
    event.stopPropagation();
    const there = entriesAt("supplement");
    move(dragged.entry, there.indexOf(card.entry) - there.indexOf(dragged.entry));
  });
}

if (root) start();
