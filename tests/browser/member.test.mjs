// A member of 74 on her own phone: the invitation, the next activity, her points, her card, and a
// person to call; in large type, and with a phone that runs no script.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch, person } from './browser.mjs'
import { inspect, start } from './linli.mjs'

let browser, linli, member, link
const password = '桂花 石桥 晒谷 渡船 暖壶'
before(async () => {
  browser = await launch()
  linli = await start({ people: { officer: { role: 'officer', org: '青龙街道党工委' } } })
  const officer = await linli.open(browser, '/members?age=70', { as: 'officer' })
  const ask = async (path, data) => {
    const answer = await (data ? officer.request.post(path, { data, headers: { accept: 'application/json' } }) : officer.request.get(path, { headers: { accept: 'application/json' } }))
    assert.ok(answer.ok(), `${path}: ${await answer.text()}`)
    return answer.json()
  }
  const { members, organisation } = await ask('/members?age=70')
  member = members[7]
  const card = await ask(`/members/${member.id}`)
  // Something is on tomorrow, whatever day the story is told.
  const tomorrow = new Date(Date.now() + 32 * 3600_000).toISOString().slice(0, 10)
  const month = tomorrow.slice(0, 7)
  await ask('/plans/activities', { month, top: organisation.id, org: card.organisation.id, kind: 'theme_day', title: '邻里互助', day: tomorrow, starts: '09:00', minutes: '90', place: '社区三楼会议室', host: '' })
  await ask('/plans/publication', { month, org: organisation.id })
  const invited = await ask('/invitations', { name: member.name, role: 'member', org: card.organisation.id, member: member.id })
  link = JSON.stringify(invited).match(/\/invitation\/[\w-]+/)[0]
  await officer.context().close()
})
after(async () => {
  await browser?.close()
  await linli?.stop()
})

async function signIn(page) {
  await page.goto('/sign-in')
  await page.locator('#login').fill('guilan')
  await page.locator('#password').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.waitForURL('**/me')
}

test('she accepts the invitation and answers what is on', async () => {
  const page = await person(browser, { baseURL: linli.address, size: 'phone' })
  await page.goto(new URL(link, linli.address).pathname)
  await inspect(page, 'invitation')
  await page.locator('#login').fill('guilan')
  await page.locator('#password').fill(password)
  await page.getByRole('button', { name: '就用这个' }).click()
  await page.goto('/me')
  await page.getByText(member.name).first().waitFor()
  await inspect(page, 'me')
  await page.getByRole('button', { name: '我参加' }).first().click()
  await page.getByText('您说了').first().waitFor()
  await page.getByRole('button', { name: '来不了，请上门送学' }).first().click()
  await page.getByText('您说了：请上门').waitFor()
  await inspect(page, 'me-answered')
  for (const path of ['/me/activities', '/me/points', '/me/dues', '/me/notices', '/me/ways', '/me/contacts', '/me/call', '/me/code', '/me/bulletins']) {
    const answer = await page.goto(path)
    assert.equal(answer.status(), 200, path)
    await inspect(page, path.slice(1).replace('/', '-'))
  }
  await page.context().close()
})

test('she asks for a correction of her card, in large type', async () => {
  const page = await person(browser, { baseURL: linli.address, size: 'phone' })
  await page.goto('/sign-in')
  await inspect(page, 'sign-in')
  await signIn(page)
  await page.request.post('/manner', { form: { size: 'large', back: '/me' } })
  await page.goto('/me/card')
  assert.equal(await page.locator('html').getAttribute('data-size'), 'large')
  await inspect(page, 'me-card-large')
  await page.locator('#text').fill('电话换了，请打给我女儿')
  await page.getByRole('button', { name: '请帮我改' }).click()
  await page.getByText('等社区核对').waitFor()
  await page.goto('/me')
  await inspect(page, 'me-large')
  await page.context().close()
})

test('her old phone runs no script, and everything still works', async () => {
  const page = await person(browser, { baseURL: linli.address, size: 'phone', scripts: false })
  await signIn(page)
  await page.getByRole('button', { name: /我参加/ }).first().click()
  await page.getByText('您说了').first().waitFor()
  await page.context().close()
})

test('the pages of an officer stand in English as well', async () => {
  for (const path of ['/', '/plan', '/imports', '/closings', '/openapi']) {
    const page = await linli.open(browser, path, { as: 'officer', locale: 'en' })
    await inspect(page, `en${path.replaceAll('/', '-')}`)
    const main = await page.locator('nav.side ul').allInnerTexts()
    assert.doesNotMatch(main.join(' '), /[\u4e00-\u9fff]/, `Chinese in the menu of ${path}`)
    await page.context().close()
  }
})
