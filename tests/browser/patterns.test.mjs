// The catalogue for module authors, as people meet it: every snippet of docs/patterns.md on a page,
// under the product's content security policy.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { axe, fits, launch, out, person, shot } from './browser.mjs'
import { catalogue, serve } from './patterns.mjs'

let browser
let site
before(async () => {
  browser = await launch()
  site = await serve()
})
after(async () => {
  await browser?.close()
  await site?.close()
})

const at = async (face, options, query = '') => {
  const page = await person(browser, options)
  await page.goto(`${site.address}/pattern/${face}${query}`)
  return page
}

for (const face of ['app', 'phone', 'paper', 'alone']) {
  for (const size of ['pc', 'phone']) {
    test(`${face} patterns at ${size} size: axe-core finds nothing, nothing scrolls sideways, no fault`, async () => {
      const page = await at(face, { size })
      await shot(page, `pattern-${face}`)
      await axe(page)
      await fits(page, { tap: face === 'phone' ? 48 : 24 })
      assert.deepEqual(page.faults, [])
      await page.context().close()
    })
  }
}

test('large type: everything grows and targets reach 60 px', async () => {
  const page = await at('phone', { size: 'phone' }, '?large')
  await shot(page, 'pattern-large')
  await fits(page, { tap: 60 })
  await axe(page)
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).fontSize), '25px')
  await page.context().close()
})

test('a member page reads at 20 px and weighs at most 100 kB on the wire', async () => {
  const page = await at('phone', { size: 'phone' })
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).fontSize), '20px')
  const bytes = async (url) => gzipSync(await (await page.request.get(url)).body()).length
  const links = await page.evaluate(() => [location.href, ...[...document.querySelectorAll('link[href], script[src]')].map((one) => one.href || one.src)])
  const weight = (await Promise.all(links.map(bytes))).reduce((all, one) => all + one, 0)
  console.log(`member page with its style and script: ${weight} B gzipped`)
  assert.ok(weight <= 100_000, `${weight} B`)
  await page.context().close()
})

test('without scripts the menu, the hidden value and the confirmation still open', async () => {
  const page = await at('app', { size: 'phone', scripts: false })
  assert.equal(await page.locator('#menu').isVisible(), false)
  await page.locator('.bar-link', { hasText: '菜单' }).tap()
  assert.equal(await page.locator('#menu').isVisible(), true)
  await page.screenshot({ path: `${out}/pattern-drawer-390.png` })
  await page.locator('.side-close').tap()
  assert.equal(await page.locator('#menu').isVisible(), false)
  await page.locator('.masked summary').tap()
  assert.equal(await page.locator('.masked select').isVisible(), true)
  await page.locator('.confirm summary').tap()
  assert.equal(await page.locator('.confirm .btn-danger').isVisible(), true)
  assert.equal(await page.locator('.nojs-only').first().isVisible(), true)
  assert.equal(await page.locator('[data-print]').isVisible(), false)
  await page.context().close()
})

test('the ledger by keyboard: / searches, j and k walk, x ticks', async () => {
  const page = await at('app', {})
  await page.keyboard.press('j')
  assert.equal(await page.evaluate(() => document.activeElement.textContent), '赵建国')
  await page.keyboard.press('j')
  assert.equal(await page.evaluate(() => document.activeElement.textContent), '孙桂兰')
  await page.keyboard.press('x')
  assert.equal(await page.locator('input[name="member"][value="2"]').isChecked(), true)
  await page.keyboard.press('k')
  assert.equal(await page.evaluate(() => document.activeElement.textContent), '赵建国')
  await page.keyboard.press('/')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'q')
  await page.keyboard.type('jk')
  assert.equal(await page.locator('#q').inputValue(), 'jk', 'letters typed into a field stay letters')
  await page.context().close()
})

test('a changed filter is asked for once, with the whole form', async () => {
  const page = await at('app', {})
  site.asked.length = 0
  // The answer is waited for: only then has the server counted what it was asked.
  const [answer] = await Promise.all([page.waitForResponse((one) => one.url().includes('/members?')), page.locator('#branch').selectOption('')])
  const request = answer.request()
  assert.equal(new URL(request.url()).searchParams.get('category'), 'retired')
  assert.equal(request.headers()['hx-request'], 'true')
  assert.equal(site.asked.filter((one) => one.path === '/members').length, 1)
  await page.context().close()
})

test('one tap in the roll-call sends that member alone and marks the name', async () => {
  const page = await at('app', { size: 'phone' })
  const [request] = await Promise.all([page.waitForRequest((one) => one.method() === 'POST'), page.locator('.choice', { hasText: '就近' }).first().tap()])
  assert.equal(request.postData(), 'mode.1=near')
  await page.locator('[data-saved].saved', { hasText: '赵建国' }).waitFor()
  await page.context().close()
})

