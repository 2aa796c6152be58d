// A page that shows what others change hears that it has changed, and asks for itself anew: the parts that are marked are put in its
// place, with what was typed, ticked and looked at still there. Where an answer is being written, it is offered instead. Hidden
// pages neither listen nor ask: what nobody sees is read by nobody. They are told when they are looked at again. Without script, a
// page is as old as its loading.
const live = document.querySelector("[data-live]");
const [note, show] = live.children;
const main = document.getElementById("main");
const inPart = (node) => node.closest("[data-live-part]");
const rows = (part) => [...part.querySelectorAll("th[scope=row] a")].map((link) => link.getAttribute("href"));
const fields = (part) => [...part.querySelectorAll("input:not([type=hidden]), select, textarea")];
const nameOf = (field) => `${field.name} ${/radio|checkbox/.test(field.type) ? field.value : ""}`;
// Which forms stand beside the parts, and what can be pressed in them.
const shape = (page) =>
  [...page.querySelectorAll("main form [name]")].filter((one) => !inPart(one) && one.type !== "hidden").map((one) => one.name + (one.tagName === "BUTTON" ? one.value : "")).join();
let source, again, since = performance.timeOrigin, tries = 0, asking = false, more = false;

const busy = () =>
  document.activeElement?.matches("select, textarea") ||
  document.querySelector("dialog[open]") ||
  [...main.querySelectorAll("textarea")].some((area) => area.value.trim());

const tell = (offer) => {
  note.textContent = "";
  setTimeout(() => (note.textContent = live.dataset.words), 50);
  show.hidden = !offer;
};

// Puts a part in the place of what it was, and says whether that is worth telling.
const put = (part, fresh) => {
  if (part.textContent === fresh.textContent && rows(part).join() === rows(fresh).join()) return false;
  const before = rows(part), had = new Map(fields(part).map((field) => [nameOf(field), field]));
  const at = part.contains(document.activeElement) ? document.activeElement : undefined;
  for (const field of fields(fresh)) {
    const old = had.get(nameOf(field));
    if (!old) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = old.checked;
    else if (field.type !== "file") field.value = old.value;
  }
  part.replaceWith(document.adoptNode(fresh));
  const link = at?.getAttribute("href");
  (at?.id ? document.getElementById(at.id) : link && fresh.querySelector(`a[href="${CSS.escape(link)}"]`))?.focus({ preventScroll: true });
  const come = rows(fresh).filter((row) => !before.includes(row));
  for (const row of come) fresh.querySelector(`a[href="${CSS.escape(row)}"]`).closest("tr").dataset.new = "";
  return rows(fresh).length || before.length ? come.length > 0 : true;
};

const ask = async () => {
  const began = Date.now();
  if (document.visibilityState !== "visible") return;
  const answer = await fetch(location.href, { headers: { "x-behorig-unattended": document.visibilityState } }).catch(() => undefined);
  if (!answer || answer.status >= 500) return;
  if (!answer.ok || answer.redirected) return location.reload();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  since = began;
  if (shape(page) !== shape(document)) return busy() ? tell(true) : location.reload();
  let told = false;
  for (const part of document.querySelectorAll("[data-live-part]")) {
    const fresh = page.getElementById(part.id);
    if (fresh && put(part, fresh)) told = true;
  }
  const found = main.querySelector(".found > p"), count = page.querySelector("main .found > p")?.textContent;
  if (found && count !== undefined && found.textContent !== count) found.textContent = count;
  for (const version of page.querySelectorAll("main input[name=version]")) {
    const action = CSS.escape(version.form.getAttribute("action"));
    for (const old of main.querySelectorAll(`form[action="${action}"] input[name=version]`)) old.value = version.value;
  }
  if (told) tell(false);
};

// One question at a time; what changes meanwhile is asked for after it.
const refresh = async () => {
  more = true;
  if (asking) return;
  asking = true;
  while (more) {
    more = false;
    await ask();
  }
  asking = false;
};

const changed = () => (busy() ? tell(true) : refresh());

show.addEventListener("click", async () => {
  show.hidden = true;
  note.textContent = "";
  const before = since;
  await refresh();
  if (!show.hidden || since === before) location.reload();
});

const listen = () => {
  clearTimeout(again);
  source?.close();
  if (document.visibilityState !== "visible") return;
  const path = live.dataset.live;
  source = new EventSource(`${path}${path.includes("?") ? "&" : "?"}alder=${Math.max(0, Math.round(Date.now() - since))}`);
  source.onopen = () => (tries = 0);
  source.onerror = () => {
    source.close();
    again = setTimeout(listen, Math.min(60000, 1000 * 2 ** tries++) * (1 + Math.random()));
  };
  source.addEventListener("change", changed);
  source.addEventListener("company", () => document.dispatchEvent(new Event("behorig:company")));
  // All pages of a node are told so at once; they do not all ask at once.
  source.addEventListener("look", () => setTimeout(changed, Math.random() * 3000));
  source.addEventListener("gone", () => location.reload());
};
document.addEventListener("visibilitychange", listen);
window.addEventListener("pagehide", () => source?.close());
window.addEventListener("pageshow", (event) => event.persisted && listen());
listen();
