// Passkeys: creates one, or proves one, and sends what the device says in the form that asks for it.
//
// A form with data-passkey="sign-in" fetches what to ask the device for; "prove" and "create" find it in the page, in
// #passkey-options. data-failed and data-unsupported are what people are told. Parts that only make sense with a
// passkey (data-passkey-part) stay hidden where the browser has none.

const isSupported = Boolean(window.PublicKeyCredential && navigator.credentials);

function toBytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function toText(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function withBytes(descriptors = []) {
  return descriptors.map((descriptor) => ({ ...descriptor, id: toBytes(descriptor.id) }));
}

/** The credential as the server reads it: every buffer in base64url. */
function describe(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) {
      response[part] = toText(credential.response[part]);
    }
  }
  if (credential.response.getTransports) {
    response.transports = credential.response.getTransports();
  }
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function create(options, form) {
  const publicKey = options.creation_options.publicKey;
  const isAlone = form.elements.passwordless?.checked ?? false;
  const selection = { ...publicKey.authenticatorSelection };
  selection.residentKey = isAlone ? "required" : "discouraged";
  selection.requireResidentKey = isAlone;
  if (isAlone) {
    selection.userVerification = "required";
  }
  return navigator.credentials.create({
    publicKey: {
      ...publicKey,
      authenticatorSelection: selection,
      challenge: toBytes(publicKey.challenge),
      user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
      excludeCredentials: withBytes(publicKey.excludeCredentials),
    },
  });
}

async function prove(options) {
  const publicKey = options.request_options.publicKey;
  return navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      allowCredentials: withBytes(publicKey.allowCredentials),
    },
  });
}

async function readOptions(form) {
  if (form.dataset.passkey !== "sign-in") {
    return JSON.parse(document.getElementById("passkey-options").textContent);
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    throw new Error(`The options for a passkey came with ${answer.status}`);
  }
  return answer.json();
}

function tell(form, words) {
  const place = form.querySelector("[role=alert]");
  place.textContent = words;
  place.hidden = false;
}

async function send(form) {
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  try {
    const options = await readOptions(form);
    const credential = await (form.dataset.passkey === "create" ? create(options, form) : prove(options));
    form.elements.credential.value = JSON.stringify(describe(credential));
    form.submit();
  } catch {
    // Refused by the person, unknown to the device, or too late: the browser does not tell which, on purpose.
    tell(form, form.dataset.failed);
    button.disabled = false;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (isSupported) {
      send(form);
    } else {
      tell(form, form.dataset.unsupported);
    }
  });
}
for (const part of document.querySelectorAll("[data-passkey-part]")) {
  part.hidden = !isSupported;
}
for (const words of document.querySelectorAll("[data-without-scripts]")) {
  words.hidden = true;
}
