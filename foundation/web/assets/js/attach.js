// Chosen files are sent at once, and the page says how far they have come. Without script, a button sends them.
const prepareAttach = (root) => {
  for (const block of root.querySelectorAll("[data-attach]")) {
    const input = block.querySelector("input[type=file]");
    const button = block.querySelector("button[value=bifoga]");
    if (!input || !button) continue;
    button.hidden = true;
    input.addEventListener("change", () => input.files.length > 0 && sendFiles(block, input, button));
  }
};
const sendFiles = (block, input, button) => {
  const form = input.form;
  const data = new FormData(form, button);
  const line = document.createElement("p");
  const bar = document.createElement("progress");
  line.role = "status";
  line.textContent = block.dataset.attach;
  bar.max = 1;
  bar.setAttribute("aria-label", block.dataset.attach);
  block.append(line, bar);
  input.disabled = true;
  const failed = () => {
    bar.remove();
    line.textContent = block.dataset.failed;
    input.disabled = false;
    button.hidden = false;
  };
  const request = new XMLHttpRequest();
  request.open("POST", form.getAttribute("action"));
  request.upload.addEventListener("progress", (event) => (bar.value = event.loaded / event.total));
  request.addEventListener("error", failed);
  request.addEventListener("load", () => {
    const fresh = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("main");
    if (![200, 422].includes(request.status) || !fresh?.querySelector("[data-attach]")) return failed();
    document.querySelector("main").replaceWith(fresh);
    // Everything is kept, so nobody need be asked before they leave: the form put away is as it was when it came.
    input.disabled = false;
    form.reset();
    prepareAttach(fresh);
    document.dispatchEvent(new Event("behorig:fresh"));
    (fresh.querySelector("[data-error-summary]") ?? document.getElementById(input.id))?.focus();
  });
  request.send(data);
};
prepareAttach(document);
