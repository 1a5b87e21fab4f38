/* Asks whether visits may be counted, and loads the script that counts them only after a yes. The answer stays in the browser;
   who has told the browser that they don't want to be followed (Global Privacy Control) is not asked. */
"use strict";

{
  const KEY = "analytics";
  const source = document.currentScript.dataset.analyticsScript;
  const notice = document.querySelector("[data-consent-notice]");

  const read = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return "no"; // A browser that keeps nothing would be asked on every page.
    }
  };
  const load = () => {
    const script = document.createElement("script");
    script.src = source;
    script.async = true;
    document.head.append(script);
  };
  const show = (answer) => {
    for (const line of document.querySelectorAll("[data-consent-answer]")) {
      if (answer) line.textContent = line.dataset[answer];
    }
  };

  const answer = navigator.globalPrivacyControl ? "no" : read();
  if (answer === "yes") load();
  notice.hidden = Boolean(answer);
  show(answer);
  for (const acts of document.querySelectorAll("[data-consent-acts]")) acts.hidden = false;
  for (const button of document.querySelectorAll("[data-consent]")) {
    button.addEventListener("click", () => {
      const given = button.dataset.consent;
      const before = read();
      try {
        localStorage.setItem(KEY, given);
      } catch {
        // Then it holds for this page.
      }
      if (!notice.hidden) {
        notice.hidden = true;
        document.getElementById("content").focus();
      }
      show(given);
      if (given === "yes" && before !== "yes") load();
      // What has been loaded can't be unloaded: the page begins anew without it.
      if (given === "no" && before === "yes") location.reload();
    });
  }
}
