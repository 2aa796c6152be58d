// An answer that is being written is kept on the server when its writer pauses, and colleagues who have the same case open are told
// of each other meanwhile. Without script, a button keeps it, and the page tells who else is there when it is opened.
// The form is looked for each time: files that were attached bring a new one.
const answer = () => document.querySelector("form[data-draft]");
if (answer()) {
  let pause, typed = false, leaving = false;
  const tell = async (writing) => {
    const form = answer();
    if (leaving || !form) return;
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.delete("en-gang");
    if (writing) data.set("skriver", "1");
    // That a page is open keeps no session alive; that somebody writes does.
    const headers = writing ? {} : { "x-behorig-unattended": "1" };
    const told = await fetch(form.dataset.draft, { method: "POST", headers, body: new URLSearchParams(data) }).catch(() => undefined);
    if (!told?.ok) return;
    const words = await told.text();
    const line = answer()?.querySelector("[data-draft-status]");
    if (line && words !== line.textContent && (words || !typed)) line.textContent = words;
  };
  document.addEventListener("input", (event) => {
    if (event.target.form !== answer() || event.target.type === "file") return;
    typed = true;
    clearTimeout(pause);
    pause = setTimeout(() => tell(true), 1500);
  });
  document.addEventListener("submit", (event) => {
    if (event.target !== answer()) return;
    leaving = true;
    clearTimeout(pause);
  });
  document.addEventListener("behorig:company", () => tell(false));
  setInterval(() => document.visibilityState === "visible" && tell(false), 25000);
}
