/* Public pages are the same for everyone. Who is signed in has a cookie that says so and nothing more; only for them the
   rest is loaded. */
"use strict";

if (/(?:^|;\s*)signed_in=/.test(document.cookie)) {
  document.documentElement.classList.add("is-signed-in"); // Keeps room for the account bar, so that nothing jumps.
  const script = document.createElement("script");
  script.src = document.currentScript.dataset.accountScript;
  document.head.append(script);
}
