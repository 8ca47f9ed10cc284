// Everything here is a help on top of pages that work without it.
import 'htmx.org'
import './requests.js'
import './confirm.js'
import './drop.js'
import './filters.js'
import './ledger.js'
import './sheet.js'
import './countdown.js'
import './progress.js'
import './buttons.js'
import './leaving.js'

document.documentElement.classList.add('js')
