/* Counts what is written, while it is written: signs of the headline, words and signs of lead and text, and how long they read. */
"use strict";

(() => {
  const LONG_HEADLINE = 110;
  const WORDS_A_MINUTE = 180;
  const ANNOUNCE_AFTER = 1500;

  const form = document.querySelector("[data-story-form]");
  if (!form) return;

  const plainText = (field) => {
    if (!("storyEditor" in field.dataset)) return field.value;
    const blocks = field.value.replace(/<\/(p|h2|li|td|th|blockquote)>|<br\s*\/?>/gi, " ");
    return new DOMParser().parseFromString(blocks.replace(/\sstyle=/gi, " data-style="), "text/html").body.textContent;
  };
  const wordsOf = (text) => text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  const signsOf = (text) => [...text.replace(/\s+/gu, " ").trim()].length;
  const say = (plural, number, singular) => interpolate(ngettext(singular, plural, number), { number }, true);

  const headline = form.querySelector('[data-count="headline"]');
  const texts = [...form.querySelectorAll('[data-count="text"]')];
  if (!headline) return;

  const line = (after) => {
    const element = document.createElement("p");
    element.className = "counts";
    after.append(element);
    return element;
  };
  const headlineLine = line(headline.closest(".field"));
  const textLine = line(texts[texts.length - 1].closest(".field"));
  const announcer = document.createElement("p");
  announcer.className = "visually-hidden";
  announcer.setAttribute("role", "status");
  form.append(announcer);

  let waiting;
  const announce = (text) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { announcer.textContent = text; }, ANNOUNCE_AFTER);
  };

  const countHeadline = () => {
    const signs = signsOf(headline.value);
    const isLong = signs > LONG_HEADLINE;
    const warning = isLong ? ` · ${interpolate(gettext("longer than %(limit)s: phones and feeds will cut it"), { limit: LONG_HEADLINE }, true)}` : "";
    headlineLine.textContent = say("%(number)s characters", signs, "%(number)s character") + warning;
    headlineLine.classList.toggle("counts-warning", isLong);
    return headlineLine.textContent;
  };
  const countText = () => {
    const text = texts.map(plainText).join(" ");
    const words = wordsOf(text);
    const parts = [say("%(number)s words", words, "%(number)s word"), say("%(number)s characters", signsOf(text), "%(number)s character")];
    if (words) {
      const minutes = Math.max(1, Math.round(words / WORDS_A_MINUTE));
      parts.push(say("%(number)s minutes to read", minutes, "%(number)s minute to read"));
    }
    textLine.textContent = parts.join(" · ");
    return textLine.textContent;
  };

  countHeadline();
  countText();
  headline.addEventListener("input", () => { announce(countHeadline()); countText(); });
  for (const text of texts) text.addEventListener("input", () => announce(countText()));
})();
