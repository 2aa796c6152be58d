// A form pressed twice is sent once. The server holds to the same by its key; this spares the wait.
const sent = new Set();
const release = () => {
  sent.clear();
  for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
};
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  event.submitter?.setAttribute("aria-busy", "true");
  // Where the answer is a file, the page stays and the form may be sent again.
  setTimeout(release, 10000);
});
// So may it when one comes back with the browser's own button.
window.addEventListener("pageshow", (event) => event.persisted && release());
