// Mermaid's frame, browsers that know fewer rules, and the rules that a host may add: what stands around the lock.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { leavingWays, pageWays } from './breakout_ways.js';
import { serve, serveModule, site } from './browser.js';
import { openHouse, purchases } from './person.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./person.js').Person} Person */

const house = await openHouse();
after(() => house.close());

/** @param {Person} person */
async function untilDrawn(person) {
  await person.page.locator('#workflow svg [data-node]').first().waitFor();
}

test('Mermaid draws in a frame of an origin of its own, which ends with the lock; both languages are drawn by then', async () => {
  const person = await house.visit();
  await untilDrawn(person);
  const frames = person.page.frames().slice(1);
  assert.equal(frames.length, 1);
  const { origin, reaches } = await frames[0].evaluate(() => {
    let reaches = true;
    try {
      reaches = parent.document !== null;
    } catch {
      reaches = false;
    }
    return { origin: globalThis.origin, reaches };
  });
  assert.deepEqual({ origin, reaches }, { origin: 'null', reaches: false });
  assert.equal(
    await frames[0].evaluate((address) => fetch(address).then(String, () => 'refused'), house.url),
    'refused',
  );
  assert.equal(
    await person.page.evaluate(() => document.querySelectorAll('iframe').length + window.length),
    0,
    'no script of the page finds it',
  );
  await person.choose(purchases());
  assert.equal(person.page.frames().length, 1);
  await person.select('language', 'zh');
  await person.page.waitForFunction(() => document.querySelector('#workflow svg')?.textContent?.includes('创业'));
  await person.leave();
});

test('another script in the place of Mermaid does not run', async () => {
  const script = "parent.postMessage('out', '*'); document.title = 'ran';";
  const person = await house.visit({
    before: (page) => page.route('**/www/mermaid.js', (route) => route.fulfill({ body: script })),
  });
  await person.page.waitForFunction(() => document.querySelectorAll('#workflow [data-node]').length === 6);
  await person.choose(purchases());
  assert.equal(await person.stage(), 'ready');
  assert.equal(await person.page.locator('#workflow svg').count(), 0, 'the plain steps stand in its place');
  await person.leave();
});

test('of a picture only what says how it looks becomes a part of the page', async () => {
  const person = await house.visit({ before: (page) => serveModule(page, 'mermaid/pictures.js') });
  const markup = await person.page.evaluate(async () => {
    const { planted } = await import(/** @type {string} */ (`${location.origin}/www/pictures.js`));
    const looks = [
      ['width', '5'],
      ['onclick', 'x()'],
      ['href', 'https://example.org/'],
      ['fill', 'url(https://example.org/#x)'],
      ['marker-end', 'url(#arrow)'],
      ['style', 'background: u\\72l(https://example.org/)'],
    ];
    const children = [
      ['script', [], ['x()']],
      ['foreignObject', [], [['iframe', [], []]]],
      ['a', [['href', 'https://example.org/']], ['link']],
      ['image', [['href', 'https://example.org/']], []],
      ['style', [], ['@import "https://example.org/"; a { fill: red }']],
      ['style', [], ['a { fill: image-set("https://example.org/" 1x) }']],
      ['style', [], ['@keyframes k { to { opacity: 1 } } a { marker-end: url(#arrow) }']],
      ['set', [['attributeName', 'href']], []],
      ['text', [], ['<b>words</b>']],
    ];
    return new XMLSerializer().serializeToString(planted(['svg', looks, children]));
  });
  assert.equal(
    markup,
    '<svg xmlns="http://www.w3.org/2000/svg" width="5" marker-end="url(#arrow)">' +
      '<style>@keyframes k { to { opacity: 1 } } a { marker-end: url(#arrow) }</style>' +
      '<text>&lt;b&gt;words&lt;/b&gt;</text></svg>',
  );
  await person.leave();
});

test('in a browser that knows no rule for text that becomes elements, each way to a frame is closed by itself', async () => {
  const person = await house.visit({
    before: async (page) => {
      await page.addInitScript(() => {
        Reflect.deleteProperty(globalThis, 'trustedTypes');
      });
      await page.route(house.url, async (route) => {
        const response = await route.fetch();
        const body = (await response.text()).replace("; require-trusted-types-for 'script'; trusted-types default", '');
        await route.fulfill({ response, body });
      });
    },
  });
  await untilDrawn(person);
  const opened = await person.page.evaluate(`(async () => {
    const ways = (${pageWays})();
    const opened = [];
    for (const name of Object.keys(ways).filter((name) => /frame|markup|window/.test(name))) {
      const tools = { to: () => 'data:text/html,', ice: () => ({}), file: 'www/icon.svg' };
      try { await Promise.race([ways[name](tools, name), new Promise((resolve) => setTimeout(resolve, 50))]); } catch {}
      if (window.length > 0 || document.querySelector('iframe, frame, object, embed')) opened.push(name);
    }
    return opened;
  })()`);
  assert.deepEqual(opened, []);
  await person.choose(purchases());
  assert.match((await person.$('privacy').textContent()) ?? '', /Locked/);
  await person.leave();
});

test('a browser without the Navigation API refuses what links, markup and windows would do', async () => {
  const person = await house.visit({
    before: (page) =>
      page.addInitScript(() => {
        Reflect.deleteProperty(globalThis, 'navigation');
      }),
  });
  await person.choose(purchases());
  // What is left to such a browser is the script that sets the address itself, which README names.
  const open = /^location|^navigation|^page of a blob|page's own element/;
  const only = Object.keys(leavingWays()).filter((name) => !open.test(name));
  await person.page.evaluate(`(async () => {
    const ways = (${leavingWays})();
    for (const name of ${JSON.stringify(only)}) {
      try { ways[name]({ to: () => '/elsewhere' }, name); } catch {}
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })()`);
  assert.equal(await person.stage(), 'ready', 'the page is still there');
  await person.leave();
});

/** The headers of all files in the site's _headers. */
function siteHeaders() {
  const lines = readFileSync(`${site}/_headers`, 'utf8').split('\n');
  const own = lines.slice(lines.indexOf('/*') + 1).filter((line) => line.startsWith('  '));
  return Object.fromEntries(
    own.map((line) => {
      const [, name, value] = /^ {2}([\w-]+): (.+)$/.exec(line) ?? [];
      return [name, value];
    }),
  );
}

test('on a host that heeds _headers the page works, and a file in a window of its own has rules too', async (t) => {
  const elsewhere = await serve(site);
  const server = await serve(site, { headers: siteHeaders() });
  t.after(async () => {
    await elsewhere.close();
    await server.close();
  });
  const person = await house.visit({ url: server.url });
  await untilDrawn(person);
  await person.choose(purchases());
  await person.train({ epochs: 1 });
  await person.download('export-report');
  const other = await person.page.context().newPage();
  for (const file of ['www/icon.svg', 'www/outside.js', 'www/samples/article.csv']) {
    await other.goto(server.url + file).catch(() => {});
    if (!other.url().endsWith(file)) continue;
    assert.equal(
      await other.evaluate(
        (address) => fetch(address, { mode: 'no-cors' }).then(String, () => 'refused'),
        elsewhere.url,
      ),
      'refused',
      file,
    );
    assert.equal(
      await other.evaluate((address) => open(address), elsewhere.url),
      null,
      'no window of it opens another',
    );
  }
  await other.close();
  await person.leave();
});
