// The e-branch from both sides, the public face as a resident sees it, and acting for somebody at the
// desk; on a PC, on a phone, in large type, printed, and without scripts.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch, person } from './browser.mjs'
import { inspect, start } from './linli.mjs'

let browser, linli, member, org, activity, link
const password = '桂花 石桥 晒谷 渡船 暖壶'
const json = { accept: 'application/json' }

before(async () => {
  browser = await launch()
  linli = await start({ people: { officer: { role: 'officer', org: '青龙街道党工委' } } })
  const officer = await linli.open(browser, '/members?age=70', { as: 'officer' })
  const ask = async (path, data) => {
    const answer = await (data ? officer.request.post(path, { data, headers: json }) : officer.request.get(path, { headers: json }))
    assert.ok(answer.ok(), `${path}: ${await answer.text()}`)
    return answer.json()
  }
  const { members, organisation } = await ask('/members?age=70')
  member = members[7]
  org = (await ask(`/members/${member.id}`)).organisation
  const tomorrow = new Date(Date.now() + 32 * 3600_000).toISOString().slice(0, 10)
  const month = tomorrow.slice(0, 7)
  await ask('/plans/activities', { month, top: organisation.id, org: org.id, kind: 'theme_day', title: '网上党课', day: tomorrow, starts: '00:00', minutes: '90', place: '线上', host: '' })
  await ask('/plans/publication', { month, org: organisation.id })
  activity = (await ask(`/orgs/${org.id}/face`)).activities.map((a) => a.activity).find((a) => a.title === '网上党课')
  const invited = await ask('/invitations', { name: member.name, role: 'member', org: org.id, member: member.id })
  link = JSON.stringify(invited).match(/\/invitation\/[\w-]+/)[0]
  await officer.context().close()
})
after(async () => {
  await browser?.close()
  await linli?.stop()
})

test('the secretary puts a material in, asks, sets the link and writes the minutes', async () => {
  const page = await linli.open(browser, `/ebranch/${org.id}`, { as: 'officer', size: 'pc' })
  await inspect(page, 'ebranch')
  await page.getByLabel('标题').fill('第一章讲义')
  await page.getByLabel('文字').fill('先读第一章。')
  await page.locator('#files').setInputFiles({ name: '讲义.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 text') })
  await page.getByRole('button', { name: '放好' }).click()
  await page.getByRole('heading', { name: '第一章讲义' }).waitFor()
  await inspect(page, 'ebranch-material')
  await page.goto(`/activities/${activity.id}/ebranch`)
  await inspect(page, 'ebranch-activity')
  await page.locator('#questions').fill('学了什么？\n有什么建议？')
  await page.getByRole('button', { name: '问出去' }).click()
  await page.getByText('还没有回答').waitFor()
  await inspect(page, 'ebranch-round')
  await page.getByRole('link', { name: '打印问答纸' }).click()
  await page.getByText('和手机上答的一样算').waitFor()
  await inspect(page, 'ebranch-sheet')
  await page.goto(`/activities/${activity.id}/ebranch`)
  await page.locator('#url').fill('https://meet.example.cn/123')
  await page.getByRole('button', { name: '存好' }).click()
  await page.getByText('链接存好了').waitFor()
  await page.locator('#record').fill('应到 40 人，实到 35 人。')
  await page.locator('#decisions').fill('同意修路灯')
  await page.getByLabel('办什么').first().fill('联系物业')
  await page.getByRole('button', { name: '存为草稿' }).click()
  await page.getByText('请写谁来办').waitFor()
  assert.equal(await page.locator('#record').inputValue(), '应到 40 人，实到 35 人。', 'nothing typed is lost')
  await page.getByLabel('谁办').first().fill('李思远')
  await page.getByRole('button', { name: '存为草稿' }).click()
  await page.getByRole('button', { name: '定稿' }).click()
  await page.getByText('定稿了').waitFor()
  await inspect(page, 'ebranch-minutes')
  await page.context().close()
})

