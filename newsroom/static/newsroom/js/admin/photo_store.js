/* What stands in the story: one list, which the hidden field, the cards and the text share.

   An entry is { photo, place, caption, crop, focal }, as the server reads it. What is known of each photo, its facts,
   came with the page or with the picker. */

const root = document.querySelector("[data-story-photos]");
const field = root?.querySelector("input[type=hidden]");
const status = root?.querySelector("[data-photo-status]");
const facts = new Map();
const settings = new Map(); // What a photo had before it was taken out of the text: undoing brings it back.
const listeners = new Set();
let placed = [];
let textAdapter = null;

export const config = root ? JSON.parse(root.dataset.storyPhotos) : null;
export { root };

if (root) {
  for (const known of config.facts) facts.set(known.id, known);
  try {
    placed = JSON.parse(field.value).filter((entry) => facts.has(entry.photo));
  } catch {
    placed = []; // The server has said what is wrong with it.
  }
}

export const factsOf = (photo) => facts.get(photo);
export const entries = () => placed;
export const entriesAt = (place) => placed.filter((entry) => entry.place === place);
export const find = (photo, place) => placed.find((entry) => entry.photo === photo && (!place || entry.place === place));
export const storyLanguage = () => (document.getElementById("id_language")?.value === "en" ? "en" : "bg");
export const learn = (known) => facts.set(known.id, known);

export function captionOf(entry) {
  return entry.caption || factsOf(entry.photo).captions[storyLanguage()] || "";
}

/** Call `listener` after every change of the list. */
export function listen(listener) {
  listeners.add(listener);
  listener();
}

/** Say it to those who hear the page. */
export function announce(words) {
  if (status) status.textContent = words;
}

/** The text tells where its photos stand; `adapter` has insert(photo) and remove(photo). */
export function connectText(adapter) {
  textAdapter = adapter;
}

export const hasText = () => Boolean(textAdapter);

function write() {
  const value = JSON.stringify(placed);
  if (value !== field.value) {
    field.value = value;
    field.dispatchEvent(new CustomEvent("newsroom:changed", { bubbles: true }));
  }
  for (const listener of listeners) listener();
}

function fresh(photo, place) {
  return { caption: "", crop: "", focal: null, ...settings.get(photo), photo, place };
}

/** Put a photo at a place; one that stands elsewhere moves. A lead photo that was there before joins the supplement. */
export function put(photo, place) {
  const before = find(photo);
  const words = { title: factsOf(photo).title };
  if (before) {
    if (before.place === place) return;
    settings.set(photo, { caption: before.caption, crop: before.crop, focal: before.focal });
    placed = placed.filter((entry) => entry !== before);
  }
  if (before?.place === "body") textAdapter?.remove(photo);
  if (place === "body") {
    textAdapter.insert(photo); // The text calls `follow` in turn.
    announce(interpolate(gettext("“%(title)s” stands in the text now."), words, true));
    return;
  }
  if (place === "lead") {
    const old = entriesAt("lead")[0];
    if (old) {
      placed = placed.filter((entry) => entry !== old);
      if (!find(old.photo, "supplement")) placed.push({ ...old, place: "supplement" });
    }
    placed.unshift(fresh(photo, "lead"));
    announce(interpolate(old ? gettext("“%(title)s” is the lead photo now; the one before it is in the supplement.") : gettext("“%(title)s” is the lead photo now."), words, true));
  } else {
    placed.push(fresh(photo, place));
    announce(interpolate(gettext("“%(title)s” is in the supplement now."), words, true));
  }
  write();
}

/** Take an entry out of the story. */
export function remove(entry) {
  settings.set(entry.photo, { caption: entry.caption, crop: entry.crop, focal: entry.focal });
  placed = placed.filter((each) => each !== entry);
  if (entry.place === "body") textAdapter?.remove(entry.photo);
  announce(interpolate(gettext("“%(title)s” is taken out of the story."), { title: factsOf(entry.photo).title }, true));
  write();
}

/** Move an entry by so many steps among those of its place; returns whether it moved. */
export function move(entry, steps) {
  const there = entriesAt(entry.place);
  const from = there.indexOf(entry);
  const to = from + steps;
  if (to < 0 || to >= there.length || entry.place === "body") return false;
  there.splice(from, 1);
  there.splice(to, 0, entry);
  placed = [...placed.filter((each) => each.place !== entry.place), ...there];
  announce(interpolate(gettext("“%(title)s”: place %(number)s of %(count)s."), { title: factsOf(entry.photo).title, number: to + 1, count: there.length }, true));
  write();
  return true;
}

/** Change what an entry has at its place: caption, crop, focal. */
export function change(entry, changes) {
  Object.assign(entry, changes);
  write();
}

/** The text has these photos, in this order. */
export function follow(photos) {
  const known = [...new Set(photos)].filter((photo) => facts.has(photo));
  const before = entriesAt("body");
  for (const entry of before) settings.set(entry.photo, { caption: entry.caption, crop: entry.crop, focal: entry.focal });
  if (before.map((entry) => entry.photo).join() === known.join()) return;
  const inText = known.map((photo) => before.find((entry) => entry.photo === photo) || fresh(photo, "body"));
  placed = [...entriesAt("lead"), ...inText, ...entriesAt("supplement")];
  write();
}
