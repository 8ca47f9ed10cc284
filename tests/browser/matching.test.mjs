// Needs meet skills: a post set, matched with reasons, asked, answered on a phone with and without an
// account, served, confirmed by whoever was served, certified and checked; on a PC, on a phone, in
// large type, printed.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch, person } from './browser.mjs'
import { inspect, start } from './linli.mjs'

let browser, linli, member, org, link, phone, post, slip
const password = '桂花 石桥 晒谷 渡船 暖壶'
const json = { accept: 'application/json' }

before(async () => {
  browser = await launch()
  linli = await start({ people: { officer: { role: 'officer', org: '青龙街道党工委' } } })
  const officer = await linli.open(browser, '/posts', { as: 'officer' })
  const ask = async (path, data) => {
    const answer = await (data ? officer.request.post(path, { data, headers: json }) : officer.request.get(path, { headers: json }))
    assert.ok(answer.ok(), `${path}: ${await answer.text()}`)
    return answer.json()
  }
  // A member of a branch below a community that has posts.
  const { posts } = await ask('/posts')
  let branch
  for (const one of (await ask('/members')).members.slice(15)) {
    branch = (await ask(`/members/${one.id}`)).organisation
    org = posts.find((p) => branch.path.startsWith(p.path))?.org
    member = one
    if (org) break
  }
  const invited = await ask('/invitations', { name: member.name, role: 'member', org: branch.id, member: member.id })
  link = JSON.stringify(invited).match(/\/invitation\/[\w-]+/)[0]
  await officer.context().close()
  phone = await person(browser, { baseURL: linli.address, size: 'phone' })
})
after(async () => {
  await browser?.close()
  await linli?.stop()
})

test('a post is set by hand, and what is missing is said beside its field', async () => {
  const page = await linli.open(browser, '/posts', { as: 'officer', size: 'pc' })
  await inspect(page, 'posts')
  await page.getByRole('link', { name: '设一个岗位' }).click()
  await page.locator('#title').fill('教老人用手机')
  await page.locator('input[name=kind][value=teaching]').check()
  await page.locator('#people').fill('几个')
  await page.locator('#skills').fill('手机教学')
  await page.locator('#wanted').fill('周末')
  await page.locator('#org').selectOption(org)
  await page.locator('#risk').fill('没有特别风险')
  await page.getByRole('button', { name: '记下' }).click()
  await page.getByText('请填写人数').waitFor()
  assert.equal(await page.locator('#title').inputValue(), '教老人用手机', 'nothing typed is lost')
  await inspect(page, 'post-form')
  await page.locator('#people').fill('5')
  await page.getByRole('button', { name: '记下' }).click()
  await page.getByText('岗位设好了').waitFor()
  post = page.url()
  await inspect(page, 'post')
  await page.context().close()
})

test('a member says on the phone what she can do', async () => {
  await phone.goto(new URL(link, linli.address).pathname)
  await phone.locator('#login').fill('matching')
  await phone.locator('#password').fill(password)
  await phone.getByRole('button', { name: '就用这个' }).click()
  await phone.goto('/me/posts')
  await inspect(phone, 'my-posts-before')
  await phone.getByRole('link', { name: /我能做什么/ }).click()
  await phone.locator('#skills').fill('电脑手机')
  await phone.locator('#available').fill('周末')
  await phone.getByRole('button', { name: '就这样' }).click()
  await phone.getByText('记下了，谢谢您').waitFor()
  await inspect(phone, 'my-ability')
})

test('the worker matches, sees why, and asks', async () => {
  const page = await linli.open(browser, '/matching', { as: 'officer', size: 'pc' })
  const panel = page.locator('section.panel', { has: page.getByRole('heading', { name: '教老人用手机', exact: true }) })
  await panel.getByText(member.name).waitFor()
  await panel.getByText('会电脑手机，周末都有空，同一社区').first().waitFor()
  await inspect(page, 'matching')
  await page.setViewportSize({ width: 390, height: 844 })
  await inspect(page, 'matching-phone')
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('button', { name: '问一问选中的人' }).click()
  await page.getByText('等他们答复').waitFor()
  await inspect(page, 'offers')
  await page.goto(`${new URL(post).pathname}/candidates`)
  await inspect(page, 'candidates')
  await page.goto('/offers')
  await page.getByRole('button', { name: '打印纸条' }).click()
  await page.getByRole('heading', { name: '征询单' }).waitFor()
  await inspect(page, 'offer-slips')
  const other = page.locator('section.slip').filter({ hasNotText: member.name }).first()
  slip = new URL(await other.locator('small').innerText()).pathname
  await page.context().close()
})

