// Nothing leaves the tab: no request to another server ever, and none at all once a file of one's own is open.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { serve, site } from './browser.js';
import { coreWorkers, openHouse, purchases, untilWorkers } from './person.js';

/** @typedef {import('./person.js').Person} Person */

const house = await openHouse();
after(() => house.close());

/**
 * The addresses that the page and its workers ask for from now on, whether or not the browser lets them; blob: and data: never
 * leave the tab.
 * @param {Person} person
 */
function listen(person) {
  /** @type {string[]} */ const asked = [];
  person.page.context().on('request', (request) => {
    const { protocol } = new URL(request.url());
    if (protocol !== 'blob:' && protocol !== 'data:') asked.push(request.url());
  });
  return asked;
}

/** Waits until the page has fetched all that it will want. @param {Person} person */
async function untilSettled(person) {
  await person.until('empty');
  await person.page.waitForFunction(() => {
    const fetched = performance.getEntriesByType('resource').filter(({ name }) => /\/samples\//.test(name));
    return fetched.length === 3 && document.querySelector('#workflow svg') !== null;
  });
}

/** Everything that one can do with the page. @param {Person} person */
async function wholeJourney(person) {
  await person.train({ epochs: 2 });
  await person.untilRecommended(10);
  await person.type('top-k', 3);
  await person.untilRecommended(3);
  await person.type('user', 'no such user');
  await person.$('user').press('Enter');
  await person.untilError('unknown-user');
  for (const id of /** @type {const} */ (['export-recommendations', 'export-report', 'export-model'])) {
    await person.download(id);
  }
  await person.select('language', 'zh');
  await person.page.setViewportSize({ width: 375, height: 700 });
  await person.page.waitForFunction(() => document.querySelector('#workflow')?.textContent?.includes('创业'));
  await person.select('recipe', 'pair');
  await person.train({ epochs: 1 });
}

test('from the empty page to the downloads only the own server is asked', async () => {
  const person = await house.visit();
  const asked = listen(person);
  await person.page.reload();
  await untilSettled(person);
  await person.sample('article');
  await person.train({ epochs: 1 });
  await person.choose(purchases());
  await wholeJourney(person);
  assert.ok(asked.length > 5, 'the requests were seen');
  assert.deepEqual(
    asked.filter((address) => !address.startsWith(house.url)),
    [],
  );
  await person.leave();
});

test('once a file of its own is open the page asks for nothing, and the samples still open', async () => {
  const person = await house.visit();
  await untilSettled(person);
  house.arrived.length = 0;
  const asked = listen(person);
  await person.choose(purchases());
  const attempts = asked.length;
  await wholeJourney(person);
  await person.sample('article');
  await person.sample('groceries');
  await person.choose('', 'empty.csv');
  assert.deepEqual(house.arrived, [], 'nothing arrived at the site');
  assert.deepEqual(
    asked.slice(attempts),
    [],
    'nothing was tried but the attempts to break out, before the file was read',
  );
  assert.deepEqual(
    asked.filter((address) => !/\/www\/(outside\.js|icon\.svg)\?/.test(address)),
    [],
  );
  await person.leave();
});

test('a page in a hurry is locked all the same before its file is read', async () => {
  const person = await house.visit();
  await person.choose(purchases());
  const asked = listen(person);
  await person.train({ epochs: 1 });
  await person.page.waitForFunction(() => document.querySelector('#workflow svg'));
  assert.deepEqual(asked, []);
  await person.leave();
});

/**
 * Tries to reach an address in every way that a script has; gives those that did not fail.
 * Runs in the page and in the worker.
 * @param {string} address
 */
async function escapes(address) {
  const fails = () => false;
  const works = () => true;
  /** @type {Record<string, () => Promise<boolean> | boolean>} */
  const ways = {
    fetch: () => fetch(address, { mode: 'no-cors' }).then(works, fails),
    post: () => fetch(address, { method: 'POST', body: 'secret', mode: 'no-cors' }).then(works, fails),
    request: () =>
      new Promise((resolve) => {
        const request = new XMLHttpRequest();
        request.onload = () => resolve(true);
        request.onerror = () => resolve(false);
        try {
          request.open('GET', address);
          request.send();
        } catch {
          resolve(false);
        }
      }),
    socket: () =>
      new Promise((resolve) => {
        try {
          const socket = new WebSocket(address.replace(/^http/, 'ws'));
          socket.onopen = () => resolve(true);
          socket.onerror = () => resolve(false);
        } catch {
          resolve(false);
        }
      }),
    events: () =>
      new Promise((resolve) => {
        try {
          const events = new EventSource(address);
          events.onopen = () => resolve(true);
          events.onerror = () => resolve(false);
        } catch {
          resolve(false);
        }
      }),
  };
  const tried = await Promise.all(Object.entries(ways).map(async ([way, attempt]) => [way, await attempt()]));
  return tried.filter(([, worked]) => worked).map(([way]) => way);
}

test('no script could send anything, from the page or the worker, elsewhere or to the own server', async (t) => {
  // A server that would answer, so that only the lock can be what stops a request.
  const elsewhere = await serve(site);
  t.after(elsewhere.close);
  const person = await house.visit();
  await untilSettled(person);
  assert.deepEqual(await person.page.evaluate(escapes, elsewhere.url), [], 'elsewhere is closed from the beginning');
  const open = await person.page.evaluate(escapes, house.url);
  assert.ok(open.includes('fetch'), 'the own server is not yet');
  // What the lock stops is a request too, but one without an answer.
  /** @type {string[]} */ const answered = [];
  person.page.context().on('response', (response) => answered.push(response.url()));
  await person.choose(purchases());
  const [worker] = await coreWorkers(person.page);
  assert.ok(worker);
  for (const address of [elsewhere.url, house.url]) {
    assert.deepEqual(await person.page.evaluate(escapes, address), [], `from the page to ${address}`);
    assert.deepEqual(await worker.evaluate(escapes, address), [], `from the worker to ${address}`);
  }
  const module = `${elsewhere.url}www/worker.js`;
  assert.equal(
    await worker.evaluate(
      (address) =>
        import(address).then(
          () => 'came',
          () => 'refused',
        ),
      module,
    ),
    'refused',
  );
  assert.equal(
    await person.page.evaluate((address) => {
      return new Promise((resolve) => {
        const image = new Image();
        image.onload = () => resolve('load');
        image.onerror = () => resolve('error');
        image.src = address;
      });
    }, `${elsewhere.url}www/icon.svg`),
    'error',
  );
  assert.deepEqual(
    answered.filter((address) => address.startsWith('http')),
    [],
  );
  await person.leave();
});

test('workers that help with a file of its own are behind the same lock', async (t) => {
  const elsewhere = await serve(site);
  t.after(elsewhere.close);
  const person = await house.visit();
  await person.page.addInitScript(() => Object.defineProperty(navigator, 'hardwareConcurrency', { value: 3 }));
  await person.page.reload();
  await untilSettled(person);
  const rows = ['user,item'];
  for (let user = 0; user < 2500; user++) {
    for (let n = 0; n < 9; n++) rows.push(`u${user},i${(user * 19 + n * n * 7) % 1700}`);
  }
  await person.choose(rows.join('\n'));
  await person.select('recipe', 'article');
  await person.train({ epochs: 1 });
  // One with the file, and two that help.
  for (const worker of await untilWorkers(person.page, 3)) {
    for (const address of [elsewhere.url, house.url]) assert.deepEqual(await worker.evaluate(escapes, address), []);
  }
  await person.choose(purchases());
  // None of them outlives its file.
  await untilWorkers(person.page, 1);
  await person.leave();
});

test('the policy stands in the page from its first byte, and names no other origin', async () => {
  const html = await (await fetch(house.url)).text();
  const [, policy] = /<meta http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html) ?? [];
  assert.ok(policy, 'there is a policy');
  assert.ok(
    html.indexOf('Content-Security-Policy') < html.search(/<(script|link|img|style)\b/),
    'before all it governs',
  );
  assert.match(policy, /(^|; )default-src 'none'(;|$)/);
  assert.ok(!/https?:|\*|'unsafe-eval'/.test(policy), policy);
  assert.ok(!/script-src[^;]*'unsafe-inline'/.test(policy), policy);
  assert.ok(!/\b(src|href)="(https?:)?\/\//.test(html), 'nothing is loaded from elsewhere');
});

test('the site works under any path', async (t) => {
  const prefix = '/a-user/firstpick';
  const server = await serve(site, { prefix });
  t.after(server.close);
  const person = await house.visit({ url: server.url });
  const asked = listen(person);
  await person.page.reload();
  await untilSettled(person);
  await person.sample('article');
  await person.train({ epochs: 1 });
  await person.page.waitForFunction(() => document.querySelector('#workflow svg'));
  const outside = asked.filter((address) => !new URL(address).pathname.startsWith(`${prefix}/`));
  assert.deepEqual(outside, []);
  await person.leave();
});
