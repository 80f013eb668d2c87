// The charts by themselves: values by keyboard, the same figures as a table, files to save, texts that stay texts.
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { axeSource, launch, serve, site } from './browser.js';

/** @typedef {import('playwright-core').Page} Page */

const www = fileURLToPath(new URL('../../www/', import.meta.url));
/** @type {typeof import('esbuild')} */
const esbuild = createRequire(join(www, 'package.json'))('esbuild');

const MODULE = `
  export { area } from './charts/area.js';
  export { bars } from './charts/bars.js';
  export { redraw } from './charts/figure.js';
  export { histogram } from './charts/histogram.js';
  export { loadCharts } from './charts/library.js';
  export { lines } from './charts/lines.js';
  export { timeline } from './charts/timeline.js';
  export { forbidConnections } from './controllers/csp_lock.js';
  export { loadWords, wordsOf } from './i18n/index.js';
`;
/** A name as a file may have it: markup, and a script from right to left. */
const HOSTILE = '<img src=x onerror="hacked=1"><script>hacked=1</script> \u05e9\u05dc\u05d5\u05dd \u202e12';

const [browser, server] = await Promise.all([launch(), serve(site)]);
after(() => Promise.all([browser.close(), server.close()]));
/** @type {string} */ let script;
/** @type {string} */ let document_;

before(async () => {
  const { outputFiles } = await esbuild.build({
    stdin: { contents: MODULE, resolveDir: www },
    bundle: true,
    format: 'esm',
    write: false,
  });
  script = outputFiles[0].text;
  const index = await readFile(join(site, 'index.html'), 'utf8');
  // The page's policy, and the barrier after it.
  const policy = /<meta http-equiv="Content-Security-Policy"[^>]*>.*?<\/script>/s.exec(index);
  const style = /<style>[^<]*<\/style>/.exec(index);
  document_ = `<!doctype html><html lang="en"><head><meta charset="utf-8">${policy?.[0]}<title>Charts</title>
    ${style?.[0]}</head><body data-stage="ready"><main><h1>Charts</h1><div id="host" class="card"></div></main></body></html>`;
});

