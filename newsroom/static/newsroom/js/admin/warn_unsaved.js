/* Asks before a page is left with changes that were not saved: of every form with data-warn-unsaved. */

(() => {
  for (const form of document.querySelectorAll("form[data-warn-unsaved]")) {
    // A form that came back with an error holds what was typed, and is saved nowhere.
    let isChanged = form.dataset.warnUnsaved === "already";
    let isSent = false;

    const note = (event) => { if (event.isTrusted) isChanged = true; };
    for (const kind of ["input", "change"]) form.addEventListener(kind, note);
    // Select2 and the buttons of the rows do not tell by events of the browser; scripts of ours say so themselves.
    window.django?.jQuery(form).on("select2:select select2:unselect", () => { isChanged = true; });
    form.addEventListener("click", (event) => {
      if (event.target.closest(".add-row a, .inline-deletelink")) isChanged = true;
    });
    form.addEventListener("newsroom:changed", () => { isChanged = true; });

    form.addEventListener("submit", (event) => {
      isSent = true;
      // A button with an address of its own fetches a file: the page stays.
      if (event.submitter?.hasAttribute("formaction")) setTimeout(() => { isSent = false; }, 2000);
    });
    window.addEventListener("pageshow", () => { isSent = false; });
    window.addEventListener("beforeunload", (event) => {
      if (isChanged && !isSent) event.preventDefault();
    });
  }
})();
