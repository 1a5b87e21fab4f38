/* Today's stories come in by themselves: the same page is asked for again, and an unchanged one costs a 304. It waits
   while the tab is hidden or the reader has paused it, and asks more rarely while there is no connection. */
"use strict";

(() => {
  const bar = document.querySelector("[data-live]");
  if (!bar || !document.querySelector("[data-day]")) return;
  const SECONDS = 15;
  const LONGEST = 240;
  const words = bar.dataset;
  const button = bar.querySelector("[data-live-pause]");
  const state = bar.querySelector("[data-live-state]");
  const said = document.querySelector("[data-live-said]");
  let isPaused = false;
  let wait = SECONDS;
  let timer = 0;

  const storiesOf = (day) => [...day.querySelectorAll("[data-story]")].map((line) => line.dataset.story);

  function show(sentence) {
    button.textContent = isPaused ? words.wordGo : words.wordPause;
    if (state.textContent !== sentence) state.textContent = sentence;
  }

  function plan(seconds = wait) {
    clearTimeout(timer);
    if (!isPaused && !document.hidden) timer = setTimeout(look, seconds * 1000);
  }

  /** Put the new heading and list where the old ones stand; the reader keeps their place and their focus. */
  function exchange(markup) {
    const page = new DOMParser().parseFromString(markup, "text/html");
    const fresh = [...page.querySelectorAll("[data-fresh]")];
    const old = [...document.querySelectorAll("[data-fresh]")];
    if (fresh.length !== old.length) return;
    const known = new Set(storiesOf(document));
    const come = storiesOf(page).filter((story) => !known.has(story)).length;
    const focused = document.activeElement?.closest("[data-fresh] a")?.getAttribute("href");
    old.forEach((part, index) => {
      if (!part.isEqualNode(fresh[index])) part.replaceWith(fresh[index]);
    });
    if (focused && document.activeElement === document.body) {
      document.querySelector(`[data-fresh] a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    }
    if (come) said.textContent = come === 1 ? words.wordOne : words.wordMany.replace("{number}", come);
  }

  async function look() {
    try {
      // “no-cache” asks the server each time, with the ETag of the copy that the browser has.
      const answer = await fetch(document.querySelector("[data-day]").dataset.day, { cache: "no-cache" });
      if (!answer.ok) throw new Error(answer.statusText);
      exchange(await answer.text());
      wait = SECONDS;
      show(words.wordLive);
    } catch {
      wait = Math.min(wait * 2, LONGEST);
      show(words.wordOffline);
    }
    plan();
  }

  button.addEventListener("click", () => {
    isPaused = !isPaused;
    show(isPaused ? words.wordPaused : words.wordLive);
    plan(0);
  });
  document.addEventListener("visibilitychange", () => plan(0));
  window.addEventListener("online", () => plan(0));
  state.setAttribute("role", "status");
  bar.classList.add("is-live");
  show(words.wordLive);
  plan();
})();
