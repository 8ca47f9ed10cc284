// [data-visits]: a visitor's page that works without a network. The service worker keeps this page and
// what it is drawn with, nothing else; marks wait in IndexedDB and are sent, one after the other, as
// soon as there is a network. Where something else stands meanwhile, both are shown and nothing is
// overwritten. What the phone keeps goes when the share is done or somebody signs out.
import { each, toast } from './page.js'

const words = {
  'zh-CN': {
    offline: '没有网络，照样可以记，有网络时自动上传。', wait: (n) => `${n} 条等着上传。`, waits: '等着上传', signIn: '请重新登录，记下的都还在。',
    differs: '别人已经记了，跟您记的不同。还没有改动任何一处，请您看一看。', stands: '已经记下的：', yours: '您记的：',
    keepTheirs: '留着已经记下的', keepMine: '按我的记', notYet: '还有没上传的，请有网络时再点。',
    wouldLose: (n) => `还有 ${n} 条走访记录没上传，退出会丢掉。再点一次就退出。`,
    refused: '服务器没有接受，请刷新页面看看。',
  },
  en: {
    offline: 'No network: write on, it is sent when there is one.', wait: (n) => `${n} waiting to be sent.`, waits: 'waits to be sent', signIn: 'Please sign in again; what you wrote is kept.',
    differs: 'Somebody else wrote something different. Nothing was changed; please look.', stands: 'What stands: ', yours: 'Yours: ',
    keepTheirs: 'Keep what stands', keepMine: 'Mine is right', notYet: 'Some are not sent yet; please tap again with a network.',
    wouldLose: (n) => `${n} visits are not sent yet and would be lost. Press again to sign out.`,
    refused: 'The server did not accept it; please reload the page.',
  },
}
const isEnglish = document.documentElement.lang.startsWith('en')
const say = (key, ...args) => {
  const word = (isEnglish ? words.en : words['zh-CN'])[key]
  return typeof word === 'function' ? word(...args) : word
}

const STORE = 'marks'
// Says to every page that something is kept here (`leaving.js`).
const FLAG = 'linli-visits'
const worker = '/assets/visits-worker.js'
const RETRY = 10_000 // ms

// One mark a row: {id, address, stop, name, outcome, label, on, wishes, promises, seen}.
function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open('linli-visits', 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: 'id' })
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
}

async function store(mode, work) {
  const db = await open()
  return new Promise((resolve, reject) => {
    const act = db.transaction(STORE, mode)
    const asked = work(act.objectStore(STORE))
    act.oncomplete = () => (db.close(), resolve(asked?.result))
    act.onerror = () => (db.close(), reject(act.error))
  })
}
const put = (mark) => store('readwrite', (marks) => marks.put(mark))
const drop = (id) => store('readwrite', (marks) => marks.delete(id))
const waiting = async () => (await store('readonly', (marks) => marks.getAll())).sort((a, b) => a.at - b.at)

// Sends one mark: `recorded`, `stands` (with what stands), `refused` (with why) or `waits`.
async function send(mark) {
  const { stop, outcome, id, on, wishes, promises, seen } = mark
  const body = JSON.stringify({ stop, outcome, id, on, wishes, promises, seen: seen || null, waited: true })
  let response
  try {
    response = await fetch(mark.address, {
      method: 'POST', body, credentials: 'same-origin', headers: { 'content-type': 'application/json', accept: 'application/json' },
    })
  } catch {
    return { became: 'waits' }
  }
  if (response.status === 401) return { became: 'waits', why: say('signIn') }
  const answer = await response.json().catch(() => ({}))
  if (response.ok) return { became: answer.recorded ? 'recorded' : 'stands', answer }
  const why = answer.errors?.map((e) => (isEnglish ? e.en : e.zh)).join(' ') || answer.detail
  return response.status >= 500 ? { became: 'waits' } : { became: 'refused', why: why || say('refused') }
}

let sending = Promise.resolve()
// Sends all that waits, in the order in which it was written, after what is being sent already: a mark
// written meanwhile is not passed over. `told` hears what became of each.
function sync(told = () => {}) {
  sending = sending.then(async () => {
    for (const mark of await waiting()) {
      if (mark.stands) continue
      const { became, answer, why } = await send(mark)
      if (became === 'recorded') await drop(mark.id)
      if (became === 'stands') await put({ ...mark, stands: answer.stands, label_stands: answer.outcome_stands })
      if (became === 'refused') await put({ ...mark, why })
      told(mark, became, answer, why)
      if (became === 'waits') break
    }
  }).catch(console.error)
  return sending
}

const line = (tag, text, inside) => {
  const element = document.createElement(tag)
  if (text) element.textContent = text
  if (inside) inside.append(element)
  return element
}

