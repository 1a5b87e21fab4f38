/* A step of the account in a dialog over a page: what taking would mean, the «yes», what came of it, and the download.
   The page of the account is fetched, and shown if its main part is marked as a step. Any other is a page to go to. */

let dialog, step, failure; // Made when the first is opened.
let opener, spot, start, words, onTaken;

/** Show the step at `url`, or what it answers to `how.body`. It rejects where that can't be done: the caller leads there. */
export async function openStep(url, how) {
  if (dialog?.open) return;
  ({ opener, words, onTaken } = how);
  spot = opener.closest("[data-offer], form") ?? document.querySelector("main");
  start = url;
  dialog ??= makeDialog();
  const answer = await fetch(url, { credentials: "same-origin", ...sending(how.body) });
  await receive(answer, { leadsTo: how.body ? location.href : answer.url });
  goOn();
}

const sending = (body) => body && { method: "POST", body, headers: { Accept: "application/json" } };

function makeDialog() {
  const made = document.createElement("dialog");
  made.className = "account-dialog";
  made.setAttribute("aria-labelledby", "account-dialog-title");
  const close = document.createElement("button");
  close.type = "button";
  close.className = "link-button account-dialog-close";
  close.textContent = words.wordClose;
  close.addEventListener("click", () => made.close());
  failure = document.createElement("p");
  failure.className = "account-dialog-failure";
  failure.setAttribute("role", "alert");
  step = document.createElement("div");
  step.className = "account-dialog-step";
  made.append(close, failure, step);
  made.addEventListener("click", follow);
  made.addEventListener("submit", send);
  made.addEventListener("close", giveFocusBack);
  document.body.append(made);
  return made;
}

/** The browser gives the focus back to what opened the dialog; if that was replaced meanwhile, we do, as near as can be. */
function giveFocusBack() {
  step.replaceChildren();
  if (!opener.isConnected) spot.querySelector("a, button")?.focus();
}

// --- What is pressed inside ---

function follow(event) {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.hasAttribute("data-not-now")) dialog.close();
  else if (link.hasAttribute("data-next-step")) go(link.href);
  else return;
  event.preventDefault();
}

function send(event) {
  const form = event.target;
  if (!form.hasAttribute("data-next-step")) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  if (form.method === "get") go(`${form.action}?${body}`);
  else go(form.action, body);
}

async function go(url, body = undefined) {
  if (step.getAttribute("aria-busy") === "true") return;
  step.setAttribute("aria-busy", "true");
  failure.textContent = "";
  try {
    const answer = await fetch(url, { credentials: "same-origin", ...sending(body) });
    if (body && answer.redirected) onTaken();
    if (dialog.open) await receive(answer, { leadsTo: body ? start : answer.url });
  } catch {
    // Nothing is lost: the same form sent once more takes once, whatever became of the first.
    failure.textContent = words.wordFailed;
  }
  step.removeAttribute("aria-busy");
  goOn();
}

/** What a step does by itself: a file that is ready is fetched, and files that are being made are asked for again. */
function goOn() {
  if (!dialog.open || failure.textContent) return;
  step.querySelector("a[data-begins]")?.click();
  step.querySelector("form[data-goes-on]")?.requestSubmit();
}

// --- What comes back ---

/** Show the step, or go where the answer leads. What was sent can't be opened as a page: who was signed out begins anew. */
async function receive(answer, { leadsTo }) {
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (isJson && answer.ok) {
    location.assign((await answer.json()).leads_to ?? leadsTo); // The sign-in page knows JSON too, with words of its own.
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.querySelector("main[data-step]");
  if (!main) {
    if (answer.status >= 500) throw new Error(answer.statusText);
    location.assign(leadsTo);
    return;
  }
  await wear(page);
  step.replaceChildren(...main.childNodes);
  const title = step.querySelector("h1");
  title.id = "account-dialog-title";
  title.tabIndex = -1;
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  title.focus();
}

/** Bring the looks that the page has and this one lacks, before anything of it is seen. */
async function wear(page) {
  const worn = new Set([...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.href));
  const missing = [...page.querySelectorAll("link[rel=stylesheet]")].filter((link) => !worn.has(link.href));
  await Promise.all(
    missing.map((link) => {
      const sheet = document.createElement("link");
      sheet.rel = "stylesheet";
      sheet.href = link.href;
      document.head.append(sheet);
      return new Promise((resolve) => (sheet.onload = sheet.onerror = resolve));
    }),
  );
}
