// Keeps the last fetched page of the phone for when there is no connection: for 24 hours at most, and not longer than until the first
// contact that says that it may no longer be seen. FILES and NO_COPY are put before this by the program.
const PAGE = "/telefon";
const COPY = "telefon";
const LOOKS = "telefon-files";
const LIFE = 24 * 60 * 60 * 1000;
const FETCHED = "x-behorig-fetched";

const wipe = () => caches.delete(COPY);

// The page itself, marked with when it was fetched.
const keep = async (answer) => {
  const headers = new Headers();
  for (const name of ["content-type", "content-security-policy", "x-content-type-options", "referrer-policy"]) {
    if (answer.headers.has(name)) headers.set(name, answer.headers.get(name));
  }
  const now = Date.now();
  headers.set(FETCHED, String(now));
  const marked = (await answer.text()).replace("<body", `<body data-kept="${now}"`);
  await (await caches.open(COPY)).put(PAGE, new Response(marked, { headers }));
};

// The copy, where there is one that is not too old. A clock that was set back makes no copy younger.
const copy = async () => {
  const kept = await (await caches.open(COPY)).match(PAGE);
  const age = Date.now() - Number(kept?.headers.get(FETCHED) ?? 0);
  if (kept && age >= 0 && age < LIFE) return kept;
  await wipe();
  return new Response(NO_COPY, { status: 503, headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": "default-src 'none'; style-src 'self'" } });
};

const page = async (request) => {
  let answer;
  try {
    answer = await fetch(request);
  } catch {
    return copy();
  }
  // A server that is down says nothing of what one may see.
  if (answer.status >= 500) return copy();
  // Anything else than the page itself, a way to the sign-in among it, is a contact that does not let one see it.
  if (answer.status === 200 && answer.type === "basic" && !answer.redirected) await keep(answer.clone());
  else await wipe();
  return answer;
};

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(LOOKS).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const looks = await caches.open(LOOKS);
    const old = (await looks.keys()).filter((file) => !FILES.includes(new URL(file.url).pathname));
    await Promise.all(old.map((file) => looks.delete(file)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin || request.method !== "GET") return;
  if (pathname === PAGE) event.respondWith(page(request));
  else if (FILES.includes(pathname)) event.respondWith(caches.match(pathname).then((file) => file ?? fetch(request)));
});

self.addEventListener("message", (event) => {
  if (event.data === "wipe") event.waitUntil(wipe());
});