each('[data-visits]', async (page) => {
  const address = page.dataset.visits
  localStorage.setItem(FLAG, 'yes')
  const state = page.querySelector('[data-visits-state]')
  const panel = (stop) => page.querySelector(`[data-stop="${CSS.escape(stop)}"]`)
  const today = () => new Date().toLocaleDateString('sv-SE')

  const own = async () => (await waiting()).filter((mark) => mark.address === address)
  const show = async () => {
    const marks = await own()
    state.hidden = navigator.onLine && !marks.length
    const parts = [navigator.onLine ? '' : say('offline'), marks.length ? say('wait', marks.length) : '', hint]
    state.textContent = parts.filter(Boolean).join(' ')
    for (const mark of marks) draw(mark)
  }

  // What waits stands beside the name, where its result stands once it is sent.
  const draw = (mark) => {
    const at = panel(mark.stop)
    if (!at) return
    const result = at.querySelector('[data-result]')
    result.replaceChildren()
    line('strong', mark.label, result)
    line('small', ` ${mark.on} · ${mark.why || say('waits')}`, result)
    at.querySelector('form[data-visit]')?.closest('details').removeAttribute('open')
    const conflict = at.querySelector('[data-conflict]')
    conflict.replaceChildren()
    if (!mark.stands) return
    const box = line('div', '', conflict)
    box.className = 'notice notice-watch'
    box.setAttribute('role', 'alert')
    line('p', say('differs'), box)
    line('p', `${say('stands')}${mark.label_stands} · ${mark.stands.occurred_on} · ${mark.stands.made_by}${mark.stands.words ? ` · ${mark.stands.words}` : ''}`, box)
    line('p', `${say('yours')}${mark.label} · ${mark.on}${mark.wishes ? ` · ${mark.wishes}` : ''}${mark.promises ? ` · ${mark.promises}` : ''}`, box)
    const button = (text, act) => {
      const press = line('button', text, box)
      press.type = 'button'
      press.className = 'go'
      press.addEventListener('click', act)
    }
    button(say('keepTheirs'), async () => {
      await drop(mark.id)
      settle(mark.stop, mark.label_stands, mark.stands)
      conflict.replaceChildren()
      show()
    })
    button(say('keepMine'), async () => {
      const { stands, label_stands, ...mine } = mark
      await put({ ...mine, seen: stands.id })
      conflict.replaceChildren()
      go()
    })
  }

  // What stands on the server now, and what the next mark of this stop will know of.
  const settle = (stop, label, visit) => {
    const at = panel(stop)
    if (!at || !visit) return
    const result = at.querySelector('[data-result]')
    result.replaceChildren()
    line('strong', label, result)
    line('small', ` ${visit.occurred_on} · ${visit.made_by}${visit.words ? ` · ${visit.words}` : ''}`, result)
    const form = at.querySelector('form[data-visit]')
    if (!form) return
    let seen = form.querySelector('[name="seen"]')
    if (!seen) {
      seen = line('input', '', form)
      seen.type = 'hidden'
      seen.name = 'seen'
    }
    seen.value = visit.id
    form.querySelectorAll('textarea').forEach((box) => (box.value = ''))
    form.closest('details').open = false
  }

  // A phone says it has a network before the first question gets through: what waits is asked for again.
  let hint = ''
  let again = null
  const go = async () => {
    clearTimeout(again)
    hint = ''
    await sync((mark, became, answer, why) => {
      if (became === 'waits') hint = why ?? ''
      if (mark.address === address && became === 'recorded') settle(mark.stop, answer.outcome_stands, answer.stands)
    })
    keep()
    await show()
    const waits = (await own()).some((mark) => !mark.stands && !mark.why)
    if (waits && navigator.onLine && !hint) again = setTimeout(go, RETRY)
  }

  page.addEventListener('submit', async (event) => {
    const form = event.target
    if (form.matches('[data-visits-end]')) {
      if (form.dataset.sent) return
      event.preventDefault()
      await go()
      if ((await own()).length) return toast(say('notYet'))
      await forget()
      form.dataset.sent = 'yes'
      form.submit()
    }
    if (!form.matches('[data-visit]')) return
    event.preventDefault()
    const pressed = event.submitter
    const field = (name) => form.elements[name]?.value ?? ''
    await put({
      id: crypto.randomUUID(), at: Date.now(), address, stop: field('stop'), outcome: pressed.value, label: pressed.textContent.trim(),
      on: today(), wishes: field('wishes'), promises: field('promises'), seen: field('seen'),
    })
    form.closest('details').open = false
    await show()
    go()
  })

  // The page as it stands now, and what it is drawn with.
  const keep = async () => {
    if (!('serviceWorker' in navigator) || !navigator.onLine) return
    const ready = await navigator.serviceWorker.ready
    const parts = [...document.querySelectorAll('link[href^="/assets/"], script[src^="/assets/"]')].map((p) => p.href || p.src)
    ready.active?.postMessage({ keep: [location.pathname, ...parts] })
  }

  navigator.serviceWorker?.addEventListener('message', ({ data }) => data?.kept && (page.querySelector('[data-visits-kept]').hidden = false))
  addEventListener('online', go)
  addEventListener('offline', show)
  document.addEventListener('visibilitychange', () => document.hidden || go())
  if ('serviceWorker' in navigator) await navigator.serviceWorker.register(worker, { scope: '/visits/' }).catch(() => {})
  await show()
  go()
})

// Takes the kept page off the phone; and the mark that it was there, once nothing waits any more.
async function forget() {
  if ('caches' in window) await caches.delete('linli-visits')
  if (!(await waiting()).length) localStorage.removeItem(FLAG)
}

// Signing out sends what waits first; what could not be sent is said, and the second press goes on.
document.addEventListener('linli:leaving', async ({ detail: form }) => {
  await sync()
  const left = (await waiting()).length
  if (left && !form.dataset.told) {
    form.dataset.told = 'yes'
    return toast(say('wouldLose', left))
  }
  await store('readwrite', (marks) => marks.clear())
  await forget()
  form.dataset.sent = 'yes'
  form.submit()
})
