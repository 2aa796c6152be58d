// How many characters are left of a limit: seen at once, read out when the typing rests. A part of the page that comes later, as
// after a file was attached, is counted too.
const count = (area) => {
  const line = document.createElement("p");
  line.className = "hint counter";
  line.setAttribute("aria-live", "polite");
  area.after(line);
  let rest;
  const show = () => {
    const used = [...area.value].length;
    line.textContent = `${used} / ${area.dataset.limit}`;
    line.classList.toggle("over", used > area.dataset.limit);
  };
  area.addEventListener("input", () => {
    clearTimeout(rest);
    rest = setTimeout(show, 600);
  });
  show();
};
const countAll = () => document.querySelectorAll("textarea[data-limit]").forEach(count);
document.addEventListener("behorig:fresh", countAll);
countAll();
