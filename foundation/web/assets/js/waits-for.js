// A button that waits for what must be chosen first: it is never shut, but says that it is not ready, and pressed too early it
// tells what is missing and leads there.
for (const place of document.querySelectorAll("[data-waits]")) {
  const button = place.querySelector("button");
  const line = place.querySelector("[role=status]");
  const { form } = button;
  const valueOf = (name) => (new FormData(form).get(name) ?? "").trim();
  const isWanted = ({ dataset: { when, value } }) => !when || valueOf(when) === value;
  const missing = () =>
    [...place.querySelectorAll("[data-waits-for]")].filter((it) => isWanted(it) && !valueOf(it.dataset.waitsFor));
  const show = () => {
    const isReady = missing().length === 0;
    button.setAttribute("aria-disabled", String(!isReady));
    if (isReady) line.textContent = "";
  };
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  window.addEventListener("pageshow", show);
  form.addEventListener("submit", (event) => {
    const lacking = missing();
    if (lacking.length === 0) return;
    event.preventDefault();
    line.textContent = lacking.map((it) => it.textContent).join(" ");
    form.querySelector(`[name="${CSS.escape(lacking[0].dataset.waitsFor)}"]`)?.focus();
  });
  show();
}
