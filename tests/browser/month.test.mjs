// The month on the demonstration street, as its people see it: nothing for axe to find, nothing
// wider than the window, no fault in the console, at a PC and on a phone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch } from './browser.mjs'
import { inspect, start } from './linli.mjs'

const street = '青龙街道党工委'
let browser, linli
before(async () => {
  browser = await launch()
  linli = await start({ people: { officer: { role: 'officer', org: street }, auditor: { role: 'auditor', org: street }, keeper: { role: 'keeper', org: street } } })
})
after(async () => {
  await browser?.close()
  await linli?.stop()
})

const pages = [
  ['officer', '/', 'workbench'],
  ['officer', '/members', 'ledger'],
  ['officer', '/dues', 'dues'],
  ['officer', '/dues?only=warned', 'dues-warned'],
  ['officer', '/orgs', 'organisations'],
  ['officer', '/imports', 'imports'],
  ['officer', '/plan', 'plan'],
  ['officer', '/calendar', 'calendar'],
  ['officer', '/notices', 'notices'],
  ['officer', '/closings', 'closings'],
  ['officer', '/bulletins', 'bulletins'],
  ['officer', '/units', 'units'],
  ['officer', '/report-ins', 'report-ins'],
  ['officer', '/report-ins?skill=理发&free=weekend', 'report-ins-filtered'],
  ['officer', '/report-ins/new', 'report-in-new'],
  ['officer', '/needs', 'needs'],
  ['officer', '/needs/new', 'need-new'],
  ['officer', '/skills', 'skills'],
  ['officer', '/difficulties', 'difficulties'],
  ['officer', '/difficulties/wall', 'difficulties-wall'],
  ['officer', '/difficulties/talking/people', 'difficulties-talking'],
  ['officer', '/categories', 'categories'],
  ['officer', '/contacts', 'contacts'],
  ['officer', '/contacts/due', 'contacts-due'],
  ['officer', '/promises', 'promises'],
  ['officer', '/notices/new', 'notice-new'],
  ['keeper', '/settings/channels', 'channels'],
  ['officer', '/rules', 'rules'],
  ['officer', '/settings', 'settings'],
  ['auditor', '/audit', 'audit'],
  ['keeper', '/accounts', 'accounts'],
]

for (const size of ['pc', 'phone']) {
  for (const [who, path, name] of pages) {
    test(`${who} opens ${path} at ${size} size`, async () => {
      const page = await linli.open(browser, path, { as: who, size })
      await inspect(page, name)
      await page.context().close()
    })
  }
}

// Pages whose address only a list knows.
for (const size of ['pc', 'phone']) {
  for (const [list, rows, name] of [['/units', 'units', 'unit'], ['/report-ins', 'people', 'report-in'], ['/needs', 'needs', 'need']]) {
    test(`officer opens a line of ${list} and its form at ${size} size`, async () => {
      const page = await linli.open(browser, list, { as: 'officer', size })
      const all = await (await page.request.get(`${list}.json`)).json()
      const url = `${list}/${all[rows][0].id}`
      await page.goto(url)
      await inspect(page, name)
      await page.goto(`${url}/edit`)
      await inspect(page, `${name}-edit`)
      await page.context().close()
    })
  }
}

test('what is due begins with what is overdue, and all of it is one click away', async () => {
  const page = await linli.open(browser, '/', { as: 'officer' })
  const { due } = await (await page.request.get('/.json')).json()
  const todo = page.getByRole('region', { name: '今天要办' })
  assert.ok(due.length > 8)
  assert.equal(await todo.locator('li').count(), 8)
  assert.match(await todo.locator('li').first().innerText(), /逾期/)
  await todo.getByRole('link', { name: `全部 ${due.length} 项` }).click()
  await page.waitForURL('**/?all=true')
  assert.equal(await todo.locator('li').count(), due.length)
  assert.match(await page.locator('main h1 + p').innerText(), /^\d{4}年\d+月 · \d+ 个支部 · \d+ 名党员 · \d+ 名报到党员$/)
  assert.equal(await page.getByRole('region', { name: '最近变动的党员' }).locator('tbody tr').count(), 3)
  await inspect(page, 'workbench-all')
  await page.context().close()
})

test('the wall draws itself again every minute', async () => {
  const page = await linli.open(browser, '/difficulties', { as: 'officer' })
  await page.clock.install()
  await page.goto('/difficulties/wall')
  const again = page.waitForResponse((response) => response.url().includes('/difficulties/wall') && response.request().resourceType() !== 'document')
  await page.clock.runFor(61_000)
  assert.equal((await again).status(), 200)
  await page.getByText('参加组织生活').first().waitFor()
  assert.equal(await page.locator('#wall').count(), 1)
  await inspect(page, 'difficulties-wall-again')
  await page.context().close()
})

test('a hidden number is shown in its place, for a reason', async () => {
  const page = await linli.open(browser, '/report-ins', { as: 'officer' })
  await page.locator('table.ledger tbody a').first().click()
  const number = page.locator('.masked', { has: page.locator('#shown-phone') })
  await number.locator('summary').click()
  await number.getByRole('button', { name: '显示' }).click()
  await page.locator('#shown-phone', { hasText: /^140\d{8}$/ }).waitFor()
  assert.match(await page.locator('[id^=shown-]:not(#shown-phone)').first().innerText(), /\*/, 'the others stay masked')
  await page.context().close()
})
