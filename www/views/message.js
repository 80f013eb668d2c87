/** The one place for errors and notices. Its live region stays in the page; only its content comes and goes. */

import { wordsOf } from '../i18n/index.js';
import { block, element } from './dom.js';

/** @param {import("../controllers/app.js").App} app */
export function showMessage(app) {
  const { store } = app;
  const region = block('message');
  region.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') app.messages.dismiss();
  });
  store.watch(['message', 'language'], ({ message, language }) => {
    const words = wordsOf(language);
    const failure = message && 'failure' in message ? message.failure : null;
    if (failure) document.body.dataset.error = failure.code;
    else delete document.body.dataset.error;
    region.setAttribute('role', failure ? 'alert' : 'status');
    if (!message) return region.replaceChildren();
    const text =
      'failure' in message
        ? words.messageFor(message.failure)
        : words.notice(/** @type {import("../i18n/index.js").Key} */ (message.notice), message.params);
    const close = element('button', { type: 'button', class: 'close', 'aria-label': words.text('message.close') }, '×');
    close.addEventListener('click', () => {
      app.messages.dismiss();
      block('main').focus({ preventScroll: true });
    });
    region.replaceChildren(
      element(
        'div',
        { class: failure ? 'message-box is-error' : 'message-box' },
        element('strong', {}, words.text(failure ? 'message.error' : 'message.notice')),
        element(
          'div',
          {},
          element('p', {}, text),
          sampleButton(failure?.params.sample, words, app),
          againButton(failure, words, app),
        ),
        close,
      ),
    );
  });
}

/**
 * What the core, where it did not come, can be asked for again by.
 * @param {import("../protocol.js").Failure | null} failure
 * @param {import("../i18n/index.js").Words} words @param {import("../controllers/app.js").App} app
 */
function againButton(failure, words, app) {
  if (failure?.code !== 'engine-unavailable' || app.store.state.locked) return false;
  const again = element('button', { type: 'button', id: 'try-again', class: 'button' }, words.text('message.again'));
  again.addEventListener('click', () => {
    app.messages.dismiss();
    void app.begin();
  });
  return again;
}

/**
 * What a file that is too large can be read in part by.
 * @param {unknown} sample @param {import("../i18n/index.js").Words} words @param {import("../controllers/app.js").App} app
 */
function sampleButton(sample, words, app) {
  if (typeof sample !== 'number') return false;
  const button = element(
    'button',
    { type: 'button', id: 'read-sample', class: 'button' },
    words.text('message.sample', { sample }),
  );
  button.addEventListener('click', () => app.choices.readSample(sample));
  return button;
}
