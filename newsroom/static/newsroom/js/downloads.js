// Goes on making files until all are ready; without scripts the button does.
document.querySelector("form[data-goes-on]")?.requestSubmit();
