/**
 * The page without a network: a service worker keeps the site (service_worker.js), and a new version of it is offered. Where
 * there are no service workers, on http pages of other machines and in some private windows, all else works.
 */

/** Milliseconds after which a registration that says nothing is called failed. */
const PATIENCE_MS = 20_000;

export class Offline {
  /** @type {import("../state.js").Store} */ #store;
  /** Address of the folder www/. @type {string} */ #base;
  /** @type {ServiceWorkerRegistration | null} */ #registration = null;
  #isBegun = false;
  #isStopped = false;
  /** @type {() => void} */ #settle = () => {};
  /** Settles when the site is kept, or it is clear that it will not be. At once where nothing is being kept. @type {Promise<void>} */
  settled = Promise.resolve();

  /** @param {import("../state.js").Store} store @param {string} base */
  constructor(store, base) {
    this.#store = store;
    this.#base = base;
  }

  /** Keeps the site, once the page has all that it may want: its files then come from the browser's cache. */
  async begin() {
    if (this.#isBegun || this.#store.state.locked || !navigator.serviceWorker) return;
    this.#isBegun = true;
    this.settled = new Promise((resolve) => {
      this.#settle = resolve;
    });
    const timer = setTimeout(() => this.#say('failed'), PATIENCE_MS);
    try {
      const options = /** @type {const} */ ({ scope: new URL('../', this.#base).href, updateViaCache: 'none' });
      const registration = await navigator.serviceWorker.register(new URL('../sw.js', this.#base).href, options);
      // Where service workers are switched off, some browsers give none and no error.
      if (registration) this.#watch(registration);
      else this.#say('none');
    } catch (error) {
      // A browser that refuses is another matter than a script that did not come.
      this.#say(error instanceof TypeError ? 'failed' : 'none');
    } finally {
      clearTimeout(timer);
    }
  }

  /** Before the lock: what is still under way is given up, so that nothing of the page asks for anything after it. */
  stop() {
    const installing = this.#registration?.installing;
    if (!installing) return;
    this.#isStopped = true;
    installing.postMessage('stop');
  }

  /** Loads the page again in its new version. */
  accept() {
    const waiting = this.#registration?.waiting;
    if (!waiting) return;
    waiting.addEventListener('statechange', () => {
      if (waiting.state === 'activated') location.reload();
    });
    waiting.postMessage('activate');
  }

  /** @param {ServiceWorkerRegistration} registration */
  #watch(registration) {
    this.#registration = registration;
    const { active, waiting, installing } = registration;
    if (active) this.#say('ready');
    if (active && waiting) this.#store.set({ update: true });
    if (installing) this.#follow(installing);
    registration.addEventListener('updatefound', () => {
      if (registration.installing) this.#follow(registration.installing);
    });
  }

  /** @param {ServiceWorker} worker  that is being installed */
  #follow(worker) {
    const isFirst = !this.#registration?.active;
    if (isFirst) this.#say('keeping');
    worker.addEventListener('statechange', () => {
      if (worker.state === 'installed' && !isFirst) this.#store.set({ update: true });
      if (!isFirst) return;
      if (worker.state === 'activated') this.#say('ready');
      if (worker.state === 'redundant') this.#say(this.#isStopped ? 'none' : 'failed');
    });
  }

  /** @param {import("../state.js").State["offline"]} offline */
  #say(offline) {
    this.#store.set({ offline });
    if (offline !== 'keeping') this.#settle();
  }
}
