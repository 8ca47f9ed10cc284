// Those in service, by hand, from an empty folder and the workbooks of a street: the roster and the list of
// needs go in, the community takes people in and opens needs, who could take what is proposed, somebody says
// yes on the phone, promises, serves; whoever was served confirms; certificate, points with their reasons;
// the unit hears back; a resident asks by the poster's code. In both languages.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch, person } from './browser.mjs'
import { inspect, start } from './linli.mjs'

const fixtures = process.env.LINLI_FIXTURES ?? fileURLToPath(new URL('../../../shared/fixtures', import.meta.url))
const files = (folder) => readdirSync(`${fixtures}/${folder}`).sort().map((name) => `${fixtures}/${folder}/${name}`)
const skip = existsSync(fixtures) ? false : `no workbooks at ${fixtures}`
const password = '桂花 石桥 晒谷 渡船 暖壶'
const path = (url) => new URL(url).pathname
const json = async (page, url) => (await page.request.get(url, { headers: { accept: 'application/json' } })).json()

let browser, linli, desk, phone, chosen, number
before(async () => {
  if (skip) return
  browser = await launch()
  linli = await start({ fill: ['init', '--street', '青龙街道'], people: { zheng: { role: 'officer', org: '青龙街道党工委' } } })
  desk = await linli.open(browser, '/', { as: 'zheng', size: 'pc' })
})
after(async () => {
  await browser?.close()
  await linli?.stop()
})

async function takeIn(paths) {
  await desk.goto('/imports')
  await desk.setInputFiles('input[name="files"]', paths)
  await desk.getByRole('button', { name: '看看是什么' }).click()
  await desk.waitForURL(/\/imports\/[0-9a-f-]{36}/)
  await desk.getByRole('button', { name: /^收下 \d+ 行$/ }).click()
  await desk.getByRole('button', { name: '撤销这次导入' }).waitFor({ timeout: 90_000 })
}

const agree = async (page) => {
  if (await page.locator('dialog[open]').count()) await page.locator('dialog[open] button').last().click()
}

async function opensAccount(page, link, login) {
  await page.goto(link)
  await page.getByLabel('账号').fill(login)
  for (const box of await page.locator('input[type=password]').all()) await box.fill(password)
  await page.getByRole('button', { name: '就用这个' }).click()
  await page.waitForURL((url) => !url.pathname.includes('/invitation/'))
}

test('rosters and needs are in, nobody lost, the skills of the list', { skip }, async () => {
  await takeIn(files('ledger').slice(0, 1))
  await takeIn(files('report-in'))
  const truth = JSON.parse(readFileSync(`${fixtures}/truth.json`))
  const { all: people } = await json(desk, '/report-ins')
  assert.equal(people, truth.report_in.length)
  const units = new Set(truth.report_in.map((who) => who.unit))
  const { states } = await json(desk, '/needs')
  assert.equal(Object.values(states).reduce((sum, count) => sum + count, 0), truth.needs)
  const sorted = (skills) => skills.filter(Boolean).sort().join()
  const expected = new Map(truth.report_in.map((who) => [`${who.name} ${who.unit}`, sorted(who.skills)]))
  let right = 0
  for (let next = ''; next !== null; ) {
    const list = await json(desk, `/report-ins?after=${encodeURIComponent(next)}`)
    right += list.people.filter((who) => expected.get(`${who.name} ${who.unit_name}`) === sorted(who.skills.split('、'))).length
    next = list.next
  }
  assert.ok(right >= people * 0.99, `skills of ${right} of ${people}`)
  console.log(`in by the fixtures: ${people} people of ${units.size} units, ${truth.needs} needs; skills as they are known to be: ${right}`)
})

test('the community takes them in, opens the needs, and sees who could take what', { skip }, async () => {
  await desk.goto('/report-ins?state=reported')
  await desk.locator('form[action="/report-ins/acceptance"] button').click()
  await agree(desk)
  await desk.getByText(/接收了 \d+ 人/).waitFor({ timeout: 60_000 })
  for (let left = 200; left > 0; ) {
    await desk.goto('/needs?state=asked')
    if (!(await desk.getByRole('button', { name: '一起开放' }).count())) break
    await desk.locator('#risk').fill('没有特别的风险')
    await desk.getByRole('button', { name: '一起开放' }).click()
    await desk.getByText(/开放了 \d+ 条/).waitFor({ timeout: 60_000 })
    const { states } = await json(desk, '/needs?state=asked')
    assert.ok((states.asked ?? 0) < left, 'each time fewer are left')
    left = states.asked ?? 0
  }
  await desk.goto('/matching')
  assert.equal(await desk.locator('.chip.on').count(), 1, 'with so many posts the page begins with what is asked first')
  await desk.getByRole('link', { name: '全部', exact: true }).click()
  await desk.waitForURL('**/matching?batch=all')
  const { posts, loads } = await json(desk, '/matching?batch=all')
  const places = posts.reduce((sum, one) => sum + one.people.length, 0)
  console.log(`proposed: ${places} places of ${posts.length} posts, loads ${JSON.stringify(loads)}`)
  assert.ok(places > 300, `${places} places`)
  assert.ok(posts.every((one) => one.people.every((pair) => pair.reasons.length > 0)), 'every pair says why')
  const post = posts.find((one) => one.people.some((pair) => pair.person.tie === 'report_in'))
  chosen = { post: post.post, person: post.people.find((pair) => pair.person.tie === 'report_in').person }
  const asked = await desk.request.post('/offers', { form: { pair: `${chosen.post.id}.${chosen.person.id}` } })
  assert.ok(asked.ok(), await asked.text())
})