test('when the network is down a tap says that it was not saved', async () => {
  const page = await at('app', { size: 'phone' })
  await page.context().setOffline(true)
  await page.locator('.choice', { hasText: '就近' }).first().tap()
  await page.locator('[data-saved].unsaved', { hasText: '赵建国' }).waitFor()
  await page.locator('.toast', { hasText: '没有存上' }).waitFor()
  await page.context().close()
})

test('a hidden value is replaced in place', async () => {
  const page = await at('app', {})
  await page.locator('.masked summary').click()
  await page.locator('.masked select').selectOption('核对台账')
  await page.locator('.masked button').click()
  await page.locator('#phone-1').waitFor()
  assert.equal(await page.locator('#phone-1').textContent(), '14000001427')
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('an act that can be undone asks first; no means no', async () => {
  const page = await at('app', {})
  const undo = page.locator('button[data-confirm]')
  site.asked.length = 0
  await undo.click()
  await axe(page)
  await page.locator('dialog .btn', { hasText: '不，返回' }).click()
  assert.deepEqual(site.asked.filter((one) => one.method === 'POST'), [])
  await undo.click()
  const [request] = await Promise.all([page.waitForRequest((one) => one.method() === 'POST'), page.locator('dialog .btn-primary').click()])
  assert.ok(request.url().endsWith('/imports/7/undoing'))
  await page.context().close()
})

test('files can be added twice, are listed, and one can be taken out', async () => {
  const page = await at('app', {})
  const input = page.locator('.drop input')
  const file = (name) => ({ name, mimeType: 'text/csv', buffer: Buffer.from('姓名\n赵建国\n') })
  await input.setInputFiles([file('甲.csv'), file('乙.csv')])
  await input.setInputFiles([file('丙.csv')])
  assert.equal(await page.locator('.drop-files li').count(), 3)
  await page.getByRole('button', { name: '拿掉 乙.csv' }).click()
  assert.deepEqual(await input.evaluate((one) => [...one.files].map((held) => held.name)), ['甲.csv', '丙.csv'])
  const drop = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['x'], '丁.csv'))
    return transfer
  })
  await page.locator('.drop').dispatchEvent('drop', { dataTransfer: drop })
  assert.equal(await page.locator('.drop-files li').count(), 3)
  await page.context().close()
})

test('a paper sheet is typed back in one pass', async () => {
  const page = await at('app', {})
  await page.locator('.code').first().focus()
  await page.keyboard.type('3')
  assert.equal(await page.evaluate(() => document.activeElement.name), 'code.2', 'a complete code moves on')
  await page.keyboard.type('7')
  assert.equal(await page.locator('[name="code.2"]').getAttribute('aria-invalid'), 'true', '7 is no code of this sheet')
  await page.keyboard.press('Enter')
  assert.equal(await page.evaluate(() => document.activeElement.type), 'submit')
  assert.equal(await page.locator('[data-sheet-count]').textContent(), '已录 1 / 2')
  await page.context().close()
})

test('a long job shows how far it is, and the room code renews itself', async () => {
  const page = await person(browser, {})
  await page.clock.install()
  await page.goto(`${site.address}/pattern/app`)
  await page.locator('[data-progress-text]', { hasText: '920' }).waitFor()
  assert.equal(await page.locator('[data-progress] progress').evaluate((bar) => bar.value), 920)
  await page.clock.runFor(31_000)
  await page.locator('#fresh').waitFor()
  await page.context().close()
})

test('paper: a ledger on A4 is a table, its head on each page, without navigation', async () => {
  const page = await at('app', {})
  await page.evaluate(() => {
    const body = document.querySelector('[data-ledger] tbody')
    for (let n = 0; n < 60; n++) body.append(body.rows[0].cloneNode(true))
  })
  const file = `${out}/pattern-app.pdf`
  await page.pdf({ format: 'A4', path: file, preferCSSPageSize: true })
  const text = execFileSync('pdftotext', ['-layout', file, '-']).toString()
  assert.ok(text.match(/最近联系/g).length >= 2, 'the head of the ledger stands on each of its pages')
  assert.match(text, /赵建国 +第二党支部 .*3 天前 +12/, 'a row stays one line')
  assert.doesNotMatch(text, /党员台账\s+联系卡|导入台账\s+打印/)
  await page.context().close()
})

test('every class used in the catalogue has a style, and no snippet needs what the policy forbids', async () => {
  const css = await readFile(new URL('../../src/ui/web/dist/linli.css', import.meta.url), 'utf8')
  const faces = await catalogue()
  const html = Object.values(faces).flatMap(({ frame, snippets }) => [frame, ...snippets]).join('\n')
  const used = new Set([...html.matchAll(/class="([^"]+)"/g)].flatMap(([, names]) => names.split(/\s+/)))
  const named = new Set([...css.matchAll(/\.(-?[a-zA-Z_][\w-]*)/g)].map(([, name]) => name))
  assert.deepEqual([...used].filter((name) => !named.has(name)), [])
  assert.doesNotMatch(html, /\sstyle=|\son\w+=|<style|<script(?! src)/)
  assert.ok((await stat(new URL('../../src/ui/web/dist/favicon.svg', import.meta.url))).size > 100)
})
