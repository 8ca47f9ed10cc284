// What people promise at their posts: said on the phone and at the desk, public as each of them likes,
// thanked and pointed out by residents without an account, printed for the board and the corridor.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch, person } from './browser.mjs'
import { inspect, start } from './linli.mjs'

let browser, linli, open, reported, own
const password = '桂花 石桥 晒谷 渡船 暖壶'
const json = { accept: 'application/json' }
const path = (url) => new URL(url).pathname
const get = async (page, url) => (await page.request.get(url, { headers: json })).json()

before(async () => {
  browser = await launch()
  linli = await start({ people: { officer: { role: 'officer', org: '青龙街道党工委' } } })
  const page = await linli.open(browser, '/commitments', { as: 'officer' })
  const { commitments } = await get(page, '/commitments')
  open = commitments.filter((one) => ['standing', 'not_yet'].includes(one.state))
  reported = open.find((one) => one.tie === 'report_in' && one.shown === 'surname')
  own = open.find((one) => one.tie === 'report_in' && one.shown === 'hidden')
  await page.context().close()
})
after(async () => {
  await browser?.close()
  await linli?.stop()
})

for (const size of ['pc', 'phone']) {
  test(`the desk's pages, the board and the cards stand at ${size} size`, async () => {
    const page = await linli.open(browser, '/commitments', { as: 'officer', size })
    for (const [url, name] of [
      ['/commitments', 'commitments'],
      ['/commitments?state=kept', 'commitments-kept'],
      [`/commitments/${reported.id}`, 'commitment'],
      [`/posts/${reported.post}/commitments`, 'commitments-of-a-post'],
      ['/commitments/words', 'commitment-words'],
      ['/commitments/board', 'commitment-board'],
      ['/commitments/cards', 'commitment-cards'],
    ]) {
      await page.goto(url)
      await inspect(page, name)
    }
    await page.goto('/commitments/board')
    await page.getByText('本人没有同意公开').waitFor()
    const hidden = open.find((one) => one.shown === 'hidden')
    assert.equal(await page.getByText(hidden.target).count(), 0)
    for (const sheet of ['board.pdf', 'board.pdf?sheet=a3', 'cards.pdf']) {
      const answer = await page.request.get(`/commitments/${sheet}`)
      assert.equal((await answer.body()).subarray(0, 4).toString(), '%PDF', sheet)
    }
    await page.context().close()
  })

  test(`the public page and the branch's face stand at ${size} size, in both languages`, async () => {
    for (const locale of ['zh-CN', 'en-GB']) {
      const page = await person(browser, { baseURL: linli.address, size, locale })
      await page.goto(`/promise/${reported.key}`)
      await inspect(page, `promise-${locale}`)
      assert.ok(!(await page.content()).includes(reported.name), 'the given name is masked')
      await page.context().close()
    }
    const page = await person(browser, { baseURL: linli.address, size })
    await page.goto(`/b/${reported.org}`)
    await page.locator(`a[href="/promise/${reported.key}"]`).waitFor()
    assert.equal(await page.getByText('还没做到').count(), 0)
    await inspect(page, 'face-with-promises')
    await page.context().close()
  })
}

test('a resident thanks with one tap and points something out; the worker reads it first and answers', async () => {
  const said = await linli.open(browser, `/commitments/${own.id}`, { as: 'officer', size: 'pc' })
  const showing = said.locator('form[action$="/showing"]')
  await showing.locator('input[value=surname]').locator('xpath=..').click()
  await showing.getByRole('button', { name: '记下' }).click()
  await said.getByText('可以收回').first().waitFor()
  await said.context().close()
  const page = await person(browser, { baseURL: linli.address, size: 'phone', scripts: false })
  await page.goto(`/promise/${own.key}`)
  await page.getByRole('button', { name: '说声谢谢' }).click()
  await page.getByText('谢谢您说这一声').waitFor()
  await page.getByText('有问题要指出').click()
  await page.locator('#what').fill('灯'.repeat(301))
  await page.getByRole('button', { name: '提交' }).click()
  await page.getByText('太长了').waitFor()
  assert.equal((await page.locator('#what').inputValue()).length, 301, 'nothing typed is lost')
  await page.locator('#what').fill('二楼的灯又灭了')
  await page.getByRole('button', { name: '提交' }).click()
  await page.getByText('等社区看').waitFor()
  const answered = path(page.url())

  const desk = await linli.open(browser, '/', { as: 'officer', size: 'pc' })
  await desk.getByText('居民对承诺说的').waitFor()
  await desk.goto('/commitments/words')
  const word = desk.locator('.todos li', { hasText: '二楼的灯又灭了' })
  await word.locator('input[name=answer]').fill('今天下午就换')
  await word.getByRole('button', { name: '答复' }).click()
  await desk.getByText('答复了，提的人凭查询码看得到').waitFor()
  await desk.locator('.todos li', { hasText: '谢谢，辛苦了' }).getByRole('button', { name: '转给本人' }).click()
  await desk.getByText('转给了本人。').waitFor()
  await desk.context().close()

  await page.context().close()
  const again = await person(browser, { baseURL: linli.address, size: 'phone' })
  await again.goto(answered)
  await again.getByText('今天下午就换').waitFor()
  await inspect(again, 'promise-answer')
  await again.context().close()
})

