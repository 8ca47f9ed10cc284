// The calendar as a worker and a member see it: month, week, person, fixed days, what clashes; an
// address made and shown with its code; the statement of hours; a call without an answer and a
// notice that is withdrawn.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch, person } from './browser.mjs'
import { inspect, start } from './linli.mjs'

let browser, linli, member, org, link
const password = '桂花 石桥 晒谷 渡船 暖壶'
const soon = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10)
before(async () => {
  browser = await launch()
  linli = await start({ people: { officer: { role: 'officer', org: '青龙街道党工委' } } })
  const officer = await linli.open(browser, '/members?age=60', { as: 'officer' })
  const ask = async (path, data) => {
    const answer = await (data ? officer.request.post(path, { data, headers: { accept: 'application/json' } }) : officer.request.get(path, { headers: { accept: 'application/json' } }))
    assert.ok(answer.ok(), `${path}: ${await answer.text()}`)
    return answer.json()
  }
  const { members, organisation } = await ask('/members?age=60')
  member = members[3]
  org = (await ask(`/members/${member.id}`)).organisation
  for (const [title, starts] of [['邻里互助', '09:00'], ['党课', '09:30']]) {
    await ask('/plans/activities', { month: soon.slice(0, 7), top: organisation.id, org: org.id, kind: 'study_session', title, day: soon, starts, minutes: '90', place: '社区三楼会议室', host: '' })
  }
  await ask('/plans/publication', { month: soon.slice(0, 7), org: organisation.id })
  const invited = await ask('/invitations', { name: member.name, role: 'member', org: org.id, member: member.id })
  link = JSON.stringify(invited).match(/\/invitation\/[\w-]+/)[0]
  await officer.context().close()
})
after(async () => {
  await browser?.close()
  await linli?.stop()
})

for (const size of ['pc', 'phone']) {
  test(`the officer looks at month, week and person at ${size} size`, async () => {
    const page = await linli.open(browser, `/calendar?month=${soon.slice(0, 7)}&org=${org.id}`, { as: 'officer', size })
    await page.getByRole('heading', { name: '时间重叠' }).waitFor()
    await inspect(page, 'calendar-month')
    for (const [path, name] of [
      [`/calendar?look=week&day=${soon}&org=${org.id}`, 'calendar-week'],
      ['/calendar?look=week&day=2026-10-06', 'calendar-holidays'],
      [`/members/${member.id}/calendar?month=${soon.slice(0, 7)}`, 'calendar-person'],
      [`/members/${member.id}/calendar?look=week&day=${soon}`, 'calendar-person-week'],
      [`/members/${member.id}/hours`, 'hours'],
      [`/orgs/${org.id}/fixed-days`, 'fixed-days'],
      [`/calendar/feeds?org=${org.id}`, 'calendar-feeds'],
    ]) {
      await page.goto(path)
      await inspect(page, name)
    }
    await page.context().close()
  })
}

test('a week on a PC has its hours down: what begins later stands lower', async () => {
  const page = await linli.open(browser, `/calendar?look=week&day=${soon}&org=${org.id}`, { as: 'officer' })
  const box = (name) => page.getByRole('link', { name }).last().boundingBox()
  const [first, second] = [await box(/09:00–10:30 邻里互助/), await box(/09:30–11:00 党课/)]
  assert.ok(second.y > first.y, 'half an hour later is lower')
  assert.ok(second.x >= first.x + first.width - 1, 'what overlaps stands beside it')
  await page.context().close()
})

test('a branch sets its first Friday, and what was typed wrongly comes back', async () => {
  const page = await linli.open(browser, `/orgs/${org.id}/fixed-days`, { as: 'officer' })
  await page.locator('#nth-theme_day').selectOption('')
  await page.locator('#day-theme_day').fill('40')
  await page.getByRole('button', { name: '定下来' }).first().click()
  await page.getByText('写 1 到 31').waitFor()
  assert.equal(await page.locator('#day-theme_day').inputValue(), '40')
  await inspect(page, 'fixed-days-wrong')
  await page.locator('#day-theme_day').fill('')
  await page.locator('#nth-theme_day').selectOption('1')
  await page.locator('#weekday-theme_day').selectOption('FR')
  await page.getByRole('button', { name: '定下来' }).first().click()
  await page.getByText('每月第一个周五（本组织定的）').waitFor()
  await inspect(page, 'fixed-days-set')
  await page.context().close()
})

test('a member subscribes to their own calendar and revokes it', async () => {
  const page = await person(browser, { baseURL: linli.address, size: 'phone' })
  await page.goto(new URL(link, linli.address).pathname)
  await page.locator('#login').fill('guilan')
  await page.locator('#password').fill(password)
  await page.getByRole('button', { name: '就用这个' }).click()
  for (const [path, name] of [[`/me/calendar?month=${soon.slice(0, 7)}`, 'me-calendar'], ['/me/hours', 'me-hours'], ['/me/calendar/feed', 'me-feed']]) {
    await page.goto(path)
    await inspect(page, name)
  }
  await page.getByRole('button', { name: '开一个地址' }).click()
  const address = (await page.locator('#feed-url').textContent()).trim()
  await inspect(page, 'me-feed-new')
  const file = await page.request.get(new URL(address).pathname)
  assert.equal(file.headers()['content-type'], 'text/calendar; charset=utf-8')
  assert.match(await file.text(), /BEGIN:VEVENT[\s\S]*SUMMARY:党课/)
  await page.goto('/me/calendar/feed')
  await page.getByRole('button', { name: '作废，不再订阅' }).click()
  await page.getByRole('button', { name: '开一个地址' }).waitFor()
  assert.equal((await page.request.get(new URL(address).pathname)).status(), 404)
  await page.context().close()
})

test('nobody answers the call, and the notice is withdrawn', async () => {
  const page = await linli.open(browser, '/notices', { as: 'officer' })
  const { notices } = await (await page.request.get('/notices.json')).json()
  const notice = notices.find((n) => n.reach.left > 0 && n.reach.left < 200)
  await page.goto(`/notices/${notice.notice.id}/calls`)
  await page.getByRole('button', { name: '没人接' }).first().click()
  await page.getByText('打过 1 次没人接').first().waitFor()
  await inspect(page, 'calls-no-reply')
  await page.goto(`/notices/${notice.notice.id}`)
  await page.getByText('撤回这份通知').click()
  await page.locator('#why').fill('日期写错了')
  await page.getByRole('button', { name: '撤回并告知' }).click()
  await page.getByText('撤回：日期写错了').first().waitFor()
  await inspect(page, 'notice-withdrawn')
  await page.context().close()
})
