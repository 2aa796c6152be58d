// Show what is typed in a password field, and hide it again before it is sent.
for (const eye of document.querySelectorAll(".password-eye")) {
  const input = document.getElementById(eye.getAttribute("aria-controls"));
  const told = document.createElement("span");
  told.className = "reader-only";
  told.setAttribute("role", "status");
  eye.after(told);
  const show = (shown) => {
    input.type = shown ? "text" : "password";
    eye.setAttribute("aria-pressed", shown);
  };
  eye.hidden = false;
  eye.addEventListener("click", () => {
    const shown = input.type === "password";
    show(shown);
    told.textContent = shown ? eye.dataset.shown : eye.dataset.hidden;
  });
  input.form?.addEventListener("submit", () => show(false));
}
