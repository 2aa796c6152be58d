// A security key or a passkey: the browser asks it, and what it answers goes with the form.
const form = document.querySelector("form[data-key]");
if (form) {
  const told = form.querySelector("[data-told]");
  const tell = (words) => (told.textContent = words ?? "");
  const bytes = (text) => {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };
  const text = (buffer) => {
    if (!buffer) return null;
    const plain = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
    return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  };
  const ask = async () => {
    const options = JSON.parse(form.dataset.options);
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    for (const key of options.excludeCredentials ?? options.allowCredentials ?? []) key.id = bytes(key.id);
    const makes = form.dataset.key === "create";
    const made = await navigator.credentials[makes ? "create" : "get"]({ publicKey: options });
    const said = made.response;
    const response = { clientDataJSON: text(said.clientDataJSON) };
    if (makes) {
      response.attestationObject = text(said.attestationObject);
    } else {
      response.authenticatorData = text(said.authenticatorData);
      response.signature = text(said.signature);
      response.userHandle = text(said.userHandle);
    }
    return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response });
  };
  let waits = false;
  const start = async () => {
    if (location.origin !== form.dataset.origin) return tell(told.dataset.elsewhere);
    if (!window.PublicKeyCredential) return tell(told.dataset.unsupported);
    if (waits) return;
    waits = true;
    tell(told.dataset.asking);
    try {
      form.elements.svar.value = await ask();
      form.submit();
    } catch (error) {
      waits = false;
      tell(error.name === "InvalidStateError" ? told.dataset.known : told.dataset.declined);
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    start();
  });
  // Whoever came here pressed a button to do so; a browser that wants another press says no, and the button is there.
  if (form.dataset.key === "get") start();
}
