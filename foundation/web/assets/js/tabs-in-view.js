// Where there are more tabs than room, the one that is shown is in sight.
for (const row of document.querySelectorAll(".tabs")) {
  const tab = row.querySelector("[aria-current]");
  if (tab) row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
}
