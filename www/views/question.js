/** What a file leaves open: the page asks before it reads on, with the possible readings side by side. */

import { wordsOf } from '../i18n/index.js';
import { answerSample } from './answer_sample.js';
import { block, element } from './dom.js';

/** @typedef {import("../controllers/app.js").App} App */
/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../protocol.js").Answer} Answer */
/** @typedef {import("../protocol.js").Question} Question */
/** @typedef {import("../state.js").Opened} Opened */

/** Answers that stand open; a workbook may have a sheet for each week of a year. */
const MOST_OPEN = 6;

/** @param {App} app */
export function showQuestion(app) {
  const { store } = app;
  const host = block('question');
  const again = block('question-again');
  /** The question that the person was led to last. @type {Question | null} */ let led = null;

  store.watch(['opened', 'account', 'language', 'trainingStatus', 'exporting'], (state) => {
    const { opened, account, language, trainingStatus, exporting } = state;
    const question = opened?.question ?? null;
    const words = wordsOf(language);
    const hadFocus = host.contains(document.activeElement);
    const focused = hadFocus ? (document.activeElement?.id ?? '') : '';
    host.hidden = question === null;
    if (question) document.body.dataset.question = question.code;
    else delete document.body.dataset.question;
    const isRead = opened?.preview === account?.preview;
    host.replaceChildren(...(opened && question ? panel(opened, question, isRead, app, words) : []));
    again.replaceChildren(...(opened && !question ? links(opened, app, words) : []));
    again.hidden = again.childElementCount === 0;
    // As with the columns: a file that is not in use may be worked on while the one in use is learnt from.
    const busy = exporting !== null || (trainingStatus !== null && isRead);
    for (const control of [host, again].flatMap((place) => [...place.querySelectorAll('button')])) {
      control.disabled = busy;
    }
    if (question && question !== led) {
      app.rooms.open('data');
      host.focus({ preventScroll: true });
      host.scrollIntoView({ block: 'start' });
    } else if (question && focused !== '') {
      document.getElementById(focused)?.focus({ preventScroll: true });
    } else if (!question && hadFocus && opened) {
      // What goes away takes the focus with it.
      block('room-title').focus({ preventScroll: true });
    }
    led = question;
  });
}

/** @param {Opened} opened @param {Question} question @param {boolean} isRead @param {App} app @param {Words} words */
function panel(opened, { code, answers }, isRead, { choices }, words) {
  const given = opened.answered.find(({ question }) => question.code === code)?.index ?? null;
  const event = opened.preview.roles.event ?? null;
  const column = event === null ? null : (opened.preview.columns[event]?.name ?? null);
  const cards = answers.map((answer, index) =>
    card(opened, { code, answer, index, isGiven: index === given }, words, () => choices.answer(index)),
  );
  const rest = cards.slice(MOST_OPEN);
  return [
    element(
      'div',
      { class: 'question-head' },
      element('h2', { id: 'question-title' }, words.text(`question.${code}`)),
      element(
        'p',
        { id: 'question-why', class: 'question-why' },
        words.text(`question.${code}Why`, { column, ...answers[0]?.params }),
      ),
    ),
    element('ol', { class: 'answers', 'data-count': cards.length }, ...cards.slice(0, MOST_OPEN)),
    rest.length > 0 &&
      element(
        'details',
        { class: 'answers-rest' },
        element('summary', {}, words.text('question.more', { n: rest.length })),
        element('ol', { class: 'answers', 'data-count': cards.length, start: MOST_OPEN + 1 }, ...rest),
      ),
    element(
      'p',
      { class: 'question-foot quiet' },
      words.text(`question.else.${code}`),
      isRead && keep(() => choices.ask(null), words),
    ),
  ].filter((child) => child !== false);
}

/** @param {() => void} act @param {Words} words */
function keep(act, words) {
  const control = element(
    'button',
    { type: 'button', id: 'question-keep', class: 'link' },
    words.text('question.keep'),
  );
  control.addEventListener('click', act);
  return control;
}

/**
 * @param {Opened} opened
 * @param {{code: Question["code"], answer: Answer, index: number, isGiven: boolean}} one
 * @param {Words} words
 * @param {() => void} take
 */
