// What is being written is kept on the server when its writer pauses. Without script, a button keeps it.
let pause;
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form");
  const line = form?.querySelector("[data-keep-draft]");
  if (!line) return;
  clearTimeout(pause);
  pause = setTimeout(async () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.delete("en-gang");
    data.set("gor", "tyst");
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: data }).catch(() => undefined);
    if (answer?.status !== 204) return;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    line.textContent = line.dataset.kept.replace("00:00", time);
  }, 10000);
});
