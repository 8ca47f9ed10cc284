// Fills a street, signs in as four people, and lets Lighthouse look at their pages with its own idea
// of a phone (slow network, slow processor) and of a PC. Each figure stands beside its limit; each
// page's weight is all that came over the wire with an empty cache.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import lighthouse, { desktopConfig } from 'lighthouse'

const least = 95
const heaviest = 100_000
const looked = ['performance', 'accessibility', 'best-practices']
const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const program = process.env.LINLI_BIN ?? fileURLToPath(new URL('../../target/release/linli', import.meta.url))
const chromium = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const paths = {
  phone: { visitor: ['/sign-in'], member: ['/me', '/me/activities', '/me/points', '/me/notices', '/me/dues', '/me/contacts'] },
  pc: { worker: ['/', '/members', '/calendar', '/plan', '/notices', '/categories', '/contacts'], officer: ['/', '/difficulties', '/orgs'] },
}

const freePort = () => new Promise((told) => {
  const probe = createServer()
  probe.listen(0, '127.0.0.1', () => {
    const { port } = probe.address()
    probe.close(() => told(port))
  })
})

// A process, once what it says matches.
function begun(command, args, says, from = 'stdout') {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } })
  return new Promise((ready, failed) => {
    let told = ''
    child[from].on('data', (part) => {
      told += part
      if (says.test(told)) ready({ child, told })
    })
    child.once('error', failed)
    child.once('exit', (code) => failed(new Error(`${command} ended with ${code}: ${told}`)))
  })
}

async function signIn(address, login, password) {
  const answer = await fetch(`${address}/sign-in`, { method: 'POST', redirect: 'manual', headers: { origin: address, 'sec-fetch-site': 'same-origin' }, body: new URLSearchParams({ login, password }) })
  const cookies = answer.headers.getSetCookie().map((one) => one.split(';')[0])
  if (!cookies.length) throw new Error(`${login} was not let in: ${answer.status}`)
  return { Cookie: cookies.join('; ') }
}

const folder = await mkdtemp(join(tmpdir(), 'linli-lighthouse.'))
const processes = []
let missed = 0
try {
  if (!chromium) throw new Error('Chromium is missing: install the package chromium, or name it in CHROMIUM')
  const [served, debugged] = [await freePort(), await freePort()]
  const linli = await begun(program, ['demo', '--data', join(folder, 'data'), '--listen', `127.0.0.1:${served}`], /http:\/\//)
  processes.push(linli.child)
  const browser = await begun(chromium, [...flags, `--remote-debugging-port=${debugged}`, `--user-data-dir=${join(folder, 'chromium')}`, 'about:blank'], /DevTools listening/, 'stderr')
  processes.push(browser.child)
  const address = `http://127.0.0.1:${served}`
  console.log(`${'page'.padEnd(40)} ${['performance', 'accessibility', 'practices', 'kB'].map((one) => one.padStart(13)).join(' ')}   (limits: at least ${least}; phone pages at most ${heaviest / 1000} kB)`)
  for (const [size, people] of Object.entries(paths)) {
    for (const [who, pages] of Object.entries(people)) {
      const account = linli.told.match(new RegExp(`^${who}\\s+(\\S+)\\s+(\\S+)`, 'm'))
      const extraHeaders = account ? await signIn(address, account[1], account[2]) : {}
      for (const path of pages) {
        const { lhr } = await lighthouse(`${address}${path}`, { port: debugged, onlyCategories: looked, extraHeaders, logLevel: 'error' }, size === 'pc' ? desktopConfig : undefined)
        if (lhr.runtimeError || new URL(lhr.finalDisplayedUrl).pathname !== path) throw new Error(`${path}: ${lhr.runtimeError?.message ?? lhr.finalDisplayedUrl}`)
        const scores = looked.map((one) => Math.round(lhr.categories[one].score * 100))
        const weight = lhr.audits['total-byte-weight'].numericValue
        const holds = scores.every((one) => one >= least) && (size === 'pc' || weight <= heaviest)
        missed += Number(!holds)
        console.log(`${`${size} ${who} ${path}`.padEnd(40)} ${[...scores, (weight / 1000).toFixed(1)].map((one) => String(one).padStart(13)).join(' ')}${holds ? '' : '  MISSED'}`)
        if (!holds || process.env.WHY) {
          for (const name of looked) {
            for (const { id, weight: of } of lhr.categories[name].auditRefs) {
              const audit = lhr.audits[id]
              if (of > 0 && audit.score !== null && audit.score < 0.9) console.log(`    ${id}: ${audit.title} ${audit.displayValue ?? ''}`)
            }
          }
        }
      }
    }
  }
} finally {
  for (const child of processes) {
    const gone = new Promise((ended) => child.once('exit', ended))
    if (child.exitCode === null) {
      child.kill('SIGTERM')
      await gone
    }
  }
  await rm(folder, { recursive: true, force: true })
}
process.exitCode = missed ? 1 : 0
