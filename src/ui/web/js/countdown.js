// [data-countdown="30"]: counts the seconds a code still holds, then raises "expired", which the
// element's hx-trigger turns into a request for the next code.
import { each, say } from './page.js'

each('[data-countdown]', (element) => {
  const whole = Number(element.dataset.countdown)
  const bar = element.querySelector('progress')
  const text = element.querySelector('[data-countdown-text]')
  const end = Date.now() + whole * 1000
  const tick = () => {
    if (!element.isConnected) return
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000))
    if (bar) {
      bar.max = whole
      bar.value = left
    }
    if (text) text.textContent = say('seconds', left)
    if (left > 0) return setTimeout(tick, 1000)
    element.dispatchEvent(new CustomEvent('expired'))
    // If the answer was lost the old element is still here: try again.
    setTimeout(tick, 3000)
  }
  tick()
})
