/* The uploader: sends files three at a time, shows how far each is, and what became of it. */

(() => {
  const form = document.querySelector("[data-uploader]");
  if (!form) return;

  const AT_ONCE = 3;
  const LOOK_AGAIN_AFTER = 1500;
  const { gettext, ngettext, interpolate } = window;
  const list = form.querySelector("[data-list]");
  const sum = form.querySelector("[data-sum]");
  const input = form.querySelector("[type=file]");
  const zone = form.querySelector("[data-drop-zone]");
  const template = form.querySelector("[data-row]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]");
  const queue = [];
  const rows = new Map(); // The rows to look after, by their photo: a photo sent twice has two.
  const counts = { taken: 0, duplicate: 0, refused: 0 };
  let wasForbidden = false;
  let running = 0;
  let total = 0;

  const batchFields = () => [...new FormData(form)].filter(([name]) => name !== "files");

  const countUp = () => {
    const done = counts.taken + counts.duplicate + counts.refused;
    const parts = [interpolate(gettext("%(done)s of %(total)s files done"), { done, total }, true)];
    if (counts.taken) parts.push(interpolate(ngettext("%s taken", "%s taken", counts.taken), [counts.taken]));
    if (counts.duplicate) parts.push(interpolate(ngettext("%s known already", "%s known already", counts.duplicate), [counts.duplicate]));
    if (counts.refused) parts.push(interpolate(ngettext("%s refused", "%s refused", counts.refused), [counts.refused]));
    sum.textContent = parts.join(" · ");
  };

  const addRow = (file) => {
    const row = template.content.firstElementChild.cloneNode(true);
    row.querySelector("[data-name]").textContent = file.name;
    row.querySelector("[data-progress]").setAttribute("aria-label", file.name);
    row.querySelector("[data-verdict]").textContent = gettext("Waiting");
    list.append(row);
    return row;
  };

  const say = (row, outcome, name, reason) => {
    row.classList.add(`is-${outcome}`);
    const verdict = row.querySelector("[data-verdict]");
    const word = document.createElement("strong");
    word.textContent = name;
    verdict.replaceChildren(word, reason ? ` ${reason}` : "");
    row.querySelector("[data-progress]").hidden = true;
  };

  const showState = (row, photo) => {
    const thumb = row.querySelector("[data-thumb]");
    if (photo.thumb && !thumb.firstElementChild) {
      const image = document.createElement("img");
      Object.assign(image, { src: photo.thumb, width: photo.width, height: photo.height, alt: "" });
      thumb.replaceChildren(image);
    } else if (!photo.thumb) {
      thumb.textContent = photo.processingName;
    }
    if (photo.processing === "set_aside") {
      row.classList.add("is-failed");
      row.querySelector("[data-failure]").textContent = photo.failure;
    }
  };

  const showPhoto = (row, photo) => {
    const quick = row.querySelector("[data-quick]");
    for (const name of ["headline", "caption_bg", "caption_en"]) quick.querySelector(`[name=${name}]`).value = photo[name];
    showCredit(row, photo);
    quick.hidden = false;
    quick.addEventListener("change", (event) => saveQuickly(row, photo, event.target));
    const link = document.createElement("a");
    link.href = photo.url;
    link.textContent = gettext("Open");
    row.querySelector("[data-acts]").replaceChildren(link);
    showState(row, photo);
  };

  const showCredit = (row, photo) => {
    row.querySelector("[data-creator]").hidden = !photo.creditMissing;
    row.querySelector("[data-credit]").textContent = photo.creditMissing
      ? gettext("No creator and no agency: it can be stored, and not published.")
      : interpolate(gettext("Credit: %s"), [photo.credit]);
    say(row, "taken", interpolate(gettext("On our site: %s."), [photo.verdict]), photo.verdictReasons);
  };

  const saveQuickly = async (row, photo, field) => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", token.value);
    body.append(field.name, field.value);
    field.removeAttribute("aria-invalid");
    let answer;
    try {
      const response = await fetch(photo.quickUrl, { method: "POST", body, credentials: "same-origin" });
      answer = response.headers.get("Content-Type")?.includes("json") ? await response.json() : {};
      if (!response.ok) throw new Error(answer.errors);
      showCredit(row, answer);
      field.classList.add("is-saved");
    } catch (error) {
      field.setAttribute("aria-invalid", "true");
      say(row, "taken", gettext("Not saved."), answer?.errors || gettext("Try again, or open the photo."));
    }
  };

  const lookAfter = (photo, row) => {
    if (photo.processing === "done" || photo.processing === "set_aside") return;
    const id = String(photo.id);
    rows.set(id, [...(rows.get(id) ?? []), row]);
  };

  const finish = (row, answer, file, mayMend) => {
    counts[answer.outcome] = (counts[answer.outcome] || 0) + 1;
    say(row, answer.outcome, answer.outcomeName || gettext("refused"), answer.reason);
    if (answer.photo && answer.outcome === "taken") {
      lookAfter(answer.photo, row);
      showPhoto(row, answer.photo);
    } else if (answer.photo) {
      const link = document.createElement("a");
      link.href = answer.photo.url;
      link.textContent = gettext("Open the first one");
      row.querySelector("[data-acts]").replaceChildren(link);
      lookAfter(answer.photo, row);
      showState(row, answer.photo);
    } else if (mayMend) {
      offerAgain(row, file);
    }
    countUp();
  };

  const offerAgain = (row, file) => {
    const again = document.createElement("button");
    again.type = "button";
    again.textContent = gettext("Try again");
    again.className = "button";
    again.addEventListener("click", async () => {
      counts.refused -= 1;
      total -= 1;
      again.disabled = true;
      if (wasForbidden) await renewToken();
      const [fresh] = take([file]);
      row.replaceWith(fresh);
      fresh.tabIndex = -1;
      fresh.focus();
    });
    row.querySelector("[data-acts]").replaceChildren(again);
  };

  /* Whoever has signed in again in another tab has another token than the one this page came with. */
  const renewToken = async () => {
    try {
      const page = await (await fetch(location.href, { credentials: "same-origin" })).text();
      const found = new DOMParser().parseFromString(page, "text/html").querySelector("[data-uploader] [name=csrfmiddlewaretoken]");
      if (found) token.value = found.value;
      wasForbidden = false;
    } catch {
      /* The next try will tell. */
    }
  };

  const send = (file, row) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    for (const [name, value] of batchFields()) body.append(name, value);
    body.append("file", file, file.name);
    const bar = row.querySelector("[data-progress]");
    row.querySelector("[data-verdict]").textContent = gettext("Uploading");
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.value = (100 * event.loaded) / event.total;
      if (event.loaded === event.total) row.querySelector("[data-verdict]").textContent = gettext("Reading");
    });
    request.addEventListener("loadend", () => {
      running -= 1;
      let answer = { outcome: "refused", reason: gettext("The connection broke. Try this file again.") };
      if (request.status === 403) wasForbidden = true;
      if (request.status === 403) answer.reason = gettext("You are signed out, or may not upload. Sign in again in another tab, then try again.");
      else if (request.status >= 500 && request.status !== 507) answer.reason = gettext("The server could not take it. Try again; if it stays so, tell whoever keeps the server.");
      try {
        if (request.status) answer = JSON.parse(request.responseText);
      } catch {
        /* Not an answer of ours: a proxy's page, say. What was said above stands. */
      }
      /* No answer, no right, a fault of the server: what a second try can mend. A verdict on the file it can't. */
      const mayMend = !request.status || request.status === 403 || request.status >= 500;
      finish(row, answer, file, mayMend);
      next();
      if (rows.size) lookAgainSoon();
    });
    request.open("POST", form.dataset.uploadUrl);
    request.send(body);
  };

  const next = () => {
    while (running < AT_ONCE && queue.length) {
      const { file, row } = queue.shift();
      running += 1;
      send(file, row);
    }
  };

  const take = (files) => {
    const found = [...files].map((file) => ({ file, row: addRow(file) }));
    if (!found.length) return [];
    form.querySelector("[data-empty]").hidden = true;
    total += found.length;
    queue.push(...found);
    countUp();
    next();
    return found.map(({ row }) => row);
  };

  let timer;
  const lookAgainSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(lookAgain, LOOK_AGAIN_AFTER);
  };
  const lookAgain = async () => {
    const asked = [...rows.keys()].slice(0, 200);
    if (!asked.length) return;
    try {
      const response = await fetch(`${form.dataset.statesUrl}?ids=${asked.join(",")}`, { credentials: "same-origin" });
      if (response.ok) {
        for (const [id, photo] of Object.entries(await response.json())) {
          for (const row of rows.get(id) ?? []) showState(row, photo);
          if (photo.processing === "done" || photo.processing === "set_aside") rows.delete(id);
        }
      }
    } catch {
      /* The next look will tell. */
    }
    if (rows.size) lookAgainSoon();
  };

  input.addEventListener("change", () => {
    take(input.files);
    input.value = "";
  });
  /* The whole page takes files: one that is dropped beside the zone must not replace the page in the window. */
  const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  for (const name of ["dragenter", "dragover"]) {
    window.addEventListener(name, (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      zone.classList.add("is-over");
    });
  }
  window.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) zone.classList.remove("is-over");
  });
  window.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    zone.classList.remove("is-over");
    take(event.dataTransfer.files);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("beforeunload", (event) => {
    if (running || queue.length) event.preventDefault();
  });
})();
