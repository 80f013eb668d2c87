/** The one place for errors and notices. Its live region stays in the page; only its content comes and goes. */

import { wordsOf } from '../i18n/index.js';
import { block, element } from './dom.js';

/** @param {import("../journey/journey.js").Journey} journey */
export function showMessage(journey) {
  const { store } = journey;
  const region = block('message');
  region.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') journey.dismissMessage();
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
      journey.dismissMessage();
      block('main').focus({ preventScroll: true });
    });
    region.replaceChildren(
      element(
        'div',
        { class: failure ? 'message-box is-error' : 'message-box' },
        element('strong', {}, words.text(failure ? 'message.error' : 'message.notice')),
        element('div', {}, element('p', {}, text), sampleButton(failure?.params.sample, words, journey)),
        close,
      ),
    );
  });
}

/**
 * What a file that is too large can be read in part by.
 * @param {unknown} sample @param {import("../i18n/index.js").Words} words @param {import("../journey/journey.js").Journey} journey
 */
function sampleButton(sample, words, journey) {
  if (typeof sample !== 'number') return false;
  const button = element(
    'button',
    { type: 'button', id: 'read-sample', class: 'button' },
    words.text('message.sample', { sample }),
  );
  button.addEventListener('click', () => journey.opening.readSample(sample));
  return button;
}
