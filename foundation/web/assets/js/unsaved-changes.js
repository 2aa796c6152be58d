// Ask before leaving a form with changes that are not saved, and say that there are some.
const form = document.querySelector("form[data-guard]");
if (form) {
  const state = () => JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value.name ?? value]));
  const line = form.querySelector("[data-unsaved]");
  const before = state();
  let leaving = false;
  const changed = () => !leaving && state() !== before;
  const tell = () => {
    const words = changed() ? line?.dataset.unsaved : "";
    if (line && line.textContent !== words) line.textContent = words;
  };
  form.addEventListener("input", tell);
  form.addEventListener("change", tell);
  form.addEventListener("submit", () => (leaving = true));
  window.addEventListener("beforeunload", (event) => {
    if (changed()) event.preventDefault();
  });
}