function card(opened, { code, answer, index, isGiven }, words, take) {
  const id = `answer-${index + 1}`;
  const primary = index === 0 ? ' primary' : '';
  const label = takeLabel(code, answer, words);
  const control = element(
    'button',
    { type: 'button', id, class: `button${primary}`, 'aria-describedby': `${id}-means` },
    label,
  );
  control.addEventListener('click', take);
  const tag = isGiven ? 'question.given' : index === 0 ? 'question.likeliest' : null;
  return element(
    'li',
    { class: `answer${index === 0 ? ' is-likeliest' : ''}` },
    element(
      'div',
      { class: 'answer-head' },
      element('div', { id: `${id}-means`, class: 'answer-means' }, ...meaning(code, answer, opened, words)),
      tag && element('p', { class: 'answer-tag' }, words.text(tag)),
    ),
    answerSample(code, answer, opened, words),
    control,
  );
}

/** @param {Question["code"]} code @param {Answer} answer @param {Words} words */
function takeLabel(code, { params, parts }, words) {
  if (code === 'purchase') return words.text('question.takePurchase', { name: params.name });
  if (code === 'roles') return words.text('question.takeRoles');
  if (code === 'cut') return words.text('question.takeCut');
  const tables = parts?.length ?? 1;
  return tables > 1 ? words.text('question.takeTables', { tables }) : words.text('question.takeTable');
}

/** What an answer means. @param {Question["code"]} code @param {Answer} answer @param {Opened} opened @param {Words} words */
function meaning(code, answer, opened, words) {
  const { params, parts } = answer;
  if (code === 'roles' || code === 'cut') return rolesMeant(answer, opened, words);
  if (code === 'purchase') {
    return [
      element('p', { class: 'answer-name' }, element('bdi', {}, params.name === null ? '' : String(params.name))),
      element('p', { class: 'quiet' }, words.text('question.rows', { rows: params.rows })),
    ];
  }
  const tables = parts?.length ?? 1;
  const name = params.name === null ? '' : String(params.name ?? '');
  const kind = opened.preview.contents?.kind;
  const what = kind === 'xlsx' || kind === 'xls' || kind === 'ods' ? 'Sheet' : 'File';
  if (tables === 1) {
    return [
      element('p', { class: 'answer-name' }, element('bdi', {}, name)),
      element('p', { class: 'quiet' }, words.text(`question.one${what}`)),
    ];
  }
  const names = (parts ?? []).map((part) => opened.preview.contents?.parts[part] ?? '').filter(Boolean);
  const shown = names.length > 4 ? [...names.slice(0, 2), '…', names.at(-1) ?? ''] : names;
  return [
    element('p', { class: 'answer-name' }, words.text(`question.all${what}s`, { tables })),
    element('p', { class: 'quiet' }, element('bdi', {}, shown.length > 0 ? words.list(shown) : name)),
  ];
}

/** "Customer: column X · Product: column Y". @param {Answer} answer @param {Opened} opened @param {Words} words */
function rolesMeant({ roles, sample }, opened, words) {
  const columns = sample?.columns ?? opened.preview.columns.map(({ name }) => name);
  const assigned = roles ?? opened.preview.roles;
  const said = /** @type {const} */ (['user', 'item']).map((role) => {
    const column = assigned[role] ?? null;
    return element(
      'div',
      { class: `is-${role}` },
      element('dt', {}, words.text(`role.${role}`)),
      column === null
        ? element('dd', { class: 'quiet' }, words.text(role === 'user' ? 'question.noUser' : 'question.noItem'))
        : element('dd', {}, element('bdi', {}, columns[column] ?? '')),
    );
  });
  return [element('dl', { class: 'answer-roles' }, ...said)];
}

/** To answer otherwise what was answered. @param {Opened} opened @param {App} app @param {Words} words */
function links({ answered }, { choices }, words) {
  return answered.map(({ question }) => {
    const text = words.text(`question.again.${question.code}`);
    const control = element('button', { type: 'button', class: 'link', id: `ask-${question.code}` }, text);
    control.addEventListener('click', () => choices.ask(question));
    return control;
  });
}