test('in service, on the phone: read what was said, take the name back, not yet, release, promise anew', async () => {
  const desk = await linli.open(browser, `/report-ins/${own.person}`, { as: 'officer' })
  await desk.getByRole('button', { name: '发开账号的纸条' }).click()
  const invited = path(await desk.locator('#link-1').innerText())
  await desk.context().close()
  const page = await person(browser, { baseURL: linli.address, size: 'phone' })
  await page.goto(invited)
  await page.getByLabel('账号').fill('zaizhi')
  for (const box of await page.locator('input[type=password]').all()) await box.fill(password)
  await page.getByRole('button', { name: '就用这个' }).click()
  await page.goto('/me/posts')
  await page.getByRole('link', { name: /我的承诺/ }).click()
  await inspect(page, 'my-promises')
  await page.getByRole('link', { name: new RegExp(own.target.slice(0, 8)) }).click()
  await page.getByText('今天下午就换').waitFor()
  await inspect(page, 'my-promise')
  await page.locator('form[action$="/showing"] input[value=hidden]').locator('xpath=..').click()
  await page.getByRole('button', { name: '就这样' }).click()
  await page.getByText('随时可以再改').waitFor()
  assert.equal((await page.request.get(`/promise/${own.key}`)).status(), 404, 'gone at once')
  await page.getByRole('button', { name: '还没有，接着做' }).click()
  await page.getByText('没关系，慢慢来').waitFor()
  await page.getByText('做不了了，解除').click()
  await page.locator('#reason').fill('  ')
  await page.getByRole('button', { name: '解除这条承诺' }).click()
  await page.getByText('请写明为什么解除').waitFor()
  await page.locator('#reason').fill('腰伤了')
  await page.getByRole('button', { name: '解除这条承诺' }).click()
  await page.getByText('解除了，没关系').waitFor()
  await page.getByRole('link', { name: '我的全部承诺' }).click()
  await page.locator('#target').fill('晴天看看消防通道')
  await page.locator('#by_day').fill('2020-01-01')
  await page.getByRole('button', { name: '我承诺' }).click()
  await page.getByText('这个日子已经过去了').waitFor()
  assert.equal(await page.locator('#target').inputValue(), '晴天看看消防通道')
  await inspect(page, 'my-promises-refused')
  await page.locator('#by_day').fill('')
  await page.getByRole('button', { name: '我承诺' }).click()
  await page.getByRole('heading', { name: '晴天看看消防通道' }).waitFor()
  await page.getByRole('button', { name: '做到了' }).click()
  await page.getByText('记下了，辛苦了').waitFor()
  await page.request.post('/manner', { form: { size: 'large', back: '/me/promises' } })
  for (const url of ['/me/promises', path(page.url())]) {
    await page.goto(url)
    await inspect(page, 'my-promise-large')
  }
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('at the desk: written down as it was said by telephone, in both languages', async () => {
  for (const locale of ['zh-CN', 'en-GB']) {
    const page = await linli.open(browser, `/commitments/${open[0].id}`, { as: 'officer', size: 'pc', locale })
    await inspect(page, `commitment-${locale}`)
    await page.context().close()
  }
  const page = await linli.open(browser, `/posts/${reported.post}/commitments`, { as: 'officer', size: 'pc' })
  await page.locator('#target').fill('周末帮邻居搬重物')
  await page.getByRole('button', { name: '记下' }).click()
  await page.getByText('的承诺。').first().waitFor()
  await page.getByText('周末帮邻居搬重物').waitFor()
  await page.context().close()
})
