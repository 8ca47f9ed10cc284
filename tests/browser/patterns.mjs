// Serves the snippets of docs/patterns.md as pages, under the policy the product sends.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

const root = fileURLToPath(new URL('../..', import.meta.url))
export const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
const types = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' }

// The frames and the snippets of the catalogue: {app: {frame, snippets}, …}.
export async function catalogue() {
  const text = await readFile(join(root, 'docs/patterns.md'), 'utf8')
  const faces = {}
  for (const [, face, html] of text.matchAll(/^```html ([\w-]+)\n([\s\S]*?)^```$/gm)) {
    const name = face.replace('shell-', '')
    faces[name] ??= { frame: '', snippets: [] }
    if (face.startsWith('shell-')) faces[name].frame = html
    else faces[name].snippets.push(html)
  }
  return faces
}

const asPage = ({ frame, snippets }) => frame.replace('<!-- content -->', snippets.join('\n'))

// Posts and fragment requests are noted in `asked`, so that a test can see what the page sent.
export async function serve() {
  const faces = await catalogue()
  const asked = []
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://patterns')
    const [, first, name] = url.pathname.split('/')
    response.setHeader('content-security-policy', policy)
    if (first === 'assets') {
      const body = await readFile(join(root, 'src/ui/web/dist', name)).catch(() => null)
      response.writeHead(body ? 200 : 404, { 'content-type': types[name.split('.').pop()] ?? 'application/octet-stream' })
      return response.end(body ?? '')
    }
    if (first === 'pattern' && faces[name]) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      const page = asPage(faces[name])
      return response.end(url.searchParams.has('large') ? page.replace('<html ', '<html data-size="large" ') : page)
    }
    let body = ''
    for await (const part of request) body += part
    asked.push({ method: request.method, path: url.pathname, query: url.search, body, htmx: request.headers['hx-request'] === 'true' })
    if (url.pathname.endsWith('/events')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: {"done":920,"total":1380,"text":"第 920 行，共 1,380 行"}\n\n')
      return setTimeout(() => response.end(), 60_000).unref()
    }
    if (url.pathname.endsWith('/code')) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      return response.end('<figure class="room-code" id="fresh"><figcaption>新码</figcaption></figure>')
    }
    if (url.pathname.endsWith('/showing')) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      return response.end('<span class="masked"><span id="phone-1">14000001427</span> <button class="btn btn-sm js-only" type="button" data-copy="#phone-1">复制</button></span>')
    }
    response.writeHead(204).end()
  })
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  const address = `http://127.0.0.1:${server.address().port}`
  return {
    address, asked,
    close() {
      server.closeAllConnections()
      return new Promise((closed) => server.close(closed))
    },
  }
}
