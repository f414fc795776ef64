/**
 * What pages do more comfortably with JavaScript. Each works without it: by reload, by selecting text, by a button.
 */

/** `data-copy`: the id of the element whose text a click copies. */
for (const button of document.querySelectorAll('button[data-copy]')) {
  button.hidden = false;
  const label = button.textContent;
  button.addEventListener('click', async () => {
    const source = document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(source.value ?? source.textContent);
    button.textContent = button.dataset.copied;
    setTimeout(() => {
      button.textContent = label;
    }, 2000);
  });
}

/** `data-live`: the address of an event stream. Its events hold the parts that change, each with its id. */
for (const element of document.querySelectorAll('[data-live]')) {
  const events = new EventSource(element.dataset.live);
  events.addEventListener('update', ({ data }) => {
    const fresh = document.createElement('template');
    fresh.innerHTML = data;
    for (const part of fresh.content.querySelectorAll('[id^="live-"]')) {
      const shown = document.getElementById(part.id);
      // Left alone where nothing is new: somebody may be reading, or be on a button.
      if (shown !== null && shown.innerHTML !== part.innerHTML) shown.innerHTML = part.innerHTML;
    }
  });
  events.addEventListener('reload', () => {
    events.close();
    location.reload();
  });
  // Nothing will change any more.
  events.addEventListener('end', () => {
    events.close();
  });
}
