// data-print prints the page; data-copy="#id" copies a value; data-pick-all ticks the rows of its ledger.
import { say, toast } from './page.js'

document.addEventListener('click', async (event) => {
  const button = event.target.closest?.('[data-print], [data-copy]')
  if (!button) return
  if (button.hasAttribute('data-print')) return window.print()
  const source = document.querySelector(button.dataset.copy)
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim())
    toast(say('copied'))
  } catch {
    // Without a secure connection there is no clipboard: select it, the person copies.
    const range = document.createRange()
    range.selectNodeContents(source)
    getSelection().removeAllRanges()
    getSelection().addRange(range)
  }
})

document.addEventListener('change', ({ target }) => {
  if (!target.matches?.('[data-pick-all]')) return
  for (const box of target.closest('table').querySelectorAll('tbody .pick [type="checkbox"]')) box.checked = target.checked
})
