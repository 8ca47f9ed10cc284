// Keeps a visitor's page and what it is drawn with, for when there is no network. Its scope is /visits/.
const KEPT = 'linli-visits'

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('message', (event) => {
  if (event.data?.keep) event.waitUntil(keep(event.data.keep).then((kept) => kept && event.source?.postMessage({ kept })))
})

// The page first: who may no longer read it keeps nothing. It is put last, so that a kept page has all it
// is drawn with; whoever asked hears of it. What was kept before and is not named now goes: one visitor's
// one page at a time.
async function keep(addresses) {
  const [page, ...parts] = addresses.map((address) => new URL(address, location.origin).href)
  const read = await answer(page)
  if (!read) return
  const kept = await caches.open(KEPT)
  for (const request of await kept.keys()) if (![page, ...parts].includes(request.url)) await kept.delete(request)
  const drawn = await Promise.all(parts.map(async (part) => [part, await answer(part)]))
  if (drawn.some(([, response]) => !response)) return
  for (const [part, response] of drawn) await kept.put(part, response)
  await kept.put(page, read)
  return page
}

async function answer(address) {
  const response = await fetch(address, { credentials: 'same-origin', redirect: 'error' }).catch(() => null)
  return response?.ok ? response : null
}

// A page is one page, whichever way it was asked for: the answer's `vary` does not matter here.
const found = async (url) => (await caches.open(KEPT)).match(url.split('#')[0], { ignoreVary: true })

self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET' || !request.url.startsWith(location.origin)) return
  event.respondWith(fetch(request).catch(async () => (await found(request.url)) ?? Response.error()))
})
