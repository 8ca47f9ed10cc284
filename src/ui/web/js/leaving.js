// A visitor's phone may keep a list of names (`visits.js`). It does not stay behind when somebody signs
// out, nor on a page where nobody is signed in.
import { each } from './page.js'

const FLAG = 'linli-visits'
let loaded = null
const visits = () =>
  (loaded ??= new Promise((resolve, reject) => {
    if (document.querySelector('script[src="/assets/visits.js"]')) return resolve()
    const script = document.createElement('script')
    script.src = '/assets/visits.js'
    script.onload = resolve
    script.onerror = reject
    document.head.append(script)
  }))

each('form[action="/sign-out"]', (form) => {
  form.addEventListener('submit', async (event) => {
    if (form.dataset.sent || !localStorage.getItem(FLAG)) return
    event.preventDefault()
    await visits()
    document.dispatchEvent(new CustomEvent('linli:leaving', { detail: form }))
  })
})

each('form[action="/sign-in"]', () => 'caches' in window && void caches.delete('linli-visits'))
