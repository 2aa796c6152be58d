// An answer that is being written is kept on the server when its writer pauses, and colleagues who have the same case open are told
// of each other meanwhile. Without script, a button keeps it, and the page tells who else is there when it is opened.
const answer = document.querySelector("form[data-draft]");
if (answer) {
  const line = answer.querySelector("[data-draft-status]");
  let pause, typed = false, leaving = false;
  const tell = async (writing) => {
    if (leaving) return;
    const data = new URLSearchParams(new FormData(answer));
    data.delete("en-gang");
    if (writing) data.set("skriver", "1");
    const told = await fetch(answer.dataset.draft, { method: "POST", body: data }).catch(() => undefined);
    if (!told?.ok) return;
    const words = await told.text();
    if (words !== line.textContent && (words || !typed)) line.textContent = words;
  };
  answer.addEventListener("input", () => {
    typed = true;
    clearTimeout(pause);
    pause = setTimeout(() => tell(true), 1500);
  });
  answer.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(pause);
  });
  setInterval(() => document.visibilityState === "visible" && tell(false), 25000);
}