test('asked, they say yes on the phone, and promise', { skip }, async () => {
  await desk.goto(`/report-ins/${chosen.person.id}`)
  await desk.getByRole('button', { name: '发开账号的纸条' }).click()
  const link = path(await desk.locator('#link-1').innerText())
  phone = await person(browser, { baseURL: linli.address, size: 'phone' })
  await opensAccount(phone, link, 'zaizhi')
  await phone.goto('/me/posts')
  await phone.getByRole('link', { name: /问您愿不愿意/ }).click()
  await phone.getByText(chosen.post.title).first().waitFor()
  await phone.getByRole('button', { name: '我愿意' }).first().click()
  await phone.getByText('岗位是您的了').waitFor()
  await phone.goto('/me/promises')
  await phone.locator('#target').fill('每周去一次，有事当天回话')
  await phone.locator('input[name=shown][value=surname]').locator('xpath=..').click()
  await phone.getByRole('button', { name: '我承诺' }).click()
  await phone.getByRole('heading', { name: '每周去一次，有事当天回话' }).waitFor()
  await inspect(phone, 'in-service-promise')
  const promised = path(await phone.getByRole('link', { name: '看看别人看到的' }).evaluate((a) => a.href))
  const visitor = await person(browser, { baseURL: linli.address, size: 'phone' })
  await visitor.goto(promised)
  await visitor.getByText('每周去一次，有事当天回话').first().waitFor()
  assert.ok(!(await visitor.content()).includes(chosen.person.name), 'the given name is masked')
  await visitor.getByRole('button', { name: '说声谢谢' }).click()
  await visitor.getByText('谢谢您说这一声').waitFor()
  await visitor.context().close()
  const cards = await desk.request.get('/commitments/cards.pdf')
  assert.equal((await cards.body()).subarray(0, 4).toString(), '%PDF')
})

test('served, confirmed by whoever was served, certified and verified, points with their reason', { skip }, async () => {
  await phone.goto('/me/service')
  await phone.getByText('我做了什么').first().click()
  const form = phone.locator('form[action$="/service"]').first()
  await form.locator('input[name=minutes]').fill('1.5小时')
  await form.getByRole('button', { name: '报时长' }).click()
  await phone.getByText('等社区或被服务的人确认').waitFor()
  await desk.goto(`/posts/${chosen.post.id}/service`)
  await desk.getByRole('button', { name: '打印记录卡' }).click()
  await desk.getByRole('heading', { name: '服务记录卡' }).waitFor()
  const code = path(await desk.locator('section.slip small').first().innerText())
  const served = await person(browser, { baseURL: linli.address, size: 'phone' })
  await served.goto(code)
  await served.getByRole('button', { name: '是的，来过了' }).click()
  await served.getByText('谢谢您的确认').waitFor()
  await phone.goto('/me/service')
  await phone.getByRole('button', { name: /开一份证明/ }).click()
  await phone.getByText('证明开好了').waitFor()
  number = (await phone.locator('small', { hasText: /^\d{4}-/ }).first().innerText()).trim()
  await served.goto(`/certificate?number=${number}`)
  await served.getByText('真的，内容如下').waitFor()
  assert.equal(await served.getByText(chosen.person.name).count(), 0)
  await served.context().close()

  await phone.getByRole('link', { name: /我的服务积分/ }).click()
  await phone.getByText('1.5 小时 × 1').waitFor()
  await inspect(phone, 'my-service-points')
  await phone.locator('summary', { hasText: '觉得不对' }).click()
  await phone.locator('li details[open] input[name=words]').fill('那天做了两个小时')
  await phone.locator('li details[open]').getByRole('button', { name: '提出来' }).click()
  await phone.getByText('社区会答复').waitFor()
  await desk.goto('/')
  await desk.getByText('觉得服务积分不对').waitFor()
  await desk.goto('/service-points')
  await inspect(desk, 'service-points')
  await desk.locator('summary', { hasText: '答复' }).click()
  await desk.locator('input[value=stands]').locator('xpath=..').click()
  await desk.locator('details[open] input[name=words]').fill('被服务的人确认的是一个半小时')
  await desk.locator('details[open]').getByRole('button', { name: '答复' }).click()
  await desk.getByText('答复了，本人会看到').waitFor()
  await desk.locator('#title').fill('洗衣液')
  await desk.locator('#points').fill('很多')
  await desk.locator('#count').fill('5')
  await desk.getByRole('button', { name: '定下来' }).click()
  await desk.getByText('请填写要多少积分').waitFor()
  assert.equal(await desk.locator('#title').inputValue(), '洗衣液', 'nothing typed is lost')
  await desk.locator('#points').fill('1.5')
  await desk.getByRole('button', { name: '定下来' }).click()
  await desk.getByText('大家在手机上能看到').waitFor()
  await desk.goto(`/service-points/${chosen.person.id}`)
  await inspect(desk, 'service-points-of-a-person')
  await desk.getByRole('button', { name: '兑换' }).click()
  await desk.getByText('交给本人了').waitFor()
  await desk.setViewportSize({ width: 390, height: 844 })
  for (const url of ['/service-points', `/service-points/${chosen.person.id}`]) {
    await desk.goto(url)
    await inspect(desk, `phone-${url.split('/').length}-service-points`)
  }
  await desk.setViewportSize({ width: 1440, height: 900 })
  await phone.goto('/me/service-points')
  await phone.getByText('被服务的人确认的是一个半小时').waitFor()
  await phone.getByText('−1.5 分').waitFor()
})

