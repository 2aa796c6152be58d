// The visits of a day can be dragged to another person, and along a person's strip to another time. What is dropped is sent by the same
// way as the form of the link "Flytta" sends it. Without script, and by the keyboard, that form does it.
const day = document.querySelector("[data-day]");
const form = document.querySelector("form[data-dragged]");
const STEP = 5 * 60000;
let card;

for (const one of day.querySelectorAll("[data-move]")) one.draggable = true;

const rowOf = (event) => event.target.closest?.("[data-staff]");

const unmark = () => {
  for (const row of day.querySelectorAll("[data-over]")) delete row.dataset.over;
};

// What the clock in Sweden shows then, and on which day.
const shown = (instant) => {
  const parts = { timeZone: "Europe/Stockholm", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
  const [date, time] = new Intl.DateTimeFormat("sv-SE", parts).format(new Date(instant)).split(" ");
  return { date, time };
};

day.addEventListener("dragstart", (event) => {
  card = event.target.closest?.("[data-move]");
  if (!card) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.textContent.trim().slice(0, 80));
});

day.addEventListener("dragover", (event) => {
  const row = card && rowOf(event);
  if (!row) return;
  event.preventDefault();
  if (row.dataset.over === undefined) {
    unmark();
    row.dataset.over = "";
  }
});

day.addEventListener("drop", (event) => {
  const row = card && rowOf(event);
  if (!row) return;
  event.preventDefault();
  const { move, place, version, time } = card.dataset;
  const fields = form.elements;
  let at = time;
  const strip = event.target.closest("[data-strip]");
  if (strip) {
    const box = strip.getBoundingClientRect();
    const part = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    const instant = Math.round((Number(strip.dataset.from) + part * Number(strip.dataset.length)) / STEP) * STEP;
    const when = shown(instant);
    at = when.time;
    fields.dag.value = when.date;
  }
  if (card.closest("[data-staff]") === row && at === time) return;
  fields.version.value = version;
  fields.plats.value = place;
  fields.personal.value = row.dataset.staff;
  fields.tid.value = at;
  form.action = move;
  form.submit();
});

day.addEventListener("dragend", () => {
  card = undefined;
  unmark();
});
