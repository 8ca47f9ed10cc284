// A ledger by keyboard: / searches, j and k walk the rows, Enter opens (it is a link), x ticks.
const typing = (element) => element?.closest('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]')

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target) || document.querySelector('dialog[open]')) return
  if (event.key === '/') {
    const search = document.querySelector('[type="search"]')
    if (!search) return
    event.preventDefault()
    search.focus()
    search.select()
    return
  }
  const rows = [...document.querySelectorAll('table[data-ledger] tbody tr')]
  const here = rows.findIndex((row) => row.contains(document.activeElement))
  if (event.key === 'j' || event.key === 'k') {
    const next = rows[here < 0 ? 0 : here + (event.key === 'j' ? 1 : -1)]
    next?.querySelector('th a, a')?.focus()
    next?.scrollIntoView({ block: 'nearest' })
  } else if (event.key === 'x' && here >= 0) {
    rows[here].querySelector('[type="checkbox"]')?.click()
  }
})