/** A page with nothing but charts. @param {{scheme?: 'light' | 'dark', width?: number, isLoaded?: boolean}} [options] */
async function open({ scheme = 'light', width = 900, isLoaded = true } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  /** @type {string[]} */ const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('dialog', (dialog) => faults.push(dialog.message()));
  await page.route('**/charts.html', (route) => route.fulfill({ contentType: 'text/html', body: document_ }));
  await page.route('**/www/test.js', (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
  await page.goto(`${server.url}charts.html`);
  await page.evaluate(async (isLoaded) => {
    const path = './www/test.js';
    const module = await import(path);
    await module.loadWords('en');
    Object.assign(globalThis, { charts: module, words: module.wordsOf('en') });
    if (isLoaded) await module.loadCharts(new URL('www/', location.href).href);
  }, isLoaded);
  return {
    page,
    async close() {
      await context.close();
      assert.deepEqual(faults, []);
    },
  };
}

const SPECS = {
  lines: {
    title: 'Loss',
    note: 'lower is better',
    xLabel: 'epoch',
    series: [
      {
        label: 'network',
        tone: 'network',
        points: [5, 3, 2.5].map((y, n) => ({ x: n + 1, y })),
        marked: { x: 3, label: 'kept' },
      },
      { label: HOSTILE, tone: 'sand', points: [6, 4, 3.25].map((y, n) => ({ x: n + 1, y })) },
    ],
  },
  histogram: {
    title: 'Products per customer',
    bins: [
      { from: 1, to: 1, count: 8 },
      { from: 2, to: 3, count: 1200 },
      { from: 4, to: 7, count: 3 },
    ],
    xLabel: 'products',
    yLabel: 'customers',
  },
  area: {
    title: 'Long tail',
    points: [0, 0.5, 0.8, 1].map((y, n) => ({ x: n / 3, y })),
    xLabel: 'products',
    yLabel: 'share',
  },
  timeline: {
    title: 'Over time',
    unit: 'month',
    bins: [3, null, 4, 9].map((value, month) => ({ start: Date.UTC(2021, month, 1) / 1000, value })),
    yLabel: 'rows',
  },
  bars: {
    title: 'Found of 100',
    rows: [
      { key: 'network', label: 'Network', value: 41, low: 38, high: 44, tone: 'network' },
      { key: 'other', label: HOSTILE, value: 16, low: 14, high: 18, tone: 'sand' },
    ],
  },
};

/** Puts a chart in the page, and waits until it is drawn. @param {Page} page @param {keyof typeof SPECS} kind @param {object} [more] */
async function show(page, kind, more = {}) {
  await page.evaluate(
    ([kind, spec]) => {
      const { charts, words } = /** @type {any} */ (globalThis);
      const unit = (/** @type {number} */ value) => words.number(value);
      document.getElementById('host')?.replaceChildren(charts[kind]({ unit, ...spec }, words));
    },
    /** @type {[string, object]} */ ([kind, { ...SPECS[kind], ...more }]),
  );
  await page.waitForSelector('.chart-plot[role="slider"]');
}

/** What is said and shown at the place that has the focus. @param {Page} page */
function place(page) {
  return page.evaluate(() => {
    const tip = document.querySelector('.chart-probe:not([hidden]) .chart-tip');
    const focus = document.activeElement;
    return {
      said: focus?.getAttribute('aria-valuetext') ?? '',
      shown: tip instanceof HTMLElement ? tip.innerText.replace(/\s+/g, ' ').trim() : null,
      outline: focus ? getComputedStyle(focus).outlineStyle : '',
    };
  });
}

/** The table's cells. @param {Page} page */
function table(page) {
  return page
    .locator('.chart-figures tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
}

const FIRST_AND_LAST = /** @type {const} */ ({
  lines: ['epoch 1: network 5.00', 'epoch 3: network 2.50'],
  histogram: ['1: customers 8', '4–7: customers 3'],
  area: ['products 0.00: share 0.00', 'products 1.00: share 1.00'],
  timeline: ['January 2021: rows 3', 'April 2021: rows 9'],
  bars: ['Network: 41 (38 to 44)', '16 (14 to 18)'],
});

test('one stop of the Tab key, then the arrow keys lead from value to value, seen and said', async (t) => {
  const { page, close } = await open();
  for (const kind of /** @type {const} */ (['lines', 'histogram', 'area', 'timeline', 'bars'])) {
    await t.test(kind, async () => {
      await show(page, kind);
      const [first, last] = FIRST_AND_LAST[kind];
      await page.evaluate(() => /** @type {HTMLElement | null} */ (document.activeElement)?.blur());
      await page.keyboard.press('Tab');
      const begun = await place(page);
      assert.ok(begun.said.includes(last), begun.said);
      assert.ok(begun.shown, 'the value is seen');
      assert.notEqual(begun.outline, 'none', 'one can see where the focus is');
      await page.keyboard.press('Home');
      const home = await place(page);
      assert.ok(home.said.startsWith(first), home.said);
      for (const part of home.said.split(/[:,(] ?/).slice(1, 2)) {
        for (const word of part.split(' ')) assert.ok(home.shown?.includes(word), `${home.shown}: ${word}`);
      }
      await page.keyboard.press('ArrowRight');
      assert.notEqual((await place(page)).said, home.said);
      await page.keyboard.press('ArrowLeft');
      assert.equal((await place(page)).said, home.said);
      await page.keyboard.press('Escape');
      assert.equal((await place(page)).shown, null);
    });
  }
  await close();
});

test('a pointer finds the nearest value', async () => {
  const { page, close } = await open();
  await show(page, 'lines');
  const box = await page.locator('.chart-plot').boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + 40, box.y + 60);
  assert.match((await place(page)).shown ?? '', /epoch 1 .*5\.00.*6\.00/);
  await page.mouse.move(1, 1);
  assert.equal((await place(page)).shown, null);
  await close();
});

test('the same figures stand in a table, hidden from the eye until it is asked for', async () => {
  const { page, close } = await open();
  await show(page, 'lines');
  assert.deepEqual(await table(page), [
    ['epoch', 'network', HOSTILE],
    ['1', '5.00', '6.00'],
    ['2', '3.00', '4.00'],
    ['3', '2.50', '3.25'],
  ]);
  await show(page, 'timeline');
  assert.deepEqual((await table(page)).slice(1, 3), [
    ['January 2021', '3'],
    ['February 2021', 'none'],
  ]);
  await show(page, 'bars');
  assert.deepEqual((await table(page))[1], ['Network', '41', '38', '44']);
  const height = () => page.locator('.chart-stage').evaluate((stage) => stage.clientHeight);
  await show(page, 'histogram');
  assert.deepEqual(await table(page), [
    ['products', 'customers'],
    ['1', '8'],
    ['2–3', '1,200'],
    ['4–7', '3'],
  ]);
  const before = await height();
  await page.locator('.chart-menu summary').click();
  await page.getByRole('button', { name: 'See as a table' }).click();
  assert.ok(!(await page.locator('.chart-plot').isVisible()));
  assert.equal(await page.locator('.chart-figures.visually-hidden').count(), 0);
  assert.equal(await height(), before, 'nothing moves');
  await page.locator('.chart-menu summary').click();
  await page.getByRole('button', { name: 'See as a chart' }).click();
  await page.waitForSelector('.chart-plot svg');
  await close();
});

test('without the library a chart is its table, and is drawn when the library comes', async () => {
  const { page, close } = await open({ isLoaded: false });
  await page.evaluate((spec) => {
    const { charts, words } = /** @type {any} */ (globalThis);
    document.getElementById('host')?.append(charts.histogram(spec, words));
  }, SPECS.histogram);
  assert.ok(await page.getByRole('cell', { name: '1,200' }).isVisible());
  assert.ok(!(await page.locator('.chart-menu').isVisible()));
  const before = await page.locator('figure').boundingBox();
  assert.ok(
    await page.evaluate(() => /** @type {any} */ (globalThis).charts.loadCharts(new URL('www/', location.href).href)),
  );
  await page.waitForSelector('.chart-plot svg');
  assert.deepEqual(await page.locator('figure').boundingBox(), before, 'nothing moves');
  await close();
});

/** Saves the chart. @param {Page} page @param {'SVG' | 'PNG'} name */
async function saved(page, name) {
  await page.locator('.chart-menu summary').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: `Save as ${name}` }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

test('a saved chart is a picture by itself: with its title, in colours, without a reference to anything', async (t) => {
  const { page, close } = await open({ scheme: 'dark' });
  // As after a file of one's own has been read: nothing more can be fetched.
  const base = `${server.url}www/`;
  assert.equal(
    await page.evaluate((base) => /** @type {any} */ (globalThis).charts.forbidConnections(base), base),
    true,
  );
  for (const kind of /** @type {const} */ (['lines', 'histogram', 'area', 'timeline', 'bars'])) {
    await t.test(kind, async () => {
      await show(page, kind, kind === 'lines' ? { file: '../loss: 1' } : {});
      const { name, bytes } = await saved(page, 'SVG');
      assert.equal(name, kind === 'lines' ? 'loss 1.svg' : `${SPECS[kind].title}.svg`);
      const text = bytes.toString();
      const found = await page.evaluate((text) => {
        const { documentElement: root } = new DOMParser().parseFromString(text, 'image/svg+xml');
        const all = [root, ...root.querySelectorAll('*')];
        return {
          root: root.nodeName,
          title: root.querySelector('title')?.textContent,
          names: [...new Set(all.map((node) => node.nodeName))],
          attributes: all.flatMap((node) => [...node.attributes].map(({ name, value }) => `${name}=${value}`)),
          texts: [...root.querySelectorAll('text')].map((node) => node.textContent),
        };
      }, text);
      assert.equal(found.root, 'svg');
      assert.equal(found.title, SPECS[kind].title);
      for (const element of ['script', 'style', 'image', 'img', 'foreignObject', 'use', 'a', 'parsererror']) {
        assert.ok(!found.names.includes(element), element);
      }
      const foreign = found.attributes.filter(
        (attribute) => /var\(|currentcolor|url\(|href|:\/\/|^on/i.test(attribute) && !attribute.startsWith('xmlns'),
      );
      assert.deepEqual(foreign, []);
      if (kind === 'lines') {
        assert.ok(found.attributes.includes('stroke=#ef7b66'), 'the colour of the dark page');
        assert.ok(
          found.texts.some((text) => text?.startsWith('\u2068<img src=x') && text.includes('\u2069')),
          'a name is a text, in an isolate',
        );
      }
    });
  }
  await t.test('PNG', async () => {
    const { name, bytes } = await saved(page, 'PNG');
    assert.equal(name, 'Found of 100.png');
    assert.deepEqual(bytes.subarray(0, 4), Buffer.from([0x89, 0x50, 0x4e, 0x47]));
    assert.equal(bytes.readUInt32BE(16), 2 * (720 + 48));
  });
  await close();
});

test('a name from a file never becomes markup, and disorders nothing around it', async () => {
  const { page, close } = await open();
  const foreign = () => page.locator('#host :is(img, script)').count();
  await show(page, 'lines');
  await page.locator('.chart-plot').focus();
  await page.keyboard.press('Home');
  assert.equal(await foreign(), 0);
  assert.equal(await page.locator('.chart-tip bdi', { hasText: '<img' }).textContent(), HOSTILE);
  await show(page, 'bars', { title: HOSTILE, note: HOSTILE });
  assert.equal(await page.locator('.chart-bars li').last().locator('bdi').textContent(), HOSTILE);
  assert.equal(await foreign(), 0);
  assert.equal(await page.evaluate(() => 'hacked' in globalThis), false);
  await close();
});

test('bars are brought up to date in place, in an order that stays unless another is asked for', async () => {
  const { page, close } = await open();
  await show(page, 'bars');
  const seen = await page.evaluate((spec) => {
    const { charts, words } = /** @type {any} */ (globalThis);
    const figure = document.querySelector('figure');
    const items = () => [...document.querySelectorAll('.chart-bars li')];
    const before = items();
    const unit = (/** @type {number} */ value) => words.number(value);
    const turned = { ...spec, unit, rows: spec.rows.map((row) => ({ ...row, value: 57 - row.value })).reverse() };
    charts.redraw(figure, { ...turned, isRunning: true }, words);
    const stays = items().every((item, index) => item === before[index]);
    const value = items()[0].querySelector('.chart-bar-value')?.textContent;
    charts.redraw(figure, { ...turned, reorder: true, isFinal: true }, words);
    return { stays, value, turns: items()[0] === before[1], isFinal: document.querySelector('.is-final') !== null };
  }, SPECS.bars);
  assert.deepEqual(seen, { stays: true, value: '16', turns: true, isFinal: true });
  await close();
});

test('a long series is thinned out, and its peak stays', async () => {
  const { page, close } = await open();
  const points = Array.from({ length: 20_000 }, (_, x) => ({ x: x + 1, y: x === 777 ? 99 : Math.sin(x / 50) }));
  await page.evaluate(async (points) => {
    const { charts, words } = /** @type {any} */ (globalThis);
    const spec = { title: 'Loss', xLabel: 'epoch', series: [{ label: 'loss', tone: 'network', points }] };
    document.getElementById('host')?.replaceChildren(charts.lines(spec, words));
  }, points);
  assert.ok((await page.locator('.chart-figures').innerText()).includes('99'));
  assert.ok((await table(page)).length <= 402);
  await close();
});

test('charts are accessible, and never wider than their place', async (t) => {
  for (const scheme of /** @type {const} */ (['light', 'dark'])) {
    for (const width of [320, 900]) {
      await t.test(`${scheme}, ${width} px`, async () => {
        const { page, close } = await open({ scheme, width });
        await page.evaluate(axeSource);
        for (const kind of /** @type {const} */ (['lines', 'histogram', 'area', 'timeline', 'bars'])) {
          await show(page, kind);
          await page.locator('.chart-plot').focus();
          await page.keyboard.press('End');
          await page.locator('details').evaluate((details) => details.setAttribute('open', ''));
          const found = await page.evaluate(async () => {
            const { violations } = await /** @type {any} */ (globalThis).axe.run(document.getElementById('host'));
            const { scrollWidth, clientWidth } = document.documentElement;
            return { ids: violations.map((/** @type {{id: string}} */ { id }) => id), over: scrollWidth - clientWidth };
          });
          assert.deepEqual(found, { ids: [], over: 0 }, kind);
        }
        await close();
      });
    }
  }
});
