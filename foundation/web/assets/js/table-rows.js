// A row opens on a double click anywhere in it; the arrows go from row to row.
const linkOf = (row) => row?.querySelector("th[scope=row] a");
document.addEventListener("dblclick", (event) => {
  if (event.target.closest("a, button, input, select, label")) return;
  linkOf(event.target.closest("tbody tr"))?.click();
});
document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  const row = step && event.target.closest("th[scope=row] a")?.closest("tr");
  const next = row && linkOf(row[step]);
  if (next) {
    event.preventDefault();
    next.focus();
  }
});
