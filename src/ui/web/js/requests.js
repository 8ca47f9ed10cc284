// What Linli adds to htmx: a line of a long form can be sent alone, and a failed request says so.
import { say, toast } from './page.js'

// htmx sends the whole form around an element. Two people ticking the same sheet would overwrite each
// other, so an element marked data-own-fields sends only the fields inside it.
document.addEventListener('htmx:config:request', ({ detail: { ctx } }) => {
  const own = ctx.sourceElement
  if (!own.matches('[data-own-fields]')) return
  const inside = new Set([...own.querySelectorAll('[name]')].map((field) => field.name))
  for (const name of new Set(ctx.request.body.keys())) {
    const isToken = own.closest('form')?.querySelector(`input[type="hidden"][name="${CSS.escape(name)}"]`)
    if (!inside.has(name) && !isToken) ctx.request.body.delete(name)
  }
})

const mark = (element, saved) => {
  const label = element.querySelector('[data-saved]')
  if (!label) return
  label.classList.toggle('saved', saved)
  label.classList.toggle('unsaved', !saved)
}

document.addEventListener('htmx:after:request', ({ detail: { ctx } }) => {
  const ok = ctx.response && ctx.response.status < 400
  mark(ctx.sourceElement, ok)
  if (ctx.response && !ok && ctx.swap === 'none') toast(say('refused'))
})

document.addEventListener('htmx:error', ({ target, detail }) => {
  mark(detail.ctx?.sourceElement ?? target, false)
  toast(say('unsaved'))
})
