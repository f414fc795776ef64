/**
 * What pages do more comfortably with JavaScript. Each works without it: by reload, by selecting text, by a button.
 */

/** As dates.ts has them. */
const FORMS = {
  day: { day: 'numeric', month: 'long', year: 'numeric' },
  dayOfYear: { day: 'numeric', month: 'long' },
  time: { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' },
};

/**
 * `data-zone`: the time zone of what a page shows, which may not be the one of this clock. Then the dates are shown anew,
 * and the server is told for the next page.
 */
for (const shown of document.querySelectorAll('[data-zone]')) {
  const { lang } = document.documentElement;
  const locale = lang === 'en' ? 'en-GB' : lang;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  if (timeZone === undefined || timeZone === shown.dataset.zone) continue;
  const secure = location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `time-zone=${encodeURIComponent(timeZone)}; path=/; max-age=31536000; samesite=lax${secure}`;
  for (const time of document.querySelectorAll('time[data-form]')) {
    const form = new Intl.DateTimeFormat(locale, { ...FORMS[time.dataset.form], timeZone });
    time.textContent = form.format(new Date(time.dateTime));
  }
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'longGeneric' }).formatToParts();
  shown.textContent = timeZone === 'UTC' ? timeZone : parts.find(({ type }) => type === 'timeZoneName').value;
}

/** `data-copy`: the id of the element whose text a click copies. */
const showCopyButtons = () => {
  for (const button of document.querySelectorAll('button[data-copy]')) button.hidden = false;
};
showCopyButtons();
document.addEventListener('click', async ({ target }) => {
  const button = target.closest('button[data-copy]');
  if (button === null) return;
  const source = document.getElementById(button.dataset.copy);
  await navigator.clipboard.writeText(source.value ?? source.textContent);
  const [label] = button.childNodes;
  const words = label.textContent;
  if (words === button.dataset.copied) return;
  label.textContent = button.dataset.copied;
  setTimeout(() => {
    label.textContent = words;
  }, 2000);
});

/** Before a refused stream is asked for again, twice as long each time: a server may be too busy. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * `data-live`: the address of an event stream. Its events hold the parts that change, each with its id. A tab out of
 * sight follows nothing: it catches up when it is looked at.
 */
for (const element of document.querySelectorAll('[data-live]')) {
  let events;
  let over = false;
  let again;
  let pauseMs = FIRST_PAUSE_MS;
  const follow = () => {
    if (over || events !== undefined || document.visibilityState === 'hidden') return;
    events = new EventSource(element.dataset.live);
    events.addEventListener('open', () => {
      pauseMs = FIRST_PAUSE_MS;
    });
    // A browser comes again by itself after a broken connection, not after an answer such as 502.
    events.addEventListener('error', () => {
      if (events?.readyState !== EventSource.CLOSED) return;
      stop();
      again = setTimeout(follow, pauseMs);
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    });
    events.addEventListener('update', ({ data }) => {
      const fresh = document.createElement('template');
      fresh.innerHTML = data;
      for (const part of fresh.content.querySelectorAll('[id^="live-"]')) replace(part);
    });
    events.addEventListener('reload', () => {
      stop();
      location.reload();
    });
    // Too many tabs follow.
    events.addEventListener('pause', stop);
    // Nothing will change any more.
    events.addEventListener('end', () => {
      over = true;
      stop();
    });
  };
  const stop = () => {
    clearTimeout(again);
    events?.close();
    events = undefined;
  };
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') stop();
    else follow();
  });
  follow();
}

/** Left alone where nothing is new: somebody may be reading. Whoever is on a link or a button stays on it, and what was unfolded stays so. */
function replace(part) {
  const shown = document.getElementById(part.id);
  if (shown === null || shown.innerHTML === part.innerHTML) return;
  shown.className = part.className;
  const focused = shown.contains(document.activeElement) ? document.activeElement.outerHTML : undefined;
  const unfolded = [...shown.querySelectorAll('details[open][id]')].map(({ id }) => id);
  shown.innerHTML = part.innerHTML;
  for (const id of unfolded) document.getElementById(id)?.setAttribute('open', '');
  showCopyButtons();
  if (focused === undefined) return;
  [...shown.querySelectorAll('a, button, summary, [tabindex]')]
    .find(({ outerHTML }) => outerHTML === focused)
    ?.focus();
}

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

/** What only works with scripts is shown only then. */
for (const element of document.querySelectorAll('[data-scripted]')) element.hidden = false;

/**
 * `data-search`: the id of the element that shows what the form finds, while it is being typed; `data-failed`: of the
 * one that says that nothing could be found out.
 */
