// Choosing an answer puts its text into the message, where it is read through and completed. What somebody has written is never
// written over. Without script, the text is put there when a button is pressed over an empty message.
let put = "";
document.addEventListener("change", (event) => {
  const form = event.target.type === "radio" && event.target.form;
  const chosen = form && [...form.querySelectorAll("template[data-answer]")].find((one) => one.dataset.answer === event.target.value);
  const message = chosen && form.querySelector("textarea");
  if (!message || (message.value.trim() && message.value !== put)) return;
  put = message.value = chosen.content.textContent;
  message.dispatchEvent(new Event("input", { bubbles: true }));
});
