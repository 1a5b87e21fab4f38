/* Opens a picture in a dialog at its full size: of every link with data-enlarge, which names the dialog. Escape closes it. */

(() => {
  for (const link of document.querySelectorAll("a[data-enlarge]")) {
    const dialog = document.getElementById(link.dataset.enlarge);
    if (!dialog) continue;
    link.addEventListener("click", (event) => {
      // With a key held, it is a link like any other.
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      dialog.showModal();
    });
    dialog.addEventListener("click", (event) => {
      // The dialog itself is hit only beside what it holds: on its edge, and on what lies behind it.
      if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
    });
  }
})();
