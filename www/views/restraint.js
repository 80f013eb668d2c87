/** What a training chose, what held it back from learning by heart, and whether it did so all the same. */

import { element } from './dom.js';
import { figureOf } from './models.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../protocol.js").EpochRecord} EpochRecord */
/** @typedef {import("../protocol.js").Options} Options */
/** @typedef {import("../protocol.js").SelectedParams} Choices */
/** @typedef {import("../state.js").Outcome} Outcome */

/** A validation score that is lower by this share than the best has fallen, and not just wavered. */
const FALLEN = 0.01;
/** Epochs without a better validation score that say nothing yet, where no patience is set. */
const WAVERING = 3;
/** Share of the measured figure from which on a difference asks for an explanation. */
const FAR_BELOW = 0.85;

/** What was chosen on validation, in a sentence. @param {Outcome} outcome @param {Words} words */
export function chosen({ trained, plan }, words) {
  const { epochs, kept, seconds, how, choices } = trained;
  const time = words.seconds(seconds);
  const parts = [];
  if (choices?.deepShare === 0) parts.push(words.text('learning.linearAlone'));
  else if (choices && choices.deepShare !== null && choices.linear) {
    const [linear, deep] = [1 - choices.deepShare, choices.deepShare].map((share) => words.percent(share));
    parts.push(words.text('learning.mix', { linear, deep }));
  }
  if (choices && plan.options.search && choices.hidden.length === 1) {
    parts.push(words.text('learning.units', { n: choices.hidden[0] }));
    if (choices.inputDropout > 0) {
      parts.push(words.text('learning.hiding', { share: words.percent(choices.inputDropout) }));
    }
  }
  const end = how === 'finished' ? '' : words.text(how === 'early' ? 'learning.early' : 'learning.stopped');
  const isOnly = parts.length === 0;
  if (!isOnly) parts.push(words.text('learning.keptOf', { kept, epochs, time }));
  const sentence = isOnly
    ? words.text('learning.summary', { epochs, time, kept })
    : words.text('learning.chosen', { choices: parts.join(words.text('list.comma')) });
  return element('p', {}, [sentence, end].filter(Boolean).join(words.language === 'zh' ? '' : ' '));
}

/** The linear path's own numbers, for those who want them. @param {Choices | undefined} choices @param {Words} words */
export function linearNumbers(choices, words) {
  if (!choices?.linear) return null;
  const { linear, linearValidation, validation } = choices;
  const numbers = /** @type {const} */ (['l2', 'dropout', 'activity', 'discount']);
  return element(
    'details',
    {},
    element('summary', {}, words.text('learning.linearTitle')),
    element(
      'ul',
      { class: 'quiet' },
      ...numbers.map((name) => element('li', {}, words.text(`learning.linear.${name}`, { n: rounded(linear[name]) }))),
    ),
    linearValidation !== null && validation !== null
      ? element(
          'p',
          { class: 'quiet' },
          words.text('learning.linearValidation', {
            alone: words.metric(linearValidation),
            both: words.metric(validation),
          }),
        )
      : null,
  );
}

/** Which options work against learning by heart. @param {Options} options @param {number} inputDropout  as chosen @param {Words} words */
export function restraints(options, inputDropout, words) {
  const list = [];
  const share = (/** @type {number} */ value) => ({ share: words.percent(value) });
  if (options.recipe !== 'pair' && inputDropout > 0) {
    list.push(words.text('learning.by.inputDropout', share(inputDropout)));
  }
  if (options.dropout > 0 && options.hidden.length > 0)
    list.push(words.text('learning.by.dropout', share(options.dropout)));
  if (options.l1 > 0) list.push(words.text('learning.by.l1', { n: options.l1 }));
  if (options.l2 > 0) list.push(words.text('learning.by.l2', { n: options.l2 }));
  if (options.optimiser === 'adamw' && options.weightDecay > 0) {
    list.push(words.text('learning.by.weightDecay', { n: options.weightDecay }));
  }
  if (options.patience > 0) list.push(words.text('learning.by.patience', { n: options.patience }));
  const text =
    list.length > 0
      ? words.text('learning.restraints', { list: list.join(words.text('list.comma')) })
      : words.text('learning.noRestraints');
  return element('p', { class: 'quiet' }, text);
}

/**
 * Whether more epochs may help, as far as the curves tell, and whether it had begun to learn by heart. Where validation was
 * highest at the end, or so shortly before it that the score may only have wavered, more may help; earlier than that they
 * would not. Without validation, or with a single epoch, nothing can be said.
 * @param {EpochRecord[]} records @param {number} kept  epoch with the best validation @param {number} patience  0 is none
 * @returns {"rising" | "nearEnd" | "peaked" | "overfit" | null}
 */
export function courseOf(records, kept, patience) {
  const best = records.find(({ epoch }) => epoch === kept);
  const last = records[records.length - 1];
  if (!best || !last || best.validation === null || last.validation === null || records.length < 2) return null;
  const since = last.epoch - kept;
  if (since === 0) return 'rising';
  if (since < (patience || WAVERING)) return 'nearEnd';
  const hasFallen = last.validation <= best.validation * (1 - FALLEN);
  return hasFallen && last.loss < best.loss ? 'overfit' : 'peaked';
}

/** What the two curves together say. @param {EpochRecord[]} records @param {Outcome} outcome @param {Words} words */
export function gap(records, { trained: { kept }, plan }, words) {
  const course = courseOf(records, kept, plan.options.patience);
  if (course === null) return null;
  const [best, last] = [records.find(({ epoch }) => epoch === kept), records[records.length - 1]];
  const loss = (/** @type {EpochRecord | undefined} */ record) =>
    words.number(record?.loss ?? 0, { maximumSignificantDigits: 3 });
  const text = words.text(`learning.${course}`, {
    kept,
    epochs: last.epoch,
    lossKept: loss(best),
    lossLast: loss(last),
    best: words.metric(best?.validation ?? 0),
    last: words.metric(last.validation ?? 0),
  });
  return element('p', { class: 'quiet' }, text);
}

/** Why the curve is not at the height of the verdict's figure, where it is far below. @param {Outcome} outcome @param {Words} words */
export function lower({ result, records }, words) {
  const measured = result ? figureOf(result, 'network', 'ndcg@10')?.value : null;
  const best = Math.max(...records.map(({ validation }) => validation ?? 0));
  if (!measured || best === 0 || best > measured * FAR_BELOW) return null;
  return element('p', { class: 'quiet' }, words.text('learning.lower'));
}

/** @param {number} value */
function rounded(value) {
  return Number(value.toPrecision(3));
}
