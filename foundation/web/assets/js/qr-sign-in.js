// A sign-in that waits for a phone: exchange the code each second, tell what happens, and go on when it is over.
const waiting = document.querySelector("[data-status]");
if (waiting) {
  const image = waiting.querySelector(".qr-code img");
  const message = waiting.querySelector(".qr-message");
  let failures = 0;
  const ask = async () => {
    try {
      const answer = await fetch(waiting.dataset.status, { cache: "no-store" });
      if (!answer.ok) throw new Error(answer.status);
      const state = await answer.json();
      failures = 0;
      if (state.next) return location.replace(state.next);
      if (state.message && message.textContent !== state.message) message.textContent = state.message;
      if (image) {
        image.parentElement.hidden = !state.qr;
        if (state.qr) image.src = state.qr;
      }
    } catch {
      // The network may come back; a sign-in that is gone will not.
      if (++failures > 10) return location.reload();
    }
    setTimeout(ask, 1000);
  };
  setTimeout(ask, 1000);
}
