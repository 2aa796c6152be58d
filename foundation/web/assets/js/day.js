// The visits of a day can be moved to another person, and along a person's strip to another time: dragged, or held by the keyboard
// and moved with the arrow keys. What is let go is sent by the same way as the form of the link "Flytta" sends it. Without script that
// form does it.
const day = document.querySelector("[data-day]");
const form = document.querySelector("form[data-dragged]");
const said = document.querySelector("[data-moving]");
const ghost = document.createElementNS("http://www.w3.org/2000/svg", "rect");
ghost.setAttribute("class", "ghost");
for (const [name, value] of [["y", "10%"], ["height", "80%"], ["rx", "3"]]) ghost.setAttribute(name, value);
const STEP = 5 * 60000;
// What is on its way: which card, to which row, and to begin when.
let moving;

const rows = () => [...day.querySelectorAll("[data-staff]")];
const rowOf = (event) => event.target.closest?.("[data-staff]");

// What the clock in Sweden shows then, and on which day.
const shown = (instant) => {
  const parts = { timeZone: "Europe/Stockholm", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
  const [date, time] = new Intl.DateTimeFormat("sv-SE", parts).format(new Date(instant)).split(" ");
  return { date, time };
};

// The strip of a row shows where the visit would come to be.
const show = () => {
  for (const row of rows()) row.toggleAttribute("data-over", row === moving?.row);
  ghost.remove();
  const strip = moving?.row?.querySelector("[data-strip]");
  if (!strip) return;
  const part = (millis) => `${(100 * millis) / Number(strip.dataset.length)}%`;
  ghost.setAttribute("x", part(moving.at - Number(strip.dataset.from)));
  ghost.setAttribute("width", part(Number(moving.card.dataset.length)));
  strip.append(ghost);
};

const release = () => {
  moving?.card.removeAttribute("data-held");
  moving?.grab?.setAttribute("aria-pressed", "false");
  moving = undefined;
  show();
};

const send = () => {
  const { card, row, at } = moving;
  const { move, place, version } = card.dataset;
  const isMoved = card.closest("[data-staff]") !== row || at !== Number(card.dataset.at);
  release();
  if (!isMoved) return;
  const fields = form.elements;
  const when = shown(at);
  fields.version.value = version;
  fields.plats.value = place;
  fields.personal.value = row.dataset.staff;
  fields.dag.value = when.date;
  fields.tid.value = when.time;
  form.action = move;
  form.submit();
};

// To a step of the clock, and never off the strip.
const along = (strip, at) => {
  const from = Number(strip.dataset.from);
  return Math.min(from + Number(strip.dataset.length) - STEP, Math.max(from, Math.round(at / STEP) * STEP));
};

day.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.("[data-move]");
  if (!card) return;
  moving = { card, at: Number(card.dataset.at) };
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.textContent.trim().slice(0, 80));
});

day.addEventListener("dragover", (event) => {
  const row = moving && rowOf(event);
  if (!row) return;
  event.preventDefault();
  const strip = event.target.closest("[data-strip]");
  moving.row = row;
  moving.at = Number(moving.card.dataset.at);
  if (strip) {
    const box = strip.getBoundingClientRect();
    moving.at = along(strip, Number(strip.dataset.from) + ((event.clientX - box.left) / box.width) * Number(strip.dataset.length));
  }
  show();
});

day.addEventListener("drop", (event) => {
  if (!moving?.row || !rowOf(event)) return;
  event.preventDefault();
  send();
});

day.addEventListener("dragend", release);

const say = (words) => (said.textContent = words);

const where = () => {
  const time = shown(moving.at).time;
  return `${document.documentElement.lang === "sv" ? time.replace(":", ".") : time}, ${moving.row.querySelector("h2").firstChild.textContent.trim()}`;
};

day.addEventListener("click", (event) => {
  const grab = event.target.closest("[data-grab]");
  if (!grab) return;
  if (moving) {
    say("");
    return send();
  }
  const card = grab.closest("[data-move]");
  moving = { card, grab, row: card.closest("[data-staff]"), at: Number(card.dataset.at) };
  card.dataset.held = "";
  grab.setAttribute("aria-pressed", "true");
  say(`${said.dataset.held} ${where()}`);
  show();
});

day.addEventListener("keydown", (event) => {
  if (!moving?.grab) return;
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
  if (step) {
    event.preventDefault();
    const all = rows();
    moving.row = all[all.indexOf(moving.row) + step[0]] ?? moving.row;
    if (step[1]) moving.at = along(moving.row.querySelector("[data-strip]"), moving.at + step[1] * STEP);
    say(where());
    show();
    moving.row.querySelector("[data-strip]").scrollIntoView({ block: "nearest" });
  } else if (event.key === "Escape") {
    release();
    say(said.dataset.released);
  }
});

// Who goes on to something else has let go; and a card that was changed meanwhile is another card.
day.addEventListener("focusout", () => {
  if (!moving?.grab) return;
  release();
  say(said.dataset.released);
});

// A live day gets its cards anew: what was held is another card then. Who can no longer be planned has a row and no place in it to
// begin from with the keyboard.
const ready = () => {
  if (moving && !moving.card.isConnected) {
    const { grab } = moving;
    release();
    if (grab) say(said.dataset.released);
  }
  for (const card of day.querySelectorAll("[data-move]:not([draggable])")) card.draggable = true;
  for (const grab of day.querySelectorAll("[data-staff] [data-grab][hidden]")) grab.hidden = false;
};
new MutationObserver(ready).observe(day, { childList: true, subtree: true });
ready();
