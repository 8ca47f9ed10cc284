// What the modules share: finding parts now and in whatever htmx brings in later, and the few words they say.

// Calls `begin` once for each element that matches, on this page and on fragments that arrive.
export function each(selector, begin) {
  const begun = new WeakSet()
  const look = (root) => {
    const found = [...root.querySelectorAll(selector)]
    if (root.matches?.(selector)) found.unshift(root)
    for (const element of found) {
      if (begun.has(element)) continue
      begun.add(element)
      begin(element)
    }
  }
  const start = () => {
    look(document)
    new MutationObserver((changes) => {
      for (const change of changes) for (const node of change.addedNodes) if (node.nodeType === 1) look(node)
    }).observe(document.body, { childList: true, subtree: true })
  }
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start)
  else start()
}

const words = {
  'zh-CN': {
    yes: '确定', no: '不，返回', sure: '请确认',
    unsaved: '没有存上：网络断了或服务器没有回应。请再点一次。',
    refused: '没有存上：服务器没有接受。请刷新页面看看。',
    copied: '已复制', remove: '拿掉', files: (n, size) => `${n} 个文件，共 ${size}`,
    entered: (done, all) => `已录 ${done} / ${all}`, seconds: (n) => `${n} 秒后换新码`,
  },
  en: {
    yes: 'Yes', no: 'No, go back', sure: 'Please confirm',
    unsaved: 'Not saved: the network is down or the server did not answer. Please tap again.',
    refused: 'Not saved: the server did not accept it. Please reload the page.',
    copied: 'Copied', remove: 'Remove', files: (n, size) => `${n} ${n === 1 ? 'file' : 'files'}, ${size} in all`,
    entered: (done, all) => `${done} of ${all} entered`, seconds: (n) => `New code in ${n} s`,
  },
}

export function say(key, ...args) {
  const word = (document.documentElement.lang.startsWith('en') ? words.en : words['zh-CN'])[key]
  return typeof word === 'function' ? word(...args) : word
}

// One line at the foot of the window, read out to those who listen, gone after a while.
export function toast(text) {
  document.querySelector('.toast')?.remove()
  const line = document.createElement('div')
  line.className = 'toast no-print'
  line.setAttribute('role', 'status')
  document.body.append(line)
  line.textContent = text
  setTimeout(() => line.remove(), 6000)
}
