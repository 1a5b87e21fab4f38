/* Gives the fields that Select2 makes the names of those that they stand for, which it leaves out. */

(() => {
  const nameAll = () => {
    for (const select of document.querySelectorAll("select.admin-autocomplete[id]")) {
      const label = document.querySelector(`label[for="${select.id}"]`);
      if (!label) continue;
      const name = label.textContent.replace("*", "").trim();
      select.parentElement.querySelector(".select2-search__field")?.setAttribute("aria-label", name);
      const single = select.parentElement.querySelector(".select2-selection--single");
      if (!single) continue;
      // Its name is what it shows, which may be nothing.
      const shown = single.querySelector(".select2-selection__rendered");
      label.id ||= `${select.id}_label`;
      shown.setAttribute("aria-labelledby", label.id);
      single.setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
    }
  };

  // As jQuery has it, after Django's own script, which makes the fields in the same way.
  window.django.jQuery(nameAll);
})();
