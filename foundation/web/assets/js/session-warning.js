// Say when the session is about to end, and keep it alive if that is wished: the answer is the seconds that are left then.
const warning = document.getElementById("session-warning");
if (warning) {
  const { seconds, warn, renew, ended } = warning.dataset;
  const clock = warning.querySelector(".clock");
  let end = Date.now() + seconds * 1000;
  // By the clock on the wall: a sleeping computer counts no seconds.
  setInterval(() => {
    const left = Math.round((end - Date.now()) / 1000);
    if (left <= 0) return location.assign(ended);
    if (left > warn) return;
    clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (!warning.open) warning.showModal();
  }, 1000);
  warning.addEventListener("cancel", (event) => event.preventDefault());
  warning.querySelector("[data-stay]").addEventListener("click", async () => {
    const answer = await fetch(renew, { method: "POST" }).catch(() => null);
    if (!answer?.ok || answer.redirected) return location.assign(ended);
    end = Date.now() + (Number(await answer.text()) || seconds) * 1000;
    warning.close();
  });
}
