/* The story form's manners: a warning before work is lost, Ctrl+S to save, one submission at a time, choices in order. */
"use strict";

(() => {
  const form = document.querySelector("[data-story-form]");
  if (!form) return;
  let isChanged = form.hasAttribute("data-unsaved");
  let isLeaving = false;

  // Only what a person does counts: the editor and select2 write into their fields when they start, too.
  const note = (event) => { if (event.isTrusted) isChanged = true; };
  for (const kind of ["input", "change", "paste", "cut", "drop"]) form.addEventListener(kind, note);
  form.addEventListener("keydown", (event) => {
    if (event.target.isContentEditable && (event.key.length === 1 || ["Enter", "Backspace", "Delete"].includes(event.key))) note(event);
  });
  form.addEventListener("click", (event) => { if (event.target.closest(".prose-menubar button")) note(event); });
  // What scripts of ours do for a person, such as placing a photo, says so itself.
  form.addEventListener("newsroom:changed", () => { isChanged = true; });
  window.addEventListener("beforeunload", (event) => {
    if (isChanged && !isLeaving) event.preventDefault();
  });

  form.addEventListener("submit", (event) => {
    if (isLeaving) { event.preventDefault(); return; }
    isLeaving = true;
    form.setAttribute("aria-busy", "true");
  });
  // A page that the browser brings back from its memory may be sent again.
  window.addEventListener("pageshow", () => { isLeaving = false; form.removeAttribute("aria-busy"); });

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      form.requestSubmit(form.querySelector('button[name="_save"]'));
    }
  });
  // Enter in a single line would press the first button of the form; writing must not publish by accident.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input:not([type=submit]):not([type=search])")) event.preventDefault();
  });
  for (const headline of form.querySelectorAll('textarea[name="headline"]')) {
    headline.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  }

  // select2 sends the choices in the order of the options; this keeps that the order of choosing.
  const jQuery = window.django?.jQuery;
  if (jQuery) {
    jQuery("select[data-keeps-order]").on("select2:select", function keepOrder(event) {
      jQuery(this).append(event.params.data.element).trigger("change");
    });
    jQuery(form).find("select").on("select2:select select2:unselect", () => { isChanged = true; });
  }

  const summary = document.querySelector("[data-error-summary]");
  if (summary) {
    summary.focus();
    // The text's own field is hidden behind the editor, so a link to it must lead into the editor.
    summary.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-field]");
      const field = link && document.getElementById(link.dataset.field);
      if (!field) return;
      event.preventDefault();
      field.closest(".field").scrollIntoView({ block: "center" });
      const editor = field.closest(".prose-editor")?.querySelector("[contenteditable]");
      (editor || field.parentElement.querySelector(".select2-selection, .select2-search__field") || field).focus();
    });
  }
})();
