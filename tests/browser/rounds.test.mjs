// A visit round from the proposal to the last door: drawn and moved on a PC, walked on a phone without a
// network, synced later, with a conflict that is shown and overwrites nothing; what the phone kept goes
// with signing out.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch, person } from './browser.mjs'
import { inspect, start } from './linli.mjs'

let browser, linli, visitor, link
const password = '桂花 石桥 晒谷 渡船 暖壶'
const json = { accept: 'application/json' }
before(async () => {
  browser = await launch()
  linli = await start({ people: { officer: { role: 'officer', org: '青龙街道党工委' } } })
  const officer = await linli.open(browser, '/rounds', { as: 'officer' })
  const get = async (path) => (await officer.request.get(path, { headers: json })).json()
  const { rounds } = await get('/rounds')
  const { shares } = await get(`/rounds/${rounds[0].round.id}?all=true`)
  visitor = shares.find((share) => share.count > 1).tour
  const card = await get(`/members/${visitor.visitor}`)
  const invited = await officer.request.post('/invitations', { data: { name: visitor.name, role: 'member', org: card.organisation.id, member: visitor.visitor }, headers: json })
  link = JSON.stringify(await invited.json()).match(/\/invitation\/[\w-]+/)[0]
  await officer.context().close()
})
after(async () => {
  await browser?.close()
  await linli?.stop()
})

for (const size of ['pc', 'phone']) {
  test(`places, proposals and rounds stand at ${size} size`, async () => {
    const page = await linli.open(browser, '/places', { as: 'officer', size })
    await inspect(page, 'places')
    await page.goto('/places/matches')
    await inspect(page, 'places-matches')
    await page.goto('/rounds')
    await inspect(page, 'rounds')
    await page.locator('main table a').first().click()
    await page.getByText('为什么这样分').waitFor()
    await inspect(page, 'round')
    await page.goto('/rounds/new')
    await inspect(page, 'round-new')
    await page.goto(`/members/${visitor.visitor}/study`)
    await inspect(page, 'member-study')
    await page.context().close()
  })
}

test('a visit is moved to another visitor, the sheets print and are typed back', async () => {
  const page = await linli.open(browser, '/rounds', { as: 'officer' })
  await page.locator('main table a').first().click()
  const round = new URL(page.url()).pathname
  const line = page.locator('tbody tr').first()
  const name = await line.locator('th a').textContent()
  await line.locator('summary').click()
  await line.locator('select').selectOption({ index: 1 })
  await line.getByRole('button', { name: '移过去' }).click()
  await page.getByText(`${name}移到了`).waitFor()
  await page.getByText('由人移动过').waitFor()
  await page.goto(`${round}/sheet`)
  await inspect(page, 'round-sheet')
  await page.goto(`${round}/typing`)
  await inspect(page, 'round-typing')
  await page.context().close()
})

test('the visitor walks without a network and syncs later; a conflict is shown', async () => {
  const page = await person(browser, { baseURL: linli.address, size: 'phone' })
  await page.goto(new URL(link, linli.address).pathname)
  await page.locator('#login').fill('zoufang')
  await page.locator('#password').fill(password)
  await page.getByRole('button', { name: '就用这个' }).click()
  await page.goto('/visits')
  await inspect(page, 'visits')
  await page.locator('a.way').first().click()
  await page.getByText('这一页存到手机上了').waitFor()
  await inspect(page, 'visit-tour')
  const kept = await page.evaluate(async () => (await (await caches.open('linli-visits')).keys()).map((request) => new URL(request.url).pathname))
  const tour = new URL(page.url()).pathname
  assert.deepEqual(kept.filter((path) => path !== tour && !path.startsWith('/assets/')), [], 'this page and what it is drawn with')

  await page.context().setOffline(true)
  await page.reload()
  const stops = page.locator('[data-stop]')
  const [first, second] = [await stops.nth(0).getAttribute('data-stop'), await stops.nth(1).getAttribute('data-stop')]
  const panel = (stop) => page.locator(`[data-stop="${stop}"]`)
  await panel(first).getByText('愿望、答应的事').click()
  await panel(first).locator('[name="wishes"]').fill('装一个扶手')
  await panel(first).getByRole('button', { name: '到了，已送学' }).click()
  await panel(first).getByText('等着上传').waitFor()
  await panel(second).getByRole('button', { name: '到了，已送学' }).click()
  await page.getByText('2 条等着上传').waitFor()
  await page.reload()
  await panel(first).getByText('等着上传').waitFor()
  await inspect(page, 'visit-offline')

  // Meanwhile somebody else writes something different of the second.
  const officer = await linli.open(browser, '/rounds', { as: 'officer' })
  const other = await officer.request.post(`${tour}/marks`, { data: { stop: second, outcome: 'not_home' }, headers: json })
  assert.ok(other.ok(), await other.text())

  await page.context().setOffline(false)
  await panel(second).getByText('已经记下的：').waitFor()
  await panel(first).locator('strong', { hasText: '到了，已送学' }).waitFor()
  await page.waitForFunction((stop) => !document.querySelector(`[data-stop="${stop}"] [data-result]`).textContent.includes('等着上传'), first)
  await inspect(page, 'visit-conflict')
  const stands = async (stop) => (await (await officer.request.get(tour, { headers: json })).json()).stops.find((one) => one.stop.id === stop).visit.outcome
  assert.deepEqual([await stands(first), await stands(second)], ['visited', 'not_home'], 'nothing was overwritten')
  await panel(second).getByRole('button', { name: '按我的记' }).click()
  await panel(second).locator('[data-conflict]:empty').waitFor({ state: 'attached' })
  await page.waitForFunction((stop) => document.querySelector(`[data-stop="${stop}"] [data-result]`).textContent.includes('到了'), second)
  assert.equal(await stands(second), 'visited')
  const promises = await (await officer.request.get('/promises', { headers: json })).text()
  assert.ok(promises.includes('装一个扶手'))

  // Signing out takes the list off the phone.
  await page.goto('/account')
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.waitForURL('**/sign-in**')
  const left = await page.evaluate(async () => [await caches.has('linli-visits'), localStorage.getItem('linli-visits')])
  assert.deepEqual(left, [false, null])
  await officer.context().close()
  await page.context().close()
})
