// Somebody reports in on a phone by the unit's link, the community answers, the person opens an account;
// the unit's contact looks; a question is answered with one tap. On a PC, a phone, and without scripts.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch, person } from './browser.mjs'
import { inspect, start } from './linli.mjs'

let browser, linli, unit, community, link, invited
const password = '桂花 石桥 晒谷 渡船 暖壶'
const json = { accept: 'application/json' }
const path = (url) => new URL(url).pathname

before(async () => {
  browser = await launch()
  linli = await start({ people: { officer: { role: 'officer', org: '青龙街道党工委' } } })
})
after(async () => {
  await browser?.close()
  await linli?.stop()
})

test('the street enters who speaks for a unit, an agreement, and makes the link', async () => {
  const page = await linli.open(browser, '/units', { as: 'officer', size: 'pc' })
  await page.locator('#ledger tbody a').first().click()
  await page.getByRole('heading', { name: '联络人' }).waitFor()
  unit = path(page.url())
  await page.getByText('记一位联络人').click()
  const entering = page.locator(`form[action="${unit}/contacts"]`)
  await entering.getByLabel('姓名').fill('何静')
  await entering.getByLabel('电话').fill('12')
  await entering.getByRole('button', { name: '记下' }).click()
  await page.getByText('这不是一个完整的电话号码').waitFor()
  assert.equal(await entering.getByLabel('姓名').inputValue(), '何静', 'nothing typed is lost')
  await entering.getByLabel('电话').fill('14000000061')
  await entering.getByRole('button', { name: '记下' }).click()
  await page.getByText('何静记为联络人').waitFor()
  await inspect(page, 'unit')
  await page.goto(`${linli.address}${unit}/link`)
  await page.getByRole('button', { name: /做一个链接|换一个新的/ }).click()
  if (await page.locator('dialog[open]').count()) await page.locator('dialog[open] button').last().click()
  link = path(await page.locator('#link').innerText())
  await inspect(page, 'unit-link')
  await page.context().close()
})

test('somebody reports in on a phone, without scripts too, and keeps a slip', async () => {
  const officer = await linli.open(browser, '/report-ins', { as: 'officer' })
  const list = await (await officer.request.get('/report-ins', { headers: json })).json()
  community = list.people[0].organisation
  await officer.context().close()
  const place = community.replace(/(社区)?党(总支|支部)$/, '')
  for (const scripts of [true, false]) {
    const page = await person(browser, { size: 'phone', scripts })
    await page.goto(linli.address + link)
    if (scripts) await inspect(page, 'report-form')
    await page.locator('#name').fill(scripts ? '李思远' : '孙桂兰')
    await page.locator('#phone').fill(scripts ? '14000000021' : '14000000022')
    await page.locator('#lives_at').fill('人民路八号')
    await page.locator('input[name=skill][value="理发"]').check()
    await page.locator('input[name=slot][value=weekend]').check()
    await page.getByLabel('我看过了').check()
    await page.getByRole('button', { name: '报到' }).click()
    await page.getByText('从地址看不出是哪个社区').waitFor()
    assert.equal(await page.locator('#lives_at').inputValue(), '人民路八号')
    if (scripts) await inspect(page, 'report-choose')
    await page.locator('#lives_at').fill(`${place}小区9幢202`)
    if (!scripts) await page.locator('#org').selectOption({ label: community })
    await page.getByRole('button', { name: '报到' }).click()
    await page.getByText('等社区答复').waitFor()
    assert.ok((await page.content()).includes(community))
    if (scripts) await inspect(page, 'report-slip')
    assert.deepEqual(page.faults, [])
    await page.context().close()
  }
})

