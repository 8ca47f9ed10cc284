// [data-progress="/jobs/7/events"]: follows a long job. Each event's data is JSON:
// {"done":12,"total":40,"text":"…"} and at the end {"url":"/imports/7"}.
import { each } from './page.js'

each('[data-progress]', (element) => {
  const bar = element.querySelector('progress')
  const text = element.querySelector('[data-progress-text]')
  const show = (event) => {
    const { done, total, text: line, url } = JSON.parse(event.data)
    if (bar && total) {
      bar.max = total
      bar.value = done
    }
    if (text && line) text.textContent = line
    if (url) {
      stream.close()
      location.assign(url)
    }
  }
  const stream = new EventSource(element.dataset.progress)
  stream.addEventListener('message', show)
  stream.addEventListener('error', () => {
    if (!element.isConnected) return stream.close()
    // Closed for good (a proxy that cuts streams, a session that ended): fall back to reloading.
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 3000)
  })
})
