// Venues from the desk, a rota of open days, and a resident who asks on a phone without an account and
// reads the answer by a code; on a PC, on a phone, printed.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch } from './browser.mjs'
import { inspect, start } from './linli.mjs'

let browser, linli, org, venue, ask
const json = { accept: 'application/json' }
const get = async (page, path) => (await page.request.get(path, { headers: json })).json()

before(async () => {
  browser = await launch()
  linli = await start({ people: { officer: { role: 'officer', org: '青龙街道党工委' } } })
  const page = await linli.open(browser, '/venues', { as: 'officer' })
  const { venues } = await get(page, '/venues')
  venue = venues.find((one) => one.venue.name === '党群活动室').venue
  org = venue.org
  ask = `/ask/${(await get(page, `/orgs/${org}/counter`)).counter.key}`
  await page.context().close()
})
after(async () => {
  await browser?.close()
  await linli?.stop()
})

for (const size of ['pc', 'phone']) {
  test(`venues, the board, open days and the residents' side stand at ${size} size`, async () => {
    const page = await linli.open(browser, '/venues', { as: 'officer', size })
    await inspect(page, 'venues')
    for (const [path, name] of [
      ['/venues/new', 'venue-new'],
      [`/venues/${venue.id}`, 'venue-week'],
      [`/venues/${venue.id}?month=${new Date().toISOString().slice(0, 7)}`, 'venue-month'],
      [`/venues/${venue.id}/edit`, 'venue-edit'],
      [`/venues/${venue.id}/board`, 'venue-board'],
      [`/open-days?org=${org}`, 'open-days'],
      ['/calendar', 'calendar-with-venues'],
      [`/orgs/${org}/counter`, 'counter'],
      [`/orgs/${org}/counter/poster`, 'counter-poster'],
      ['/needs/wall', 'needs-wall'],
      ['/needs/new?channel=community', 'need-of-the-community'],
    ]) {
      await page.goto(path)
      await inspect(page, name)
    }
    await page.context().close()
  })
}

test('a slot is full: the next one waits, moves up when the first is cancelled, and is told', async () => {
  const page = await linli.open(browser, `/venues/${venue.id}`, { as: 'officer', size: 'pc' })
  const day = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10)
  const book = async (name) => {
    await page.locator('#day').fill(day)
    await page.locator('#starts').fill('10:30')
    await page.locator('#ends').fill('11:30')
    await page.locator('#by_name').fill(name)
    await page.locator('#phone').fill('14000000061')
    await page.getByRole('button', { name: '预订', exact: true }).click()
  }
  await book('孙桂兰')
  await page.getByText('订好了：').waitFor()
  await book('李建国')
  await page.getByText('满了，在排队：').waitFor()
  await page.getByText('候补第 1').waitFor()
  await inspect(page, 'venue-waiting')
  const first = page.locator('.todos li', { hasText: '居民 孙**' })
  await first.locator('summary').filter({ hasText: '取消' }).click()
  await first.getByLabel('为什么取消').fill('临时有事')
  await first.getByRole('button', { name: '取消预订' }).click()
  await page.getByText('1 个候补排上了').waitFor()
  await page.goto('/?all=true')
  await page.getByText('个候补排上了，还没告知').waitFor()
  await page.goto('/venues')
  await inspect(page, 'venues-moved-up')
  await page.getByRole('button', { name: '已告知' }).first().click()
  await page.getByText('记下了。').waitFor()

  // Outside the hours: the field says so and nothing typed is lost.
  await page.goto(`/venues/${venue.id}`)
  await page.locator('#day').fill(day)
  await page.locator('#starts').fill('22:00')
  await page.locator('#ends').fill('23:00')
  await page.locator('#by_name').fill('王桂珍')
  await page.getByRole('button', { name: '预订', exact: true }).click()
  await page.getByText('不在开放时间内').waitFor()
  assert.equal(await page.locator('#by_name').inputValue(), '王桂珍')
  await inspect(page, 'venue-refused')
  await page.context().close()
})

test('open days are proposed in turn and set by a person', async () => {
  const page = await linli.open(browser, `/open-days?org=${org}`, { as: 'officer', size: 'pc' })
  await page.locator('#weekday').selectOption('3')
  await page.getByRole('button', { name: '排一排' }).click()
  await page.getByText('轮流排了').waitFor()
  await page.getByRole('button', { name: /个建议都定下/ }).click()
  await page.getByText('个开放日。').first().waitFor()
  assert.equal(await page.getByRole('button', { name: '就这样定' }).count(), 0)
  await inspect(page, 'open-days-set')
  await page.context().close()
})

for (const lang of ['zh-CN', 'en']) {
  test(`a resident asks on a phone and reads the answer, in ${lang}`, async () => {
    const resident = await linli.open(browser, ask, { size: 'phone', locale: lang })
    await inspect(resident, `ask-${lang}`)
    await resident.locator('#what').fill(`9幢门口路灯不亮 ${lang}`)
    await resident.locator('#phone').fill('123')
    await resident.locator('button.btn-primary').click()
    await resident.locator('#phone-error').waitFor()
    assert.equal(await resident.locator('#what').inputValue(), `9幢门口路灯不亮 ${lang}`)
    await inspect(resident, `ask-refused-${lang}`)
    await resident.locator('#phone').fill('14000000071')
    await resident.locator('button.btn-primary').click()
    await resident.waitForURL('**/asked/**')
    await inspect(resident, `asked-${lang}`)

    const officer = await linli.open(browser, '/needs?state=asked', { as: 'officer', size: 'pc' })
    await officer.getByRole('link', { name: `9幢门口路灯不亮 ${lang}` }).click()
    await inspect(officer, 'need-to-review')
    await officer.locator('#risk').fill('没有特别的风险')
    await officer.getByRole('button', { name: '审核通过，开放' }).click()
    await officer.getByText('已开放').first().waitFor()
    await officer.context().close()
    await resident.reload()
    await resident.locator('.tag-watch').waitFor()
    await resident.context().close()
  })
}

test('while a need is typed, what may be the same is shown with its reason', async () => {
  const page = await linli.open(browser, '/needs/new', { as: 'officer', size: 'pc' })
  const known = (await get(page, '/needs?state=asked')).needs[0] ?? (await get(page, '/needs')).needs[0]
  const whole = (await get(page, `/needs/${known.id}`)).need
  await page.locator('#org').selectOption(whole.org)
  await page.locator('#place').fill(whole.place)
  await page.locator('#what').fill(whole.what)
  await page.locator('#what').blur()
  await page.locator('#alike').getByText('可能是同一件').waitFor()
  await inspect(page, 'need-alike')
  await page.context().close()
})