test('the community accepts one, sends the other back, and hands out a slip for an account', async () => {
  const page = await linli.open(browser, '/report-ins?state=reported', { as: 'officer', size: 'pc' })
  await inspect(page, 'report-ins')
  await page.getByRole('link', { name: '李思远' }).click()
  await page.getByRole('button', { name: '接收', exact: true }).click()
  await page.getByText('接收了李思远').waitFor()
  await inspect(page, 'report-in')
  await page.getByRole('button', { name: '发开账号的纸条' }).click()
  invited = path(await page.locator('#link-1').innerText())
  await inspect(page, 'report-in-invited')
  await page.goto(`${linli.address}/report-ins?q=孙桂兰&state=reported`)
  await page.getByRole('link', { name: '孙桂兰' }).click()
  await page.getByLabel('退回的理由').fill('住在邻区，请到邻区报到')
  await page.getByRole('button', { name: '退回', exact: true }).click()
  await page.getByText('退回了孙桂兰的报到').waitFor()
  await page.getByRole('link', { name: '报到单' }).click()
  await page.getByRole('heading', { name: '回执' }).waitFor()
  await inspect(page, 'report-in-slip')
  await page.goto(`${linli.address}/report-ins/roster`)
  await inspect(page, 'report-in-roster')
  await page.context().close()
})

test('with an account of their own they keep their words up to date, and answer with one tap', async () => {
  const officer = await linli.open(browser, '/away', { as: 'officer', size: 'pc' })
  await inspect(officer, 'away')
  await officer.locator('#org').selectOption({ label: '青龙街道党工委' })
  await officer.getByRole('button', { name: '开始问' }).click()
  await officer.getByText('回答还不到 5 个').waitFor()
  const question = path(officer.url())
  await inspect(officer, 'away-question')

  const page = await person(browser, { size: 'phone' })
  await page.goto(linli.address + invited)
  await page.getByLabel('账号').fill('lisiyuan')
  for (const box of await page.locator('input[type=password]').all()) await box.fill(password)
  await page.getByRole('button', { name: '就用这个' }).click()
  await page.getByRole('heading', { name: '我的报到' }).waitFor()
  await inspect(page, 'my-report-in')
  await page.locator('input[name=slot][value=evening]').check()
  await page.getByLabel('还会别的').fill('皮影')
  await page.getByRole('button', { name: '记下' }).click()
  await page.getByRole('status').getByText('记下了').waitFor()
  assert.equal(await page.getByLabel('还会别的').inputValue(), '皮影')
  await page.getByRole('link', { name: '问一句' }).click()
  await inspect(page, 'my-away')
  await page.locator(`form[action="/me${question}"] button[value=no_chance]`).click()
  await page.getByText('只进总数，不记是谁说的').waitFor()
  await page.getByRole('link', { name: '打电话' }).click()
  await page.getByRole('heading', { name: '打电话' }).waitFor()
  assert.deepEqual(page.faults, [])
  await page.context().close()

  await officer.locator('#no_will').fill('4')
  await officer.getByRole('button', { name: '计入' }).click()
  await officer.getByText('5 个回答').waitFor()
  await inspect(officer, 'away-sums')
  await officer.context().close()
})

test('the contact sees the own unit’s people and nothing hidden', async () => {
  const officer = await linli.open(browser, unit, { as: 'officer' })
  await officer.getByRole('button', { name: '发账号邀请 何静' }).click()
  const invitation = path(await officer.locator('#link-1').innerText())
  await officer.context().close()
  for (const size of ['pc', 'phone']) {
    const page = await person(browser, { size })
    if (size === 'pc') {
      await page.goto(linli.address + invitation)
      await page.getByLabel('账号').fill('hejing')
      for (const box of await page.locator('input[type=password]').all()) await box.fill(password)
      await page.getByRole('button', { name: '就用这个' }).click()
    } else {
      await page.goto(`${linli.address}/sign-in`)
      await page.getByLabel('账号').fill('hejing')
      await page.locator('input[type=password]').fill(password)
      await page.getByRole('button', { name: '登录' }).click()
    }
    await page.waitForURL(/\/unit/)
    await page.goto(`${linli.address}/unit/people`)
    await page.getByText('李思远').first().waitFor()
    const text = await page.content()
    assert.ok(!text.includes('14000000021') && text.includes('请到邻区报到'))
    await inspect(page, 'unit-people')
    await page.goto(`${linli.address}/unit/link`)
    await inspect(page, 'my-unit-link')
    assert.deepEqual(page.faults, [])
    await page.context().close()
  }
})
