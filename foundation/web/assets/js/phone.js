// The page that a phone keeps for when there is no connection. Its worker keeps the copy and judges its age and whether it may still be
// shown; this shows how old a copy is, and lets nothing stand on the screen for longer than a copy may live. Without script it is a page.
const LIFE = 24 * 60 * 60 * 1000;
const STALE = 5 * 60 * 1000;
const workers = navigator.serviceWorker;
const kept = Number(document.body.dataset.kept || 0);
const since = kept || Date.now();
const part = document.querySelector("[data-phone]");

if (part) {
  const { worker, scope, copy, old } = part.dataset;
  workers?.register(worker, { scope }).catch(() => {});

  // The first page came before its worker did: it is asked for once more, so that there is a copy from now on.
  if (workers && !workers.controller) {
    workers.addEventListener("controllerchange", () => fetch(scope, { headers: { "x-behorig-unattended": "1" } }).catch(() => {}), { once: true });
  }

  const say = (words) => {
    const note = document.createElement("p");
    note.className = "notice info";
    note.setAttribute("role", "status");
    note.textContent = words;
    return note;
  };
  if (kept) {
    const at = new Date(kept).toLocaleString(document.documentElement.lang, { weekday: "long", hour: "2-digit", minute: "2-digit" });
    part.before(say(`${copy} ${at}.`));
  }

  const look = () => {
    const age = Date.now() - since;
    if (age < 0 || age >= LIFE) part.replaceChildren(say(old));
  };
  setInterval(look, 60_000);
  addEventListener("online", () => location.reload());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    look();
    if (navigator.onLine && Date.now() - since > STALE) location.reload();
  });

  // Whoever signs out here leaves no copy behind, whatever becomes of the request.
  for (const form of document.querySelectorAll('form[action="/logga-ut"]')) {
    form.addEventListener("submit", () => workers?.controller?.postMessage("wipe"));
  }
}
