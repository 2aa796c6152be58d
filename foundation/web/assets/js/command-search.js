// Ctrl K: every function by its name. The list comes from the server, already in the right language and with nothing in
// it that this person may not do.
const link = document.querySelector("a[data-commands]");
const template = document.getElementById("command-search");
if (link && template && HTMLDialogElement.prototype.showModal) {
  let dialog, input, list, status, commands, found = [], at = 0;

  const words = (text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const answers = (text, wanted) => wanted.every((part) => words(text).some((word) => word.startsWith(part)));

  const select = (index) => {
    list.children[at]?.removeAttribute("aria-selected");
    at = (index + found.length) % found.length || 0;
    const line = list.children[at];
    line?.setAttribute("aria-selected", "true");
    line?.scrollIntoView({ block: "nearest" });
    if (line) input.setAttribute("aria-activedescendant", line.id);
    else input.removeAttribute("aria-activedescendant");
  };

  const show = () => {
    const wanted = words(input.value).filter(Boolean);
    found = commands.filter((c) => answers(`${c.title} ${c.words} ${c.where}`, wanted));
    found.sort((a, b) => answers(b.title, wanted) - answers(a.title, wanted));
    // The number of a case opens it; whether there is one that may be opened is for the server to say.
    const number = input.value.trim();
    if (!found.length && /^[0-9a-z]{5}[- ]?[0-9a-z]{5}$/i.test(number) && /[a-z]/i.test(number))
      found = [{ title: `${template.dataset.number} ${number}`, where: "", path: `${link.href}?q=${encodeURIComponent(number)}` }];
    list.replaceChildren(...found.map((command, i) => {
      const line = document.createElement("li");
      const place = document.createElement("small");
      line.id = `command-${i}`;
      line.setAttribute("role", "option");
      line.append(command.title, place);
      place.textContent = command.where;
      line.addEventListener("click", () => go(command));
      return line;
    }));
    status.textContent = found.length ? "" : template.dataset.none;
    select(0);
  };

  const go = (command) => {
    if (command) location.assign(command.path);
  };

  const open = async () => {
    if (!dialog) {
      document.body.append(template.content.cloneNode(true));
      dialog = document.querySelector("dialog.commands");
      [input, list, status] = ["input", "ul", "[role=status]"].map((part) => dialog.querySelector(part));
      input.addEventListener("input", show);
      input.addEventListener("keydown", (event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step && found.length) select(at + step);
        else if (event.key === "Enter") go(found[at]);
        else return;
        event.preventDefault();
      });
      dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    }
    if (!commands) {
      const answer = await fetch(link.dataset.commands).catch(() => null);
      if (!answer?.ok || answer.redirected) return location.assign(link.href);
      commands = await answer.json();
    }
    if (dialog.open) return;
    input.value = "";
    show();
    dialog.showModal();
  };

  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
}
