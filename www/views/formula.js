/** The formula of the network at hand, in MathML, with the sizes of its layers. */

import { wordsOf } from '../i18n/index.js';
import { block, element, math } from './dom.js';

/** @typedef {import("../protocol.js").Plan} Plan */
/** @typedef {import("../i18n/index.js").Words} Words */

/** More layers than this are written one under the other instead of one inside the other. */
const MOST_NESTED = 3;

/** @param {import("../controllers/app.js").App} app */
export function showFormula({ store }) {
  const host = block('formula');
  const narrow = matchMedia('(max-width: 820px)');
  narrow.addEventListener('change', () => show(store.state));
  store.watch(['plan', 'language'], (state) => show(state));

  /** @param {import('../state.js').State} state */
  function show({ plan, language }) {
    const words = wordsOf(language);
    const title = words.text('formula.title');
    const heading = element('h3', {}, title);
    if (!plan) return host.replaceChildren(heading, element('p', { class: 'quiet' }, words.text('formula.wait')));
    host.replaceChildren(
      heading,
      element(
        'div',
        { class: 'formula-box', tabindex: 0, role: 'group', 'aria-label': title },
        formula(plan, narrow.matches ? 1 : MOST_NESTED),
      ),
      sizes(plan, words),
      meaning(plan, words),
    );
  }
}

/** @param {Plan} plan @param {number} mostNested */
function formula({ layers, options }, mostNested) {
  const root = math('math');
  root.setAttribute('display', 'block');
  const isMixed = hasLinearPath(options);
  const out = isMixed ? 'd' : 'y';
  if (layers.length <= mostNested) {
    /** @type {Element} */ let inner = math('mi', 'x');
    layers.forEach(({ activation }, index) => {
      inner = applied(activation, index + 1, inner);
    });
    if (isMixed) root.append(math('mtable', mixed(), line(math('mi', out), inner)));
    else root.append(math('mrow', math('mi', out), math('mo', '='), inner));
    return root;
  }
  const lines = layers.map(({ activation }, index) => {
    const input = index === 0 ? math('mi', 'x') : indexed('h', index);
    const output = index === layers.length - 1 ? math('mi', out) : indexed('h', index + 1);
    return line(output, applied(activation, index + 1, input));
  });
  root.append(math('mtable', ...(isMixed ? [mixed()] : []), ...lines));
  return root;
}

/** @param {Element} left @param {Element} right */
function line(left, right) {
  return math('mtr', math('mtd', left), math('mtd', math('mo', '=')), math('mtd', right));
}

/** y = (1 − s)·z(B·x) + s·z(d) */
function mixed() {
  /** @param {...Element} inner */
  const evened = (...inner) => math('mrow', math('mi', 'z'), math('mo', '('), ...inner, math('mo', ')'));
  return line(
    math('mi', 'y'),
    math(
      'mrow',
      math('mo', '('),
      math('mn', '1'),
      math('mo', '−'),
      math('mi', 's'),
      math('mo', ')'),
      math('mo', '·'),
      evened(math('mi', 'B'), math('mo', '·'), math('mi', 'x')),
      math('mo', '+'),
      math('mi', 's'),
      math('mo', '·'),
      evened(math('mi', 'd')),
    ),
  );
}

/** @param {Plan["options"]} options */
function hasLinearPath({ linear, recipe }) {
  return linear && recipe !== 'pair';
}

/**
 * activation(W·inner + b)
 * @param {string} activation @param {number} index @param {Element} inner
 */
function applied(activation, index, inner) {
  const name = activation === 'sigmoid' ? math('mi', 'σ') : math('mi', activation === 'relu' ? 'ReLU' : activation);
  return math(
    'mrow',
    name,
    math('mo', '('),
    indexed('W', index),
    math('mo', '·'),
    inner,
    math('mo', '+'),
    indexed('b', index),
    math('mo', ')'),
  );
}

/** @param {string} letter @param {number} index */
function indexed(letter, index) {
  return math('msub', math('mi', letter), math('mn', String(index)));
}

/** @param {Plan} plan @param {Words} words */
function sizes({ layers }, words) {
  return element(
    'ul',
    { class: 'sizes' },
    ...layers.map(({ inputs, outputs }, index) =>
      element(
        'li',
        {},
        element('span', { class: 'size-name' }, 'W', element('sub', {}, String(index + 1))),
        ` ${words.number(outputs)} × ${words.number(inputs)}`,
      ),
    ),
  );
}

/** @param {Plan} plan @param {Words} words */
function meaning({ layers, options, parameters }, words) {
  const inputs = layers[0]?.inputs ?? 0;
  const last = layers[layers.length - 1];
  const outputs = last?.outputs ?? 0;
  const pair = options.recipe === 'pair';
  const x = pair ? 'formula.xPair' : options.normaliseInput ? 'formula.xNormalised' : 'formula.x';
  const isMixed = hasLinearPath(options);
  const y = pair ? 'formula.yPair' : last?.activation === 'softmax' ? 'formula.ySoftmax' : 'formula.ySigmoid';
  const hasSigma = layers.some(({ activation }) => activation === 'sigmoid');
  return element(
    'ul',
    { class: 'meaning' },
    element('li', {}, words.text(x, { n: inputs })),
    element('li', {}, words.text(y, { n: outputs, y: isMixed ? 'd' : 'y' })),
    isMixed ? element('li', {}, words.text('formula.linear', { n: inputs })) : null,
    element('li', {}, words.text('formula.weights', { n: parameters })),
    hasSigma ? element('li', {}, words.text('formula.sigma')) : null,
  );
}
