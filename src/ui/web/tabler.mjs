// What Linli takes from Tabler: its reset, buttons and form controls. Everything else of it stays
// out of the bundle, so a class that is not named here has no style; add it here when you need it.
export const tags = [
  'html', 'body', 'h1', 'h2', 'h3', 'h4', 'p', 'a', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'strong', 'small', 'mark',
  'table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td', 'img', 'svg', 'figure', 'fieldset', 'legend',
  'label', 'input', 'button', 'select', 'textarea', 'optgroup', 'output', 'summary', 'progress', 'iframe', 'hr',
  'blockquote', 'pre', 'code', 'kbd', 'abbr', 'address',
]

export const attributes = {
  names: ['type', 'hidden', 'disabled', 'readonly', 'multiple', 'title', 'href', 'role', 'open'],
  values: ['button', 'reset', 'submit', 'search', 'file', 'radio', 'checkbox', 'date', 'time', 'number'],
}

export const classes = [
  // buttons
  'btn', 'btn-primary', 'btn-danger', 'btn-outline-primary', 'btn-outline-danger', 'btn-link', 'btn-sm', 'btn-lg', 'btn-icon',
  // forms
  'form-label', 'form-control', 'form-control-sm', 'form-select', 'form-select-sm', 'form-hint', 'required',
  'form-check', 'form-check-input', 'form-check-label', 'form-check-inline', 'is-invalid', 'invalid-feedback',
  'input-group', 'input-group-text',
  // for those who listen
  'visually-hidden', 'visually-hidden-focusable',
]
