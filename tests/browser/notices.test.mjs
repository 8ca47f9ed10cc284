// A notice from writing to the last person: its audience is said before it goes, somebody is told by
// telephone with their answer, somebody is explained; and a card is confirmed with one tap at the desk.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch } from './browser.mjs'
import { inspect, start } from './linli.mjs'

let browser, linli
before(async () => {
  browser = await launch()
  linli = await start({ people: { officer: { role: 'officer', org: '青龙街道党工委' } } })
})
after(async () => {
  await browser?.close()
  await linli?.stop()
})

for (const size of ['pc', 'phone']) {
  test(`a notice to floating members is written, sent and ends with a person, at ${size} size`, async () => {
    const page = await linli.open(browser, '/notices/new', { as: 'officer', size })
    await page.locator('.choice', { hasText: '流动党员' }).click()
    await page.locator('#title').fill('年底回来座谈')
    await page.locator('#body').fill('十二月二十日上午，党群服务中心。')
    await page.getByRole('button', { name: '先看看，还不发' }).click()
    await page.getByText('流动党员').first().waitFor()
    await inspect(page, 'notice-preview')
    await page.getByRole('button', { name: /^发/ }).first().click()
    await page.getByRole('heading', { name: '年底回来座谈' }).waitFor()
    await inspect(page, 'notice-sent')
    const notice = await (await page.request.get(`${new URL(page.url()).pathname}.json`)).json()
    assert.ok(notice.reach.all > 0 && notice.reach.left === notice.reach.all, JSON.stringify(notice.reach))
    await page.goto(`${new URL(page.url()).pathname}/calls`)
    await inspect(page, 'notice-calls')
    await page.context().close()
  })
}

test('a stale field of a card is confirmed with one tap', async () => {
  const page = await linli.open(browser, '/contacts/due', { as: 'officer' })
  await page.locator('main li a.name, main li a').first().click()
  await inspect(page, 'member-card')
  const still = page.getByRole('button', { name: '还是这样' })
  if (await still.count()) {
    const before = await still.count()
    await still.first().click()
    await page.waitForLoadState()
    assert.ok((await page.getByRole('button', { name: '还是这样' }).count()) < before)
  }
  await page.context().close()
})
