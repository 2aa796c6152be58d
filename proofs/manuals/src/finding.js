// Finds things on the page as a person does: by their names.
// Arguments: the part of the page to look in (or null), the kind of thing, the name wanted.
// Answers: the elements found, and the names of all that there is of that kind.
const [part, kind, wanted] = arguments;

const kinds = {
  press: `a[href], button, summary, input:is([type=submit], [type=button], [type=reset], [type=image]),
    [role=button], [role=link], [role=tab], [role=menuitem], [role=option], [role=switch]`,
  field: `input:not([type=hidden], [type=submit], [type=button], [type=reset], [type=image], [type=checkbox], [type=radio]),
    select, textarea, [contenteditable=true], [role=combobox], [role=textbox]`,
  tick: `input:is([type=checkbox], [type=radio]), [role=checkbox], [role=radio], [role=switch]`,
  part: `tr, li, fieldset, section, article, form, dialog, nav, aside, main, header, footer, details, table, dl > div,
    [role=row], [role=group], [role=radiogroup], [role=region], [role=dialog], [role=tabpanel], [role=search]`,
};

const tidy = (text) => (text ?? '').replace(/\s+/g, ' ').trim();

// The text of an element without what is hidden from everybody, and without the controls that a label may hold.
const textOf = (element) => {
  if (element.nodeType === Node.TEXT_NODE) return element.textContent;
  if (element.nodeType !== Node.ELEMENT_NODE) return '';
  if (element.matches('[aria-hidden=true], [hidden], script, style, template, select, textarea')) return '';
  if (element.localName === 'img') return ` ${element.alt} `;
  const text = [...element.childNodes].map(textOf).join('');
  return getComputedStyle(element).display.startsWith('inline') ? text : ` ${text} `;
};

const nameOf = (element) => {
  const labelled = element.getAttribute('aria-labelledby');
  if (labelled) return tidy(labelled.split(/\s+/).map((id) => document.getElementById(id)?.textContent).join(' '));
  const label = element.getAttribute('aria-label');
  if (label) return tidy(label);
  if (element.labels?.length) return tidy([...element.labels].map(textOf).join(' '));
  if (element.localName === 'input') return tidy(element.value || element.alt || element.title);
  if (kind === 'part') {
    const head = element.querySelector(':scope > :is(legend, caption, summary, h1, h2, h3, h4, header)');
    return head ? tidy(textOf(head)) : '';
  }
  return tidy(textOf(element)) || tidy(element.title);
};

const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
// A tick may be drawn by its label; a file field may be hidden behind a button.
const reachable = (element) => shown(element) || [...(element.labels ?? [])].some(shown);

// While a modal dialog is open there is nothing else that a person can reach.
const scope = part ?? [...document.querySelectorAll('dialog:modal')].at(-1) ?? document;

const all = [...scope.querySelectorAll(kinds[kind])].filter(reachable);
if (kind === 'part' && scope !== document) all.push(scope);
const named = all.map((element) => ({ element, name: nameOf(element) }));

let found = named.filter(({ name }) => name === wanted);
// "Ändra" means "Ändra namn" when nothing else begins so, and "Lång titel" means "Lång titel (valfritt)".
if (found.length === 0) found = named.filter(({ name }) => name.startsWith(`${wanted} `));
if (found.length === 0 && kind === 'part') {
  const holding = named.filter(({ element }) => tidy(element.innerText).includes(wanted));
  found = holding.filter(({ element }) => !holding.some((other) => other.element !== element && element.contains(other.element)));
}

// The same link twice, as in a menu and in a path, is one thing.
const places = new Set(found.map(({ element }) => element.href ?? element));
if (found.length > 1 && places.size === 1) found = found.slice(0, 1);

return {
  found: found.map(({ element }) => element),
  names: [...new Set(named.map(({ name }) => name))].filter(Boolean),
};
