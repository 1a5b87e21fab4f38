/* Gives the search fields that Select2 makes the names of the fields that they stand for, which it leaves out. */

(() => {
  const nameAll = () => {
    for (const select of document.querySelectorAll("select.admin-autocomplete[id]")) {
      const label = document.querySelector(`label[for="${select.id}"]`);
      const search = select.parentElement.querySelector(".select2-search__field");
      if (label && search) search.setAttribute("aria-label", label.textContent.replace("*", "").trim());
    }
  };

  // As jQuery has it, after Django's own script, which makes the fields in the same way.
  window.django.jQuery(nameAll);
})();
