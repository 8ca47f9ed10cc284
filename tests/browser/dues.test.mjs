// Dues at the desk: whoever is behind is found, what they pay is entered, a decision is recorded, and
// the register says so; at a PC and on a phone, in both languages.
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
  test(`who is behind is asked, and what they pay is entered, at ${size} size`, async () => {
    const page = await linli.open(browser, '/dues?only=warned', { as: 'officer', size })
    await page.locator('table tbody th a').first().click()
    await page.getByText('先问问原因').waitFor()
    await inspect(page, 'dues-of-member')
    await page.locator('#months').selectOption('3')
    await page.getByRole('button', { name: '登记', exact: true }).click()
    await page.getByText('记下了').waitFor()
    assert.match(await page.locator('main').innerText(), /一个季度|至 2026年/)
    await page.locator('#decided_by').fill('街道党工委')
    await page.locator('#reason').fill('老伴长期住院')
    await page.getByRole('button', { name: '记下决定' }).click()
    await page.getByText('原因已封存').waitFor()
    assert.ok(!(await page.locator('main').innerText()).includes('老伴长期住院'))
    await page.locator('#yuan').fill('0.01')
    await page.locator('#first').fill('2026-11')
    await page.getByRole('button', { name: '登记', exact: true }).click()
    await page.getByText('这些月份不用交').waitFor()
    await inspect(page, 'dues-wrong')
    await page.context().close()
  })
}

test('in English', async () => {
  const page = await linli.open(browser, '/dues?only=owed', { as: 'officer', locale: 'en' })
  await inspect(page, 'en-dues')
  await page.locator('table tbody th a').first().click()
  await page.getByText('What was declared').waitFor()
  await inspect(page, 'en-dues-of-member')
  await page.context().close()
})
