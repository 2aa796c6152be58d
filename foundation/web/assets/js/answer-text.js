// Choosing an answer puts its text into the message, where it is read through and completed. What somebody has written is never
// written over. Without script, the text is put there when a button is pressed over an empty message.
for (const first of document.querySelectorAll("template[data-answer]:first-of-type")) {
  const form = first.closest("form");
  const message = form.querySelector("textarea");
  let put = "";
  form.addEventListener("change", (event) => {
    if (event.target.type !== "radio" || (message.value.trim() && message.value !== put)) return;
    const chosen = [...form.querySelectorAll("template[data-answer]")].find((one) => one.dataset.answer === event.target.value);
    if (!chosen) return;
    put = message.value = chosen.content.textContent;
    message.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
