// Keeps a visitor's page and what it is drawn with, for when there is no network. Its scope is /visits/.
const KEPT = 'linli-visits'

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('message', ({ data }) => {
  if (data?.keep) keep(data.keep)
})

// What was kept before and is not named now goes: one visitor's one page at a time.
async function keep(addresses) {
  const wanted = addresses.map((address) => new URL(address, location.origin).href)
  const kept = await caches.open(KEPT)
  for (const request of await kept.keys()) if (!wanted.includes(request.url)) await kept.delete(request)
  for (const address of wanted) {
    const response = await fetch(address, { credentials: 'same-origin', redirect: 'error' }).catch(() => null)
    if (response?.ok) await kept.put(address, response)
  }
}

// A page is one page, whichever way it was asked for: the answer's `vary` does not matter here.
const found = async (url) => (await caches.open(KEPT)).match(url.split('#')[0], { ignoreVary: true })

self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET' || !request.url.startsWith(location.origin)) return
  event.respondWith(fetch(request).catch(async () => (await found(request.url)) ?? Response.error()))
})
