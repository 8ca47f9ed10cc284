// Bundles the theme and the scripts into dist/: linli.css, linli.js, favicon.svg,
// and visits.js with its worker, which only a visitor's page loads.
// Prints what each weighs on the wire, and fails when a page for a weak phone would get too heavy.
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { join } from 'node:path'
import { build } from 'esbuild'
import { PurgeCSS } from 'purgecss'
import { attributes, classes, tags } from './tabler.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const dist = join(here, 'dist')
const limits = { 'linli.css': 25_000, 'linli.js': 20_000, 'visits.js': 6_000 }

// Tabler asks for `light-dark()`, which browsers on older phones do not know, and they would drop
// the whole declaration. Linli has one light face, so the first argument is the answer.
function lightOnly(css) {
  const word = 'light-dark('
  for (let at = css.indexOf(word); at >= 0; at = css.indexOf(word, at)) {
    let depth = 0
    let comma = -1
    let end = at + word.length
    for (; depth >= 0; end++) {
      if (css[end] === '(') depth++
      if (css[end] === ')') depth--
      if (css[end] === ',' && depth === 0 && comma < 0) comma = end
    }
    css = css.slice(0, at) + css.slice(at + word.length, comma) + css.slice(end)
  }
  return css
}

async function tabler() {
  const file = createRequire(import.meta.url).resolve('@tabler/core/dist/css/tabler.min.css')
  const [{ css }] = await new PurgeCSS().purge({
    content: [{ raw: ' ', extension: 'parts' }],
    extractors: [{ extensions: ['parts'], extractor: () => ({ tags, classes, attributes, ids: [], undetermined: [] }) }],
    css: [{ raw: lightOnly(await readFile(file, 'utf8')) }],
    variables: true,
    keyframes: true,
    fontFace: true,
  })
  return css
}

const tablerPart = {
  name: 'tabler',
  setup(bundle) {
    bundle.onResolve({ filter: /^tabler$/ }, () => ({ path: 'tabler', namespace: 'tabler' }))
    bundle.onLoad({ filter: /./, namespace: 'tabler' }, async () => ({ contents: await tabler(), loader: 'css' }))
  },
}

await rm(dist, { recursive: true, force: true })
await mkdir(dist, { recursive: true })
await build({
  absWorkingDir: here,
  entryPoints: { linli: 'js/linli.js', visits: 'js/visits.js', 'visits-worker': 'js/visits-worker.js' },
  outdir: dist,
  bundle: true,
  minify: true,
  format: 'iife',
  target: ['chrome90', 'firefox90', 'safari15'],
  legalComments: 'inline',
  logLevel: 'warning',
})
await build({
  absWorkingDir: here,
  entryPoints: { linli: 'css/linli.css' },
  outdir: dist,
  bundle: true,
  minify: true,
  target: ['chrome90', 'firefox90', 'safari15'],
  loader: { '.svg': 'dataurl' },
  plugins: [tablerPart],
  legalComments: 'inline',
  logLevel: 'warning',
})
await copyFile(join(here, 'favicon.svg'), join(dist, 'favicon.svg'))

let heavy = false
for (const [name, limit] of Object.entries(limits)) {
  const bytes = await readFile(join(dist, name))
  const wire = gzipSync(bytes, { level: 9 }).length
  const tooHeavy = wire > limit
  heavy ||= tooHeavy
  console.log(`${name.padEnd(10)} ${String(bytes.length).padStart(7)} B, gzip ${String(wire).padStart(6)} B (limit ${limit})${tooHeavy ? '  TOO HEAVY' : ''}`)
}
process.exit(heavy ? 1 : 0)
