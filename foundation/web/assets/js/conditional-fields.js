// A field that is asked for only after a certain answer is put away until that answer is given. The server decides the same.
const conditional = [...document.querySelectorAll("[data-shown-when]")];
const chosenIn = (block, name) =>
  [...(block.closest("form")?.elements ?? [])]
    .filter((input) => input.name === name && !input.closest("[data-shown-when][hidden]"))
    .filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked)
    .map((input) => input.value);
const judge = () => {
  for (const block of conditional) {
    const wanted = block.dataset.shownValues.split(" ");
    block.hidden = !chosenIn(block, block.dataset.shownWhen).some((value) => wanted.includes(value));
  }
};
for (const block of conditional) block.querySelector(".condition")?.setAttribute("hidden", "");
if (conditional.length > 0) {
  document.addEventListener("change", judge);
  addEventListener("pageshow", judge);
  judge();
}
