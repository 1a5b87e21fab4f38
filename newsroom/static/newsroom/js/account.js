/* What a signed-in visitor's public page adds to itself: the account bar, what a photo takes, what is put aside.
   Everything here also works by the plain links and forms that the page has; this spares the way to another page. */
"use strict";

(() => {
  const place = document.querySelector("[data-account]");
  if (!place) return;
  const words = place.dataset;
  const status = document.createElement("p");
  status.className = "account-said";
  status.setAttribute("role", "status");
  document.body.append(status);

  let silence = 0;
  function say(sentence) {
    clearTimeout(silence);
    status.textContent = sentence;
    silence = setTimeout(() => (status.textContent = ""), 8000);
  }

  /** The answer, or null where we are not signed in any more or something is wrong. */
  async function ask(url, options = {}) {
    try {
      const response = await fetch(url, { credentials: "same-origin", redirect: "error", ...options });
      return response.status === 200 ? response : null;
    } catch {
      return null; // Sent on to the sign-in page, or no network.
    }
  }

  // --- The bar ---

  async function showBar() {
    const answer = await ask(words.barUrl);
    if (!answer) {
      document.documentElement.classList.remove("is-signed-in");
      return false;
    }
    place.innerHTML = await answer.text(); // Our own, from a private address; it carries no scripts.
    place.hidden = false;
    for (const link of document.querySelectorAll("[data-sign-in]")) link.hidden = true;
    return true;
  }

  // --- Photos of the page: put aside or not, licence or not ---

  const choosers = () => [...document.querySelectorAll("[data-choose]")];
  const states = () => [...document.querySelectorAll("[data-state]")];

  /** A link leads to a page; a button acts here. */
  function makeButton(link) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = link.className;
    button.dataset.choose = link.dataset.choose;
    button.append(...link.childNodes);
    link.replaceWith(button);
    button.addEventListener("click", () => toggle(button));
  }

  function show(element, { isChosen, licence }) {
    if (element.dataset.choose) {
      element.classList.toggle("is-chosen", isChosen);
      element.querySelector("[data-choose-word]").textContent = isChosen ? words.wordChosen : words.wordChoose;
    } else {
      const said = [isChosen ? words.wordIn : "", licence ? `${words.wordHeld} ${licence}` : ""];
      element.textContent = said.filter(Boolean).join(" · ");
    }
  }

  async function showChoices() {
    const photos = new Set([...choosers().map((element) => element.dataset.choose), ...states().map((element) => element.dataset.state)]);
    if (!photos.size) return;
    const query = new URLSearchParams([...photos].map((photo) => ["photo", photo]));
    const answer = await ask(`${words.choicesUrl}?${query}`);
    if (!answer) return; // Who acts for no organisation keeps the links.
    const { chosen, licences } = await answer.json();
    for (const link of document.querySelectorAll("a[data-choose]")) makeButton(link);
    for (const element of [...choosers(), ...states()]) {
      const photo = element.dataset.choose || element.dataset.state;
      show(element, { isChosen: chosen.includes(Number(photo)), licence: licences[photo] });
    }
  }

  /** Put photos aside or take them out, say what came of it, and show the page as it is then. */
  async function send(url, photos) {
    const body = new URLSearchParams(photos.map((photo) => ["photo", photo]));
    const headers = { Accept: "application/json", "X-CSRFToken": place.querySelector("[data-csrf]").dataset.csrf };
    const answer = await ask(url, { method: "POST", headers, body });
    say(answer ? (await answer.json()).said : words.wordFailed);
    showBar();
    await showChoices();
  }

  async function toggle(button) {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    const isChosen = button.classList.contains("is-chosen");
    await send(isChosen ? words.removeUrl : words.addUrl, [button.dataset.choose]);
    button.removeAttribute("aria-busy");
  }

  for (const form of document.querySelectorAll("[data-choose-form]")) {
    form.addEventListener("submit", (event) => {
      const photos = new FormData(form).getAll("photo");
      if (place.hidden || !photos.length) return;
      event.preventDefault();
      const button = event.submitter;
      if (!button?.hasAttribute("data-dialog")) send(words.addUrl, photos);
      else openDialog(`${button.formAction}?${new URLSearchParams(new FormData(form, button))}`, button);
    });
  }

  // --- The pre-flight in a dialog over this page ---

  /** Show what it would take without leaving the page; where that fails, lead to it. */
  async function openDialog(url, opener, form = null) {
    if (opener.getAttribute("aria-busy") === "true") return;
    opener.setAttribute("aria-busy", "true");
    try {
      const { openStep } = await import(words.dialogScript);
      const body = form && new URLSearchParams(new FormData(form, opener));
      await openStep(url, { opener, words, onTaken: showAll, body });
    } catch {
      if (form) form.submit();
      else location.assign(url);
    }
    opener.removeAttribute("aria-busy");
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-dialog]");
    // With a key held, it is a link like any other.
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openDialog(link.href, link);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-dialog]");
    if (!form || event.defaultPrevented) return;
    event.preventDefault();
    openDialog(form.action, event.submitter, form);
  });

  // --- What this photo takes ---

  async function showOffer(box) {
    const answer = await ask(box.dataset.offer);
    if (!answer) return;
    box.innerHTML = await answer.text();
    // The fragment brings its own next step, which knows whether the photo is to be taken or downloaded.
    for (const link of box.parentElement.querySelectorAll("[data-take]")) link.hidden = true;
  }

  async function showAll() {
    if (!(await showBar())) return;
    showChoices();
    for (const box of document.querySelectorAll("[data-offer]")) showOffer(box);
  }

  showAll();
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) showAll(); // Come back to: meanwhile something may have been taken elsewhere.
  });
})();
