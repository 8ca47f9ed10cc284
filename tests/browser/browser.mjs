// Debian's Chromium, driven by playwright-core; nothing is downloaded.
import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import assert from 'node:assert/strict'
import { chromium } from 'playwright-core'

export const out = fileURLToPath(new URL('./out', import.meta.url))
export const sizes = { pc: { width: 1440, height: 1000 }, phone: { width: 390, height: 844 } }

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export async function launch() {
  const executablePath = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
  assert.ok(executablePath, 'Chromium is missing: install the package chromium, or name it in CHROMIUM')
  await mkdir(out, { recursive: true })
  // playwright-core gives each launch an empty user data directory of its own and removes it.
  return chromium.launch({ executablePath, args: flags, headless: true })
}

// A browser window of its own: cookies are not shared, faults of the page are collected.
// A console error is a fault too: it is how a broken content security policy speaks.
export async function person(browser, { size = 'pc', scripts = true, locale = 'zh-CN', ...more } = {}) {
  const context = await browser.newContext({
    viewport: sizes[size], locale, javaScriptEnabled: scripts, timezoneId: 'Asia/Shanghai',
    ...(size === 'phone' ? { isMobile: true, hasTouch: true } : {}), ...more,
  })
  const page = await context.newPage()
  page.faults = []
  page.on('pageerror', (error) => page.faults.push(String(error)))
  page.on('console', (message) => {
    // An answer of 4xx or 5xx is what some stories are about; the page's own errors never are.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) page.faults.push(message.text())
  })
  return page
}

export async function shot(page, name, { fullPage = true } = {}) {
  await page.screenshot({ path: `${out}/${name}-${page.viewportSize().width}.png`, fullPage, animations: 'disabled' })
}

// axe-core is injected over the debugging protocol, so the page's policy stays in force for the page itself.
export async function axe(page, { exclude = [] } = {}) {
  await page.evaluate(axeSource)
  const { violations } = await page.evaluate(
    (skip) => globalThis.axe.run(skip.length ? { exclude: skip.map((one) => [one]) } : document, {
      resultTypes: ['violations'],
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
    exclude,
  )
  const told = violations.map((one) => `${one.id} (${one.impact}): ${one.help}\n${one.nodes.slice(0, 6).map((node) => `    ${node.target.join(' ')}  ${node.any[0]?.message ?? node.all[0]?.message ?? ''}`).join('\n')}`)
  assert.deepEqual(told, [], `axe-core on ${page.url()}:\n${told.join('\n')}`)
}

// No page scrolls sideways, and on a phone every target is big enough for a thumb.
export async function fits(page, { tap = 24 } = {}) {
  const wide = await page.evaluate(() => {
    const limit = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= limit) return []
    return [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > limit + 1 && !element.closest('.scroll, .visually-hidden, .skip'))
      .slice(0, 5)
      .map((element) => `${element.tagName.toLowerCase()}.${element.className}`)
  })
  assert.deepEqual(wide, [], `${page.url()} scrolls sideways at ${page.viewportSize().width} px`)
  const small = await page.evaluate((least) => [...document.querySelectorAll('a[href], button, input:not([type="hidden"]), select, summary')]
    .filter((element) => {
      const box = element.getBoundingClientRect()
      if (!box.width || !box.height || element.closest('.skip, .visually-hidden')) return false
      // A link within a sentence is as tall as its line; WCAG 2.5.8 leaves it out.
      if (element.matches('p a, dd a, label input, nav.crumbs a')) return false
      return Math.min(box.height, box.width) < least - 0.5
    })
    .map((element) => `${element.tagName.toLowerCase()}.${element.className} “${element.textContent.trim().slice(0, 12)}” ${Math.round(element.getBoundingClientRect().width)}×${Math.round(element.getBoundingClientRect().height)}`), tap)
  assert.deepEqual(small, [], `${page.url()}: targets under ${tap} px`)
}
