// form[data-sheet]: a paper sheet typed back in one pass. Each row has one .code box; a code that is
// complete moves on, Enter and the arrows walk, and a code the sheet does not know says so at once.
import { each, say } from './page.js'

each('form[data-sheet]', (form) => {
  const boxes = [...form.querySelectorAll('.code')]
  const count = form.querySelector('[data-sheet-count]')
  const codes = (form.dataset.sheet || '').split(/\s+/).filter(Boolean)

  const go = (from, step) => {
    const next = boxes[boxes.indexOf(from) + step]
    if (next) {
      next.focus()
      next.select()
    } else if (step > 0) form.querySelector('[type="submit"]')?.focus()
  }
  const check = (box) => {
    const known = !box.value || codes.includes(box.value)
    box.classList.toggle('is-invalid', !known)
    if (known) box.removeAttribute('aria-invalid')
    else box.setAttribute('aria-invalid', 'true')
    if (count) count.textContent = say('entered', boxes.filter((one) => codes.includes(one.value)).length, boxes.length)
    return known
  }

  for (const box of boxes) {
    box.addEventListener('focus', () => box.select())
    box.addEventListener('input', () => {
      box.value = box.value.trim().toUpperCase()
      const isStart = codes.some((code) => code !== box.value && code.startsWith(box.value))
      if (check(box) && box.value && !isStart) go(box, 1)
    })
    box.addEventListener('keydown', (event) => {
      const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (!step || event.isComposing) return
      event.preventDefault()
      go(box, step)
    })
    check(box)
  }
})
