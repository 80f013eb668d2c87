/** The site's own client and worker, driven from a page as the site's page drives them. */
import { CoreLoader } from '../../www/core/core_loader.js';
import { RECIPE_DEFAULTS } from '../../www/recipes.js';
import { baskets, closest, csvOf } from './data.js';

/** @typedef {Record<string, (payload: any) => Promise<any>>} Calls */

/** Opens interactions made from a seed and trains on them; call() then asks for something, end() ends it. */
export async function startJourney() {
  /** @type {import('../../www/core/client.js').Client} */
  let client;
  /** @type {Uint32Array[]} */
  let users;

  /** @type {Calls} */
  const calls = {
    /** `helpers`: how many further workers it may start; as many as the page would, if it isn't said. */
    async start({ shape, recipe, change, helpers }) {
      client = await new CoreLoader(new URL('../www/', import.meta.url).href, { helpers }).worker();
      users = baskets(shape);
      const { roles } = await client.request('open', { file: new Blob([csvOf(users)]) });
      await client.request('read', { how: { roles, seed: 42 } });
      const options = { ...RECIPE_DEFAULTS[recipe], patience: 0, ...change };
      await client.request('train', { options }).catch((error) => {
        // The data hold nothing out: it is trained, and cannot be evaluated.
        if (error.failure?.code !== 'nothing-held-out') throw error;
      });
    },

    /** As in ours.js, and back again. */
    async recommend({ size, count, k }) {
      const times = [];
      for (const user of closest(users, size, count)) {
        const begun = performance.now();
        await client.request('recommend', { user: `u${user}`, k });
        times.push(performance.now() - begun);
      }
      return times;
    },

    async crossValidate({ folds, recipe, change }) {
      const options = { ...RECIPE_DEFAULTS[recipe], patience: 0, ...change };
      const begun = performance.now();
      const { folds: done } = await client.request('crossValidate', { options, folds });
      if (done !== folds) throw new Error(`${done} of ${folds} folds`);
      return { milliseconds: performance.now() - begun };
    },

    /** All rungs, with more time than they need. */
    async tune({ recipe, change }) {
      const options = { ...RECIPE_DEFAULTS[recipe], ...change };
      const begun = performance.now();
      const { trials, best } = await client.request('tune', { options, minutes: 60 });
      if (!best || trials.length === 0) throw new Error('nothing was tried');
      return { milliseconds: performance.now() - begun };
    },

    /** All users' first K, as for export. */
    async score({ k }) {
      const begun = performance.now();
      await client.request('exportRecommendations', { k });
      return { milliseconds: performance.now() - begun };
    },
  };
  return {
    call: (/** @type {string} */ name, payload = {}) => calls[name](payload),
    end: () => client.end(),
  };
}
