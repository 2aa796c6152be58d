// The control tower hears that figures have changed and asks for those that did: rows and parts are put in the place of what they
// were. What is lost is said, with the time of the last figures, and looked for again. Hidden pages neither listen nor ask. While
// somebody points at a row or has come to one, no row moves.
const tower = document.querySelector("[data-tower]");
const rows = document.getElementById("tower-rows");
const lost = document.getElementById("tower-lost");
const { tower: path, order, lostWords, minutes, hours, days } = tower.dataset;
let { seen, clock } = tower.dataset;
let behind = Number(tower.dataset.now) - Date.now();
let source, again, since = performance.timeOrigin, answered = Date.now(), tries = 0, asking = false, more = false, mixed = false;

const say = (words) => {
  if (lost.textContent !== words) lost.textContent = words;
  tower.toggleAttribute("data-is-lost", words !== "");
};
const miss = () => say(lostWords.replace("#", clock));
const isHeld = () => rows.matches(":hover") || rows.contains(document.activeElement);
const keys = ({ dataset: { rank, since, place } }) => (order === "namn" ? [place] : [rank, since || 0, place]).map(Number);
const compare = (one, other) => {
  const others = keys(other);
  return keys(one).reduce((so, key, at) => so || key - others[at], 0);
};
const sort = () => {
  if (!mixed || isHeld()) return;
  mixed = false;
  rows.append(...[...rows.rows].sort(compare));
};

// Where a row belongs among those that stand in their order.
const placeOf = (row) => {
  let low = 0, high = rows.rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(rows.rows[middle], row) < 0) low = middle + 1;
    else high = middle;
  }
  return rows.rows[low] ?? null;
};

const merge = (fresh) => {
  const all = Number(fresh.dataset.all);
  // Words stand where there are no rows to show, and no table: the page with the other is another.
  if (!rows === all > 0) return location.reload();
  if (!rows) return;
  if ("whole" in fresh.dataset) rows.replaceChildren(...fresh.rows);
  for (const row of [...fresh.rows]) {
    const old = document.getElementById(row.id);
    const focused = old?.contains(document.activeElement);
    if (old && isHeld()) {
      old.replaceWith(row);
      mixed = true;
    } else {
      old?.remove();
      rows.insertBefore(row, placeOf(row));
    }
    if (focused) row.querySelector("a").focus({ preventScroll: true });
  }
  // A unit has ended or can't be seen any more: the next question is for all of them.
  if (rows.rows.length !== all) [seen, more] = ["", true];
};

const age = () => {
  const now = Date.now() + behind;
  for (const time of tower.querySelectorAll("[data-age]")) {
    const all = Math.max(0, Math.floor((now - time.dataset.age) / 60000)), hour = Math.floor(all / 60);
    const [words, big, small] = all < 60 ? [minutes, all, ""] : hour < 48 ? [hours, hour, all % 60] : [days, Math.floor(hour / 24), hour % 24];
    const said = words.replace("#", big).replace("@", small);
    if (time.textContent !== said) time.textContent = said;
  }
};

const ask = async () => {
  if (document.visibilityState !== "visible") return;
  const began = Date.now();
  // Whoever never answers is lost too.
  const signal = AbortSignal.timeout(10000), headers = { "x-behorig-unattended": "visible" };
  const answer = await fetch(`${path}${path.includes("?") ? "&" : "?"}sedan=${seen}`, { headers, signal });
  if (answer.status === 429 || answer.status >= 500) return miss();
  if (!answer.ok || answer.redirected) return location.reload();
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("tower-fresh");
  if (!fresh) return location.reload();
  ({ seen, clock } = fresh.dataset);
  behind = Number(fresh.dataset.now) - Date.now();
  [since, answered] = [began, Date.now()];
  for (const part of fresh.querySelectorAll("[data-tower-part]")) document.getElementById(part.id)?.replaceWith(part);
  const body = fresh.querySelector("tbody");
  if (body) merge(body);
  age();
  say("");
};

// One question at a time; what changes meanwhile is asked for after it.
const refresh = async () => {
  more = true;
  if (asking) return;
  asking = true;
  while (more) {
    more = false;
    await ask().catch(miss);
  }
  asking = false;
};

const listen = () => {
  clearTimeout(again);
  source?.close();
  if (document.visibilityState !== "visible") return;
  source = new EventSource(`/flygledartornet/handelser?alder=${Math.max(0, Math.round(Date.now() - since))}`);
  source.onopen = () => {
    tries = 0;
    if (lost.textContent) refresh();
  };
  source.onerror = () => {
    source.close();
    miss();
    again = setTimeout(listen, Math.min(15000, 1000 * 2 ** tries++) * (1 + Math.random()));
  };
  source.addEventListener("change", refresh);
  source.addEventListener("look", () => setTimeout(refresh, Math.random() * 3000));
  source.addEventListener("gone", () => location.reload());
};

for (const left of ["pointerleave", "focusout"]) rows?.addEventListener(left, () => setTimeout(sort));
setInterval(age, 20000);
// A line may be dead without anybody having said so.
setInterval(() => Date.now() - answered > 14000 && refresh(), 5000);
const fill = document.querySelector("[data-fill-screen]");
if (fill && document.fullscreenEnabled) {
  fill.hidden = false;
  fill.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
}
document.addEventListener("visibilitychange", listen);
window.addEventListener("pagehide", () => source?.close());
window.addEventListener("pageshow", (event) => event.persisted && listen());
listen();