test('she says yes on her phone; somebody without an account answers by the code of a slip', async () => {
  await phone.goto('/me/posts')
  await phone.getByRole('link', { name: /问您愿不愿意/ }).click()
  await inspect(phone, 'my-offers')
  await phone.getByRole('button', { name: '我愿意' }).first().click()
  await phone.getByText('岗位是您的了').waitFor()
  const visitor = await person(browser, { baseURL: linli.address, size: 'phone' })
  await visitor.goto(slip)
  await inspect(visitor, 'offer-by-link')
  await visitor.getByText('我推荐别人').click()
  await visitor.locator('input[name=words]').fill('楼上的小林')
  await visitor.getByRole('button', { name: '就这样' }).click()
  await visitor.getByText('谢谢您的推荐').waitFor()
  await visitor.context().close()
})

test('she says what she did; whoever was served confirms by the card; the certificate is true', async () => {
  await phone.goto('/me/service')
  await phone.getByText('我做了什么').first().click()
  const form = phone.locator('form[action$="/service"]').first()
  await form.locator('input[name=minutes]').fill('1.5小时')
  await form.getByRole('button', { name: '报时长' }).click()
  await phone.getByText('等社区或被服务的人确认').waitFor()
  await inspect(phone, 'my-service')
  const worker = await linli.open(browser, `${new URL(post).pathname}/service`, { as: 'officer', size: 'pc' })
  await inspect(worker, 'post-service')
  await worker.getByRole('button', { name: '打印记录卡' }).click()
  await worker.getByRole('heading', { name: '服务记录卡' }).waitFor()
  await inspect(worker, 'record-cards')
  const code = new URL(await worker.locator('section.slip small').first().innerText()).pathname
  const served = await person(browser, { baseURL: linli.address, size: 'phone' })
  await served.goto(code)
  await inspect(served, 'served-confirms')
  await served.getByRole('button', { name: '是的，来过了' }).click()
  await served.getByText('谢谢您的确认').waitFor()
  await phone.goto('/me/service')
  await phone.getByRole('button', { name: /开一份证明/ }).click()
  await phone.getByText('证明开好了').waitFor()
  await inspect(phone, 'my-certificate')
  const number = (await phone.locator('small', { hasText: /^\d{4}-/ }).first().innerText()).trim()
  await served.goto(`/certificate?number=${number}`)
  await served.getByText('真的，内容如下').waitFor()
  assert.equal(await served.getByText(member.name).count(), 0, 'the given name is nobody’s business')
  await inspect(served, 'certificate-checked')
  await served.context().close()
  await worker.goto('/service')
  await inspect(worker, 'service')
  await worker.goto('/certificates')
  await inspect(worker, 'certificates')
  await worker.goto('/teams')
  await inspect(worker, 'teams')
  await worker.context().close()
})

test('in large type everything can be read and tapped', async () => {
  await phone.request.post('/manner', { form: { size: 'large', back: '/me' } })
  for (const path of ['/me', '/me/posts', '/me/offers', '/me/service', '/me/ability']) {
    await phone.goto(path)
    await inspect(phone, `large-${path.slice(1).replaceAll('/', '-')}`)
  }
})

test('needs that were reviewed together are opened together, on a phone too', async () => {
  for (const size of ['pc', 'phone']) {
    const page = await linli.open(browser, '/needs?state=asked', { as: 'officer', size })
    await inspect(page, 'needs-asked')
    if (size === 'phone') {
      await page.locator('#risk').fill('没有特别的风险')
      await page.getByRole('button', { name: '一起开放' }).click()
      await page.getByText(/开放了 \d+ 条/).waitFor()
      await page.goto('/matching')
      await inspect(page, 'matching-many')
    }
    await page.context().close()
  }
})
