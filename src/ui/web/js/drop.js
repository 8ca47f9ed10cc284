// .drop around <input type="file" multiple>: takes dropped files, adds to what is there, lists and removes.
import { each, say } from './page.js'

const size = (bytes) => (bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1048576).toFixed(1)} MB`)

each('.drop', (zone) => {
  const input = zone.querySelector('input[type="file"]')
  const list = document.createElement('ul')
  const sum = document.createElement('p')
  list.className = 'drop-files'
  sum.className = 'muted'
  sum.setAttribute('role', 'status')
  zone.after(list, sum)
  let held = []

  const hold = (files) => {
    held = files
    const transfer = new DataTransfer()
    for (const file of held) transfer.items.add(file)
    input.files = transfer.files
    list.replaceChildren(...held.map(line))
    sum.textContent = held.length ? say('files', held.length, size(held.reduce((all, file) => all + file.size, 0))) : ''
  }
  const line = (file) => {
    const item = document.createElement('li')
    const name = document.createElement('span')
    const drop = document.createElement('button')
    name.textContent = `${file.name} · ${size(file.size)}`
    drop.type = 'button'
    drop.className = 'btn btn-sm'
    drop.textContent = say('remove')
    drop.setAttribute('aria-label', `${say('remove')} ${file.name}`)
    drop.addEventListener('click', () => hold(held.filter((other) => other !== file)))
    item.append(name, drop)
    return item
  }
  const add = (files) => {
    const known = new Set(held.map((file) => `${file.name}/${file.size}`))
    hold([...(input.multiple ? held : []), ...[...files].filter((file) => !known.has(`${file.name}/${file.size}`))])
  }

  input.addEventListener('change', () => add([...input.files]))
  zone.addEventListener('dragover', (event) => {
    event.preventDefault()
    zone.classList.add('over')
  })
  zone.addEventListener('dragleave', () => zone.classList.remove('over'))
  zone.addEventListener('drop', (event) => {
    event.preventDefault()
    zone.classList.remove('over')
    add(event.dataTransfer.files)
  })
})
