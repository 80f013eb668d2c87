// Wide and narrow, light and dark, in both languages, with a keyboard alone, for all senses.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { axeSource } from './browser.js';
import { openHouse, purchases } from './person.js';

/** @typedef {import('./person.js').Person} Person */

const house = await openHouse();
after(() => house.close());

/** What axe-core finds wrong, in short. @param {Person} person */
async function violations(person) {
  const found = await person.page.evaluate(async () => {
    const { violations } = await /** @type {any} */ (globalThis).axe.run(document, { resultTypes: ['violations'] });
    return /** @type {import('axe-core').Result[]} */ (violations).map(({ id, nodes }) => ({
      id,
      nodes: nodes.slice(0, 3).map(({ target, failureSummary }) => `${target}: ${failureSummary}`),
    }));
  });
  return found;
}

/** How far the page reaches beyond the window's right edge, and what does. @param {Person} person */
function overflow(person) {
  return person.page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.body.querySelectorAll('*')].filter(
      (node) => node.getBoundingClientRect().right > clientWidth + 0.5,
    );
    return [`${scrollWidth} > ${clientWidth}`, ...wide.slice(0, 5).map((node) => node.outerHTML.slice(0, 120))];
  });
}

/** Waits until the workflow is the one for this width and language. @param {Person} person @param {'zh' | 'en'} language */
async function untilDrawn(person, language) {
  await person.page.waitForFunction((language) => {
    const steps = document.querySelector(innerWidth > 900 ? '#workflow svg' : '#workflow .plain-steps');
    return (
      steps &&
      /[\u4e00-\u9fff]/.test(steps.querySelector('[data-node=model]')?.textContent ?? '') === (language === 'zh')
    );
  }, language);
}

test('no room scrolls sideways or is inaccessible, at any width, in any light, in any language', async (t) => {
  const person = await house.visit();
  await person.page.evaluate(axeSource);
  const stages = /** @type {[string, string[], () => Promise<unknown>][]} */ ([
    ['empty', ['start', 'verdict'], async () => {}],
    [
      'error',
      ['start'],
      async () => {
        await person.choose('', 'empty.csv');
        await person.untilError('empty-file');
      },
    ],
    ['ready', ['data', 'design', 'model'], () => person.choose(`${purchases({ users: 1500, items: 200 })}u1,\n`)],
    [
      'training',
      ['model', 'design'],
      async () => {
        await person.select('recipe', 'article');
        await person.type('epochs', 1000);
        await person.type('learning-rate', 0.002);
        await person.begin();
        await person.untilEpoch(1);
        // Held, so that all is looked at before it ends.
        await person.click('pause');
        await person.until('paused');
      },
    ],
    [
      'trained',
      ['verdict', 'release'],
      async () => {
        await person.click('stop');
        await person.until('trained');
        await person.train({ epochs: 3 });
        await person.untilRecommended(10);
      },
    ],
    ['unfolded', ['data', 'design', 'model', 'verdict'], async () => {}],
  ]);
  for (const [stage, rooms, reach] of stages) {
    await person.select('language', 'en');
    await reach();
    for (const language of /** @type {const} */ (['en', 'zh'])) {
      await person.select('language', language);
      for (const width of [375, 1280]) {
        await person.page.setViewportSize({ width, height: 900 });
        await untilDrawn(person, language);
        for (const room of rooms) {
          await person.page.evaluate((room) => {
            location.hash = `#${room}`;
          }, room);
          await person.page.waitForFunction((room) => document.body.dataset.room === room, room);
          if (stage === 'unfolded') {
            await person.page.evaluate(() => {
              for (const details of document.querySelectorAll('details:not(.chart-menu)')) {
                /** @type {HTMLDetailsElement} */ (details).open = true;
              }
            });
          }
          for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
            await t.test(`${stage}, ${room}, ${language}, ${width} px, ${colorScheme}`, async () => {
              await person.page.emulateMedia({ colorScheme });
              assert.deepEqual(await overflow(person), []);
              assert.deepEqual(await violations(person), []);
            });
          }
        }
      }
    }
  }
  await person.leave();
});

/** Presses Tab until something has the focus, and checks that one can see that it has. @param {Person} person @param {string} selector */
async function tabTo(person, selector) {
  for (let presses = 0; presses < 80; presses++) {
    await person.page.keyboard.press('Tab');
    const focus = await person.page.evaluate((selector) => {
      const node = document.activeElement;
      if (!node?.matches(selector)) return null;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(node);
      return { isMarked: (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none' };
    }, selector);
    if (focus) {
      assert.ok(focus.isMarked, `one can see that ${selector} has the focus`);
      return;
    }
  }
  assert.fail(`${selector} cannot be reached by Tab`);
}

test('by keyboard alone from the first Tab to the recommendations of another user', async () => {
  const person = await house.visit();
  const { keyboard } = person.page;
  await tabTo(person, '#sample-article');
  await person.through('reading', () => keyboard.press('Enter'));
  await tabTo(person, '#workflow [data-node=model]');
  await keyboard.press('Enter');
  await person.page.waitForFunction(() => document.activeElement?.id === 'room-title');
  await tabTo(person, '#epochs');
  await keyboard.type('2');
  await person.page.evaluate(() => document.getElementById('room-title')?.focus());
  await tabTo(person, '#train');
  await person.through('training', () => keyboard.press('Enter'));
  assert.equal(await person.stage(), 'trained');
  await person.page.waitForFunction(() => document.querySelectorAll('#recommendations tbody tr').length > 0);
  await tabTo(person, '#dock-next');
  await keyboard.press('Enter');
  await person.page.waitForFunction(() => document.activeElement?.id === 'room-title');
  await tabTo(person, '#user');
  const before = await person.$('user').inputValue();
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await person.page.waitForFunction((user) => {
    const input = document.querySelector('#user');
    return input instanceof HTMLInputElement && input.value !== '' && input.value !== user;
  }, before);
  await tabTo(person, '#top-k');
  await tabTo(person, '#export-recommendations');
  const [download] = await Promise.all([person.page.waitForEvent('download'), keyboard.press('Enter')]);
  assert.equal(download.suggestedFilename(), 'recommendations.csv');
  await person.leave();
});

test('a training can be paused and stopped by keyboard', async () => {
  const person = await house.visit();
  const { keyboard } = person.page;
  await person.sample('groceries');
  await person.$('train').focus();
  await keyboard.press('Enter');
  await person.until('training');
  await tabTo(person, '#pause');
  await keyboard.press('Space');
  await person.until('paused');
  await keyboard.press('Space');
  await person.until('training');
  await tabTo(person, '#stop');
  await keyboard.press('Enter');
  await person.until('ready', 'trained');
  const lost = await person.page.evaluate(() => document.activeElement === document.body);
  assert.equal(lost, false, 'the focus is not lost with the button');
  await person.leave();
});

test('progress is told to those who cannot see it', async () => {
  const person = await house.visit();
  await person.sample('groceries');
  await person.begin();
  const bar = person.page.getByRole('progressbar');
  assert.equal(await bar.count(), 1);
  assert.equal(await bar.getAttribute('id'), 'progress');
  await person.click('stop');
  await person.until('ready', 'trained');
  await person.leave();
});
