// form[data-auto]: a changed filter is applied at once; typing is applied when the hand rests.
import { each } from './page.js'

each('form[data-auto]', (form) => {
  let rest
  const send = () => {
    clearTimeout(rest)
    form.requestSubmit()
  }
  form.addEventListener('change', (event) => {
    if (event.target.type !== 'search') send()
  })
  form.addEventListener('input', (event) => {
    if (event.target.type !== 'search' || event.isComposing) return
    clearTimeout(rest)
    rest = setTimeout(send, 350)
  })
  // Pinyin input methods compose first; what they compose is searched when it is chosen.
  form.addEventListener('compositionend', () => {
    clearTimeout(rest)
    rest = setTimeout(send, 350)
  })
})
