// The real program for a story: a data directory of its own, filled, served, and gone afterwards.
import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import assert from 'node:assert/strict'
import { axe, fits, person, shot } from './browser.mjs'

const program = process.env.LINLI_BIN ?? fileURLToPath(new URL('../../target/debug/linli', import.meta.url))
const environment = { ...process.env, RUST_LOG: process.env.RUST_LOG ?? 'warn', NO_COLOR: '1' }
const run = promisify(execFile)

async function freePort() {
  const probe = createServer()
  await new Promise((ready) => probe.listen(0, '127.0.0.1', ready))
  const { port } = probe.address()
  await new Promise((closed) => probe.close(closed))
  return port
}

// fill: the command that fills the data directory, by default a synthetic street of 400 members.
// people: who signs in, by the name the story uses: { worker: { role: 'worker', org: '青竹苑社区党总支' } }.
export async function start({ fill = ['demo', '--members', '400', '--no-serve'], people = {} } = {}) {
  const data = await mkdtemp(join(tmpdir(), 'linli-story.'))
  const linli = async (command, ...rest) => (await run(program, [command, '--data', data, ...rest], { env: environment, maxBuffer: 64 << 20 })).stdout
  let server
  const stop = async () => {
    if (server && server.exitCode === null) {
      const gone = new Promise((ended) => server.once('exit', ended))
      server.kill('SIGTERM')
      await gone
    }
    await rm(data, { recursive: true, force: true })
  }
  try {
    await linli(...fill)
    const tokens = {}
    for (const [name, { role, org }] of Object.entries(people)) {
      const { stdout } = await run(program, ['user', 'add', name, '--data', data, '--role', role, '--org', org, '--token'], { env: environment })
      tokens[name] = stdout.trim().split(/\s+/).pop()
    }
    const address = `http://127.0.0.1:${await freePort()}`
    server = spawn(program, ['serve', '--data', data, '--listen', address.slice('http://'.length)], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
    const told = await untilReady(server)
    return { address, data, linli, stop, told, open: (browser, path, options) => open(browser, { address, tokens, path, ...options }) }
  } catch (error) {
    await stop()
    throw error
  }
}

// What `linli serve` says until it answers: one line, and before the first account the set-up link.
function untilReady(server) {
  let complaint = ''
  let told = ''
  server.stderr.on('data', (part) => {
    complaint = (complaint + part).slice(-4000)
  })
  return new Promise((ready, failed) => {
    const late = setTimeout(() => failed(new Error(`linli serve is silent after 30 s\n${complaint}`)), 30_000)
    server.stdout.on('data', (part) => {
      told += part
      if (!/已就绪|is ready/.test(told)) return
      clearTimeout(late)
      ready(told)
    })
    server.once('exit', (code) => {
      clearTimeout(late)
      failed(new Error(`linli serve ended with ${code}\n${complaint}`))
    })
  })
}

// A window at a path, as somebody of `people` (`as`), or as a visitor.
async function open(browser, { address, tokens, path, as, ...options }) {
  assert.ok(!as || tokens[as], `no ${as} among the people of this story`)
  const more = as ? { extraHTTPHeaders: { authorization: `Bearer ${tokens[as]}` } } : {}
  const page = await person(browser, { baseURL: address, ...more, ...options })
  const answer = await page.goto(path)
  assert.ok(answer.ok(), `${path} answered ${answer.status()}`)
  return page
}

// What every page of every story must stand: a picture for people, axe-core, no sideways scroll,
// targets a thumb can hit on members' pages, no fault in the console.
export async function inspect(page, name) {
  const forMembers = await page.evaluate(() => document.body.classList.contains('phone'))
  await shot(page, name)
  await axe(page)
  await fits(page, { tap: forMembers ? 48 : 24 })
  assert.deepEqual(page.faults, [], `faults on ${page.url()}`)
}
