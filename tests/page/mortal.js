// Workers that die when they are told to: at once, when they are asked for something, or as they say something.

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {'throw' | 'trap' | 'memory' | 'close' | 'loop'} How */
/** @typedef {{how: How, asked?: string, says?: string, nth?: number}} Death
 *   asked: the type of the request at which it dies; says: the event, or the part of a reading, after which it does; neither: at
 *   once. nth: the first one, if it isn't said */

/** Ways to die that are noticed by silence alone. @type {How[]} */
export const SILENT = ['close', 'loop'];

/** Runs in each worker of the page, after its own script. */
function mortal() {
  const scope = /** @type {any} */ (globalThis);
  const UNREACHABLE = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 97, 0, 0, 10, 5, 1, 3, 0, 0, 11,
  ];
  /** @type {Record<string, () => void>} */
  const ways = {
    throw: () => {
      throw new Error('a fault');
    },
    trap: () => new scope.WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(UNREACHABLE))).exports.a(),
    memory: () => new ArrayBuffer(Number.MAX_SAFE_INTEGER),
    close: () => {
      scope.close();
      // The task under way would still come to its end.
      scope.postMessage = () => {};
    },
    loop: () => {
      for (;;);
    },
  };
  /** @type {any} */ let plan = null;
  /** @param {boolean} isDue */
  const dieIf = (isDue) => {
    if (!isDue || --plan.nth > 0) return;
    const { how } = plan;
    plan = null;
    say({ dies: true });
    ways[how]();
  };
  const hear = scope.onmessage;
  const say = scope.postMessage.bind(scope);
  scope.onmessage = (/** @type {MessageEvent} */ event) => {
    const { data } = event;
    if (data.death) {
      plan = { nth: 1, ...data.death };
      return dieIf(!plan.asked && !plan.says);
    }
    dieIf(plan?.asked !== undefined && plan.asked === data.type);
    hear(event);
  };
  scope.postMessage = (/** @type {any} */ message, /** @type {any} */ options) => {
    say(message, options);
    dieIf(plan?.says !== undefined && (plan.says === message.event || plan.says === message.part));
  };
}

/** Runs in the page before anything of its own. @param {string} appendix  of each worker's script */
function prepare(appendix) {
  /** workers: that run; next: the death of the next one that opens a file; ticks: since one died */
  const deaths = {
    workers: /** @type {Worker[]} */ ([]),
    keepers: /** @type {Worker[]} */ ([]),
    next: /** @type {any} */ (null),
    ticks: 0,
  };
  setInterval(() => deaths.ticks++, 50);
  Object.assign(globalThis, { deaths });
  // The script that the page has fetched stays as it is: it may be checked.
  const create = URL.createObjectURL.bind(URL);
  URL.createObjectURL = (/** @type {any} */ blob) =>
    create(blob.type === 'text/javascript' ? new Blob([blob, appendix], { type: blob.type }) : blob);
  const Plain = globalThis.Worker;
  globalThis.Worker = class extends Plain {
    /** @param {string | URL} address @param {WorkerOptions} [options] */
    constructor(address, options) {
      super(address, options);
      (options?.name === 'keeper' ? deaths.keepers : deaths.workers).push(this);
      this.addEventListener('message', (event) => {
        if (!event.data.dies) return;
        // The page is not to hear of it.
        event.stopImmediatePropagation();
        deaths.ticks = 0;
      });
    }
    /** @param {any} message @param {any} transfer */
    postMessage(message, transfer) {
      if (message.type === 'open' && deaths.next) {
        super.postMessage({ death: deaths.next });
        deaths.next = null;
      }
      super.postMessage(message, transfer);
    }
    terminate() {
      deaths.workers = deaths.workers.filter((worker) => worker !== this);
      deaths.keepers = deaths.keepers.filter((worker) => worker !== this);
      super.terminate();
    }
  };
}

/** Before the page is opened. @param {Page | import('playwright-core').BrowserContext} page  or all of a person's */
export function makeMortal(page) {
  return page.addInitScript(prepare, `\n;(${mortal})();`);
}

/** The eldest of the page's workers dies, now or later. @param {Page} page @param {Death} death */
export function kill(page, death) {
  return page.evaluate((death) => {
    const { deaths } = /** @type {any} */ (globalThis);
    deaths.workers[0].postMessage({ death });
  }, death);
}

/** The keeper dies at once. @param {Page} page @param {How} how */
export function killKeeper(page, how) {
  return page.evaluate((how) => {
    const { deaths } = /** @type {any} */ (globalThis);
    deaths.keepers.at(-1)?.postMessage({ death: { how } });
  }, how);
}

/** The next worker of the page that opens a file dies. @param {Page} page @param {Death} death */
export function killNext(page, death) {
  return page.evaluate((death) => {
    const { deaths } = /** @type {any} */ (globalThis);
    deaths.next = death;
  }, death);
}

/** The time counts from now on. @param {Page} page */
export function countFromNow(page) {
  return page.evaluate(() => {
    /** @type {any} */ (globalThis).deaths.ticks = 0;
  });
}

/**
 * Milliseconds until the page rests with the code of an error, or goes on with a training, since the worker died; counted by timers of the page, which come
 * late where the machine is busy with something else.
 * @param {Page} page
 * @param {string} code
 */
export function settled(page, code) {
  return page.evaluate(
    (code) =>
      new Promise((resolve, reject) => {
        const { dataset } = document.body;
        const giveUp = setTimeout(() => reject(new Error(`${dataset.stage}, ${dataset.error}`)), 20_000);
        const look = () => {
          if (
            dataset.error !== code ||
            !['empty', 'ready', 'trained', 'training', 'paused'].includes(dataset.stage ?? '')
          )
            return;
          clearTimeout(giveUp);
          watcher.disconnect();
          resolve(50 * /** @type {any} */ (globalThis).deaths.ticks);
        };
        const watcher = new MutationObserver(look);
        watcher.observe(document.body, { attributes: true });
        look();
      }),
    code,
  );
}
