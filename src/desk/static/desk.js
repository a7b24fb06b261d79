// What pages need beyond htmx. Everything essential works without it.
(() => {
  const body = document.body;
  document.documentElement.classList.add('js');

  // Filters act at once.
  document.addEventListener('change', ({ target }) => {
    if (target.matches?.('[data-go]')) target.form.requestSubmit();
  });

  // Half-written replies and notes outlive a reload; they go when sent or when the browser tab is closed.
  const draftKey = (field) => `draft ${location.pathname} ${field.name}`;
  const keepDrafts = () => {
    for (const field of document.querySelectorAll('textarea[data-draft]')) {
      if (!field.value) field.value = sessionStorage.getItem(draftKey(field)) ?? '';
    }
  };
  document.addEventListener('input', ({ target }) => {
    if (target.matches?.('textarea[data-draft]')) sessionStorage.setItem(draftKey(target), target.value);
  });
  document.addEventListener('submit', ({ target }) => {
    if (target.matches('.who')) sessionStorage.clear();
  });

  // A form is sent once, however often its button is pressed on a slow network.
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.dataset.sent) return event.preventDefault();
    if (form.hasAttribute('hx-post')) return;
    form.dataset.sent = 'yes';
    for (const button of form.querySelectorAll('button')) button.classList.add('busy');
    for (const field of form.querySelectorAll('textarea[data-draft]'))
      sessionStorage.removeItem(draftKey(field));
  });
  addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll('form[data-sent]')) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll('.busy')) button.classList.remove('busy');
    }
  });

  // A reply shows at once, as "sending", and is replaced by what the server keeps.
  document.addEventListener('htmx:before:request', ({ target }) => {
    if (!target.matches?.('form[data-bubble]')) return;
    const words = target.querySelector('textarea').value;
    const bubble = document.querySelector('#bubble').content.cloneNode(true);
    bubble.querySelector('.words').textContent = words;
    document.querySelector('#turns').append(bubble);
    document.querySelector('#turns').lastElementChild.scrollIntoView({ block: 'nearest' });
  });
  document.addEventListener('htmx:after:request', ({ target, detail }) => {
    const form = target.closest?.('form[data-bubble]');
    const status = detail?.ctx?.response?.status ?? 0;
    if (!form || status < 200 || status >= 300) return;
    const field = form.querySelector('textarea');
    field.value = '';
    sessionStorage.removeItem(draftKey(field));
    // words that the address put there (?slip=1) are sent: a reload must not bring them back
    history.replaceState(null, '', location.pathname);
  });
  const lost = () => {
    for (const pending of document.querySelectorAll('.turn.pending')) pending.remove();
    const notice = document.querySelector('#offline');
    if (notice) notice.textContent = body.dataset.offline;
  };
  document.addEventListener('htmx:error', ({ target }) => {
    if (target.matches?.('form[data-bubble]')) lost();
  });
  document.addEventListener('htmx:response:error', ({ target }) => {
    if (target.matches?.('form[data-bubble]')) lost();
  });

  // The dot beside the bar says whether the page is live.
  const live = (state) => {
    const feed = document.querySelector('#feed');
    if (!feed) return;
    feed.dataset.state = state;
    const text = feed.querySelector('.live-text');
    text.textContent = text.dataset[state];
  };
  document.addEventListener('htmx:sse:after:connection', () => live('live'));
  document.addEventListener('htmx:sse:error', () => live('lost'));
  document.addEventListener('htmx:sse:before:connection', ({ detail }) => {
    if (detail?.connection?.attempt > 1) live('lost');
  });

  for (const button of document.querySelectorAll('[data-print]'))
    button.addEventListener('click', () => print());
  document.addEventListener('focusin', ({ target }) => {
    if (target.matches?.('[data-select]')) target.select();
  });
  addEventListener('DOMContentLoaded', keepDrafts);
  document.addEventListener('htmx:after:swap', keepDrafts);
  keepDrafts();
})();
