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

/** `data-live`: the address of an event stream whose events replace the element's content. */
for (const element of document.querySelectorAll('[data-live]')) {
  const events = new EventSource(element.dataset.live);
  events.addEventListener('update', (event) => {
    element.innerHTML = event.data;
  });
  // The server ends the stream when nothing will change any more, or when there is something new to do.
  events.addEventListener('reload', () => {
    events.close();
    location.reload();
  });
  events.addEventListener('end', () => {
    events.close();
  });
}
