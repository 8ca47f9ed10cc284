// data-confirm="what will happen" on a form or on its button asks in a dialog before it is sent.
import { say } from './page.js'

function ask(text, yes) {
  return new Promise((answer) => {
    const dialog = document.createElement('dialog')
    const head = document.createElement('h2')
    const body = document.createElement('p')
    const form = document.createElement('form')
    head.id = 'confirm-head'
    head.textContent = say('sure')
    body.textContent = text
    form.method = 'dialog'
    form.className = 'form-end'
    for (const [value, label, look] of [['no', say('no'), 'btn'], ['yes', yes, 'btn btn-primary']]) {
      const button = document.createElement('button')
      button.value = value
      button.className = look
      button.textContent = label
      form.append(button)
    }
    dialog.setAttribute('aria-labelledby', head.id)
    dialog.append(head, body, form)
    dialog.addEventListener('close', () => {
      dialog.remove()
      answer(dialog.returnValue === 'yes')
    })
    document.body.append(dialog)
    dialog.showModal()
  })
}

const agreed = new WeakSet()

// In the capture phase, so that htmx does not send the form before it is agreed to.
document.addEventListener('submit', async (event) => {
  const form = event.target
  const asker = event.submitter?.dataset.confirm ? event.submitter : form
  if (!asker.dataset.confirm || agreed.delete(form) || typeof HTMLDialogElement === 'undefined') return
  event.preventDefault()
  event.stopImmediatePropagation()
  const yes = asker.dataset.confirmYes || event.submitter?.textContent.trim() || say('yes')
  if (!(await ask(asker.dataset.confirm, yes))) return event.submitter?.focus()
  agreed.add(form)
  form.requestSubmit(event.submitter)
}, true)

document.addEventListener('htmx:confirm', async (event) => {
  const { ctx, issueRequest, dropRequest } = event.detail
  event.preventDefault()
  if (await ask(ctx.confirm, say('yes'))) issueRequest()
  else dropRequest()
})