test('a branch goes public, and nobody is named who has not agreed', async () => {
  const page = await linli.open(browser, `/orgs/${org.id}/face`, { as: 'officer', size: 'pc' })
  await page.getByLabel('开放公开页').check()
  await page.locator('#about').fill('每月十日，为邻居磨刀、理发。')
  await page.locator('#slug').fill('first')
  await page.getByRole('button', { name: '存好' }).click()
  await page.getByText('已开放').waitFor()
  await page.locator('#title').fill('雪后第一条路')
  await page.locator('#text').fill(`${member.name}天不亮就到了。`)
  await page.locator('#mask-').selectOption('full')
  await page.getByRole('button', { name: '公开', exact: true }).click()
  await page.getByText('文中提到 1 名党员').waitFor()
  await inspect(page, 'face-edit')
  await page.goto('/consents')
  await inspect(page, 'consents')
  await page.context().close()
  for (const size of ['pc', 'phone']) {
    const resident = await person(browser, { baseURL: linli.address, size })
    await resident.goto('/b')
    await inspect(resident, 'public-list')
    await resident.getByRole('link', { name: org.name }).click()
    await resident.getByText('一名党员天不亮就到了').waitFor()
    assert.equal(await resident.getByText(member.name).count(), 0)
    await inspect(resident, 'public-face')
    await resident.context().close()
  }
})

test('she agrees, answers and comments on her phone, in large type', async () => {
  const page = await person(browser, { baseURL: linli.address, size: 'phone' })
  await page.goto(new URL(link, linli.address).pathname)
  await page.locator('#login').fill('guilan')
  await page.locator('#password').fill(password)
  await page.getByRole('button', { name: '就用这个' }).click()
  await page.goto('/me')
  await page.getByText('公开的页面上写不写您的名字').click()
  await inspect(page, 'me-consents')
  await page.getByRole('button', { name: '我同意' }).click()
  await page.getByText('随时可以收回').first().waitFor()
  const resident = await person(browser, { baseURL: linli.address, size: 'phone' })
  await resident.goto('/b/first')
  await resident.getByText(`${member.name}天不亮就到了`).waitFor()
  await resident.context().close()
  await page.request.post('/manner', { form: { size: 'large', back: '/me' } })
  await page.goto('/me')
  await inspect(page, 'me-large')
  await page.getByRole('link', { name: '进入线上会议' }).waitFor()
  await page.getByRole('link', { name: /我们支部/ }).click()
  await inspect(page, 'me-branch-large')
  await page.getByRole('link', { name: /网上党课/ }).first().click()
  await page.getByLabel('学了什么？').fill('第一章，想到邻里互助。')
  await page.getByRole('button', { name: '回答' }).click()
  await page.getByText('记下了，谢谢').waitFor()
  await inspect(page, 'round-large')
  await page.goto('/me/branch')
  await page.getByRole('link', { name: '第一章讲义' }).click()
  await page.getByLabel('说几句').fill('讲得清楚')
  await page.getByRole('button', { name: '留言', exact: true }).click()
  await page.getByText('讲得清楚').first().waitFor()
  await inspect(page, 'material-large')
  for (const path of ['/me/activities', '/me/card', '/me/consents', '/me/done-for-me', '/me/notices', '/me/dues', '/me/call', '/me/ways', '/me/points', `/activities/${activity.id}/ebranch`, `/ebranch/${org.id}`]) {
    const answer = await page.goto(path)
    assert.equal(answer.status(), 200, path)
    await inspect(page, `large-${path.slice(1).replaceAll('/', '-').slice(0, 30)}`)
  }
  await page.context().close()
})

for (const scripts of [true, false]) {
  test(`the worker acts for her at the desk ${scripts ? '' : 'without scripts'}`, async () => {
    const page = await linli.open(browser, `/members/${member.id}`, { as: 'officer', size: scripts ? 'pc' : 'phone', scripts })
    await page.getByText('在窗口代办').click()
    await page.getByRole('button', { name: '打电话说的' }).click()
    await page.getByText(`正在替${member.name}办`).waitFor()
    if (scripts) {
      await inspect(page, 'desk')
      await page.setViewportSize({ width: 390, height: 844 })
      await inspect(page, 'desk-phone')
    }
    await page.getByRole('button', { name: '请上门' }).first().click()
    await page.getByText(/替.+办了：活动/).waitFor()
    await page.getByRole('button', { name: scripts ? '来不了' : '参加' }).first().click()
    await page.getByRole('button', { name: '办完了' }).click()
    await page.getByText('代办结束了').waitFor()
    await page.context().close()
  })
}