for (const input of document.querySelectorAll('input[data-search]')) {
  const results = document.getElementById(input.dataset.search);
  const failed = document.getElementById(input.dataset.failed);
  const { form } = input;
  let timer;
  let asked = 0;
  const search = async (button) => {
    asked += 1;
    const mine = asked;
    const reply = await fetch(`${form.action.replace(/[^/]+$/, '')}search`, {
      method: 'POST',
      headers: { 'X-Part': 'results' },
      body: new URLSearchParams(new FormData(form, button)),
    }).catch(() => undefined);
    const html = reply?.ok ? await reply.text().catch(() => undefined) : undefined;
    if (mine !== asked) return;
    failed.hidden = html !== undefined;
    const more = button?.closest('p');
    if (!more) results.innerHTML = html ?? '';
    else if (html !== undefined) append(more, html);
  };
  // What is typed next looks for somebody else.
  input.addEventListener('focus', () => input.select());
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(search, 250);
  });
  form.addEventListener('submit', (event) => {
    const { submitter } = event;
    if (submitter?.formAction.endsWith('/search')) {
      event.preventDefault();
      void search(submitter.name === '' ? undefined : submitter);
    }
  });
}

/**
 * `data-part`: the id of the part of the page that a button changes; what the form answers takes its place. Where that
 * fails, the whole form is sent.
 */
document.addEventListener('submit', async (event) => {
  const { submitter, target: form } = event;
  const shown = document.getElementById(submitter?.dataset.part ?? '');
  if (shown === null || event.defaultPrevented) return;
  event.preventDefault();
  submitter.setAttribute('aria-busy', 'true');
  const reply = await fetch(submitter.formAction, {
    method: 'POST',
    headers: { 'X-Part': shown.id },
    body: new URLSearchParams(new FormData(form, submitter)),
  }).catch(() => undefined);
  const html = reply?.ok ? await reply.text().catch(() => undefined) : undefined;
  submitter.removeAttribute('aria-busy');
  if (html === undefined) {
    delete submitter.dataset.part;
    form.requestSubmit(submitter);
    return;
  }
  const rowsBefore = [...shown.querySelectorAll('li')];
  const place = rowsBefore.indexOf(submitter.closest('li'));
  shown.outerHTML = html;
  if (submitter.dataset.added !== undefined) submitter.firstChild.textContent = submitter.dataset.added;
  // The row that the keyboard was on is gone: it goes on with the next one.
  const rows = document.getElementById(shown.id).querySelectorAll('li button');
  if (place !== -1) rows[Math.min(place, rows.length - 1)]?.focus();
});

/** What a followed page takes to show what came of a form; then it is loaded anew. */
const SHOWN_WITHIN_MS = 15_000;

/** `data-followed`: what comes of the form is shown by the page that follows, where it was sent. */
document.addEventListener('submit', async (event) => {
  const { submitter, target: form } = event;
  if (form.dataset.followed === undefined || event.defaultPrevented) return;
  event.preventDefault();
  submitter?.setAttribute('aria-busy', 'true');
  const body = new URLSearchParams(new FormData(form, submitter));
  const reply = await fetch(form.action, { method: 'POST', body }).catch(() => undefined);
  if (!reply?.ok) {
    delete form.dataset.followed;
    form.requestSubmit(submitter);
    return;
  }
  setTimeout(() => {
    if (form.isConnected) location.reload();
  }, SHOWN_WITHIN_MS);
});

/** The next page of what was found takes the place of the button that asked for it; the keyboard goes on there. */
function append(more, html) {
  const next = document.createElement('template');
  next.innerHTML = html;
  const first = next.content.querySelector('button');
  more.replaceWith(next.content);
  first?.focus();
}

/** `data-into`: the id of the field that a chosen file fills; `data-replaces`: what is asked where there is something. */
for (const input of document.querySelectorAll('input[data-into]')) {
  input.addEventListener('change', async () => {
    const [file] = input.files;
    if (file === undefined) return;
    const field = document.getElementById(input.dataset.into);
    if (field.value.trim() === '' || confirm(input.dataset.replaces)) field.value = await file.text();
    else input.value = '';
  });
}

/** Whoever has pressed a button sees that it is being done, and does not press it again. */
document.addEventListener('submit', ({ submitter, defaultPrevented }) => {
  if (!defaultPrevented) submitter?.setAttribute('aria-busy', 'true');
});
for (const link of document.querySelectorAll('a[data-busy]')) {
  link.addEventListener('click', () => link.setAttribute('aria-busy', 'true'));
}
addEventListener('pageshow', () => {
  for (const button of document.querySelectorAll('[aria-busy]')) button.removeAttribute('aria-busy');
});