test('the unit’s contact signs in and reads the month', { skip }, async () => {
  await phone.goto('/me/report-in')
  const { who } = await json(phone, '/me/report-in')
  await desk.goto(`/units/${who.unit}`)
  await desk.getByText('记一位联络人').click()
  const entering = desk.locator('form[action$="/contacts"]')
  await entering.getByLabel('姓名').fill('何秀英')
  await entering.getByRole('button', { name: '记下' }).click()
  await desk.getByText('何秀英记为联络人').waitFor()
  await desk.locator('article', { hasText: '何秀英' }).getByRole('button', { name: /发账号邀请/ }).click()
  const link = path(await desk.locator('#link-1').innerText())
  const unit = (await json(desk, `/units/${who.unit}`)).unit?.name ?? who.unit_name
  const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7)
  await desk.goto(`/letters?month=${month}`)
  for (const box of await desk.locator('input[name=unit]').all()) await box.setChecked((await box.getAttribute('value')) === who.unit)
  await desk.getByRole('button', { name: '发给打勾的单位' }).click()
  await agree(desk)
  await desk.getByText(/发给了|发出了/).first().waitFor()
  const contact = await person(browser, { baseURL: linli.address, size: 'phone' })
  await opensAccount(contact, link, 'hexiuying')
  await contact.goto('/unit/letters')
  await contact.getByRole('button', { name: /打开/ }).first().click()
  await contact.getByText(unit).first().waitFor()
  assert.ok(!(await contact.content()).includes(chosen.person.name), 'without consent nobody is named')
  await inspect(contact, 'in-service-letter')
  await contact.context().close()
})

for (const locale of ['zh-CN', 'en']) {
  test(`a resident asks by the poster’s code without an account, in ${locale}`, { skip }, async () => {
    await desk.goto(`/orgs/${chosen.post.org}/counter`)
    await desk.locator('#phone').fill('14000000001')
    await desk.locator('input[name=on]').check()
    await desk.getByRole('button', { name: '存好' }).click()
    await desk.getByRole('status').first().waitFor()
    const { counter } = await json(desk, `/orgs/${chosen.post.org}/counter`)
    await desk.goto(`/orgs/${chosen.post.org}/counter/poster`)
    await desk.getByText(`/ask/${counter.key}`).first().waitFor()
    const resident = await person(browser, { baseURL: linli.address, size: 'phone', locale })
    await resident.goto(`/ask/${counter.key}`)
    await resident.locator('#what').fill(`楼道灯不亮 ${locale}`)
    await resident.locator('button.btn-primary').click()
    await resident.waitForURL('**/asked/**')
    await resident.context().close()
  })
}

test('all of it can be read in English', { skip }, async () => {
  await phone.request.post('/manner', { form: { lang: 'en', back: '/me/posts' } })
  for (const url of ['/me/posts', '/me/promises', '/me/service', '/me/service-points']) {
    await phone.goto(url)
    await inspect(phone, `en-${url.slice(1).replaceAll('/', '-')}`)
  }
  await phone.getByText('1.5 h × 1').waitFor()
  assert.deepEqual(phone.faults, [])
})
