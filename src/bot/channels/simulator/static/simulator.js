// The page's only script: sends what is written on a phone, and shows what the live stream tells.
const phones = document.getElementById('phones');
const trouble = document.getElementById('trouble');
const { after, notSent, offline } = document.body.dataset;

/** The phone that an element or a number belongs to. */
const owner = (of) =>
  typeof of === 'string'
    ? phones.querySelector(`.owner[data-number="${CSS.escape(of)}"]`)
    : of.closest('.owner');
const chat = (phone, channel) => phone.querySelector(`.chat[data-channel="${channel}"]`);

function tell(text) {
  trouble.hidden = !text;
  trouble.textContent = text ?? '';
}

function toEnd(phone) {
  for (const scroll of phone.querySelectorAll('.scroll')) scroll.scrollTop = scroll.scrollHeight;
}

async function post(path, body, type = 'application/json') {
  try {
    const headers = { 'x-simulator': '1', ...(body && { 'content-type': type }) };
    const answer = await fetch(`/simulator${path}`, { method: 'POST', headers, body });
    if (answer.status === 401 || answer.status === 403) location.reload();
    tell(answer.ok ? null : notSent);
    return answer.ok;
  } catch {
    tell(notSent);
    return false;
  }
}

const path = (phone, rest) => `/phones/${encodeURIComponent(phone.dataset.number)}/${rest}`;

/** Sends for the channel whose look the phone has now. */
function send(phone, message) {
  return post(path(phone, 'messages'), JSON.stringify({ channel: phone.dataset.look, ...message }));
}

function sendVoice(phone, seconds, recording) {
  const query = new URLSearchParams({ channel: phone.dataset.look, seconds: String(seconds) });
  return post(path(phone, `voice?${query}`), recording, recording?.type);
}

// ---- what the person does

document.addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.target;
  if (form.id === 'add') return addPhone(form);
  const phone = owner(form);
  if (form.matches('.write')) {
    const { text } = form.elements;
    const written = text.value;
    if (written.trim() === '') return;
    text.value = '';
    if (!(await send(phone, { text: written }))) text.value = written;
  } else if (form.matches('.place-form')) {
    const { latitude, longitude } = form.elements;
    sharePlace(phone, { latitude: latitude.valueAsNumber, longitude: longitude.valueAsNumber });
  }
});

async function addPhone(form) {
  const name = form.elements.name.value.trim();
  if (await post('/phones', JSON.stringify({ name }))) form.reset();
}

function sharePlace(phone, location) {
  closeSheet(phone);
  send(phone, { location });
}

function closeSheet(phone) {
  phone.querySelector('.attach').open = false;
  phone.querySelector('.write input').focus();
}

const presses = {
  '.taps button': (button, phone) => {
    send(phone, { text: button.dataset.says });
    phone.querySelector('.write input').focus();
  },
  '.towns button': (button, phone) =>
    sharePlace(phone, {
      latitude: Number(button.dataset.latitude),
      longitude: Number(button.dataset.longitude),
      label: button.textContent,
    }),
  '.canned': (_button, phone) => {
    closeSheet(phone);
    sendVoice(phone, 40);
  },
  '.record': (button, phone) => record(button, phone),
  '.looks button': (button, phone) => look(phone, button.dataset.look),
  '.remove': (_button, phone) => post(path(phone, 'remove')),
};

document.addEventListener('click', (event) => {
  for (const [selector, press] of Object.entries(presses)) {
    const button = event.target.closest(selector);
    if (button) press(button, owner(button));
  }
});

document.addEventListener('keydown', (event) => {
  const sheet = event.key === 'Escape' && event.target.closest('.attach[open]');
  if (sheet) closeSheet(owner(sheet));
});

function look(phone, channel) {
  phone.dataset.look = channel;
  for (const button of phone.querySelectorAll('.looks button')) {
    button.setAttribute('aria-pressed', String(button.dataset.look === channel));
    if (button.dataset.look === channel) button.classList.remove('unread');
  }
  toEnd(phone);
}

let recorder = null;

/** First press starts recording, the second sends; without a microphone the canned note stands beside. */
async function record(button, phone) {
  if (recorder) return recorder.stop();
  const stream = await navigator.mediaDevices?.getUserMedia({ audio: true }).catch(() => null);
  if (!stream || !window.MediaRecorder) {
    button.disabled = true;
    return;
  }
  const pieces = [];
  const since = Date.now();
  const says = button.textContent;
  recorder = new MediaRecorder(stream);
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  recorder.onstop = () => {
    const type = recorder.mimeType.split(';')[0].replace('video/', 'audio/');
    recorder = null;
    for (const track of stream.getTracks()) track.stop();
    button.textContent = says;
    button.classList.remove('recording');
    closeSheet(phone);
    sendVoice(phone, Math.max(1, Math.round((Date.now() - since) / 1000)), new Blob(pieces, { type }));
  };
  button.textContent = button.dataset.stop;
  button.classList.add('recording');
  recorder.start();
}

// ---- what the stream tells

const shows = {
  phone({ number, html }) {
    if (owner(number) || !html) return;
    phones.insertAdjacentHTML('beforeend', html);
    const phone = owner(number);
    phone.scrollIntoView({ inline: 'center', block: 'nearest' });
    if (phone.matches('.person')) phone.querySelector('.write input').focus();
  },
  gone: ({ number }) => owner(number)?.remove(),
  bubble({ number, channel, from, html, taps }) {
    const phone = owner(number);
    if (!phone) return;
    const place = chat(phone, channel);
    place.querySelector('.quiet').hidden = true;
    place.querySelector('ol').insertAdjacentHTML('beforeend', html);
    place.querySelector('.offers').innerHTML = taps;
    if (from === 'bot' && phone.dataset.look !== channel) {
      phone.querySelector(`.looks button[data-look="${channel}"]`).classList.add('unread');
    }
    toEnd(phone);
  },
  status({ bubble, html }) {
    const ticks = document.querySelector(`#${CSS.escape(bubble)} .ticks`);
    if (ticks) ticks.outerHTML = html;
  },
  typing: (event) => setTyping(event, true),
  answered: (event) => setTyping(event, false),
  quiet(event) {
    setTyping(event, false);
    const phone = owner(event.number);
    if (!phone) return;
    chat(phone, event.channel).querySelector('.quiet').hidden = false;
    toEnd(phone);
  },
};

function setTyping({ number }, on) {
  const phone = owner(number);
  if (!phone) return;
  phone.classList.toggle('typing', on);
  if (on) toEnd(phone);
}

const stream = new EventSource(`/simulator/live?after=${encodeURIComponent(after)}`);
for (const [kind, show] of Object.entries(shows)) {
  stream.addEventListener(kind, ({ data }) => show(JSON.parse(data)));
}
stream.addEventListener('reload', () => location.reload());
stream.onopen = () => tell(null);
stream.onerror = () => tell(offline);

for (const phone of phones.querySelectorAll('.owner')) toEnd(phone);
