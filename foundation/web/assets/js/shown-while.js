// A field that only belongs to one of the choices above it is shown while that one is chosen. Without this it always is.
for (const part of document.querySelectorAll("[data-while]")) {
  const form = part.closest("form");
  const show = () => (part.hidden = new FormData(form).get(part.dataset.while) !== part.dataset.value);
  form.addEventListener("change", show);
  window.addEventListener("pageshow", show);
  show();
}
