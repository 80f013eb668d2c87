/** The data sets that come with the page, kept at hand so that they still open once connections are locked. */

import { RequestFailure } from '../core/client.js';
import { IncompleteFile, siteFile } from '../site_file.js';

/** @typedef {"groceries" | "orders" | "article"} Sample */

const FILES = /** @type {const} */ ({
  groceries: 'groceries.csv.gz',
  orders: 'orders-zh.csv.gz',
  article: 'article.csv',
});

/** @param {Blob} blob */
async function isGzip(blob) {
  const magic = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  return magic[0] === 0x1f && magic[1] === 0x8b;
}

export class Samples {
  /** @type {string} */ #base;
  /** @type {Map<Sample, Promise<File>>} */ #files = new Map();

  /** @param {string} base  address of the folder www/ */
  constructor(base) {
    this.#base = base;
  }

  /** @param {Sample} sample  what its file is called once unpacked */
  name(sample) {
    return FILES[sample].replace(/\.gz$/, '');
  }

  prefetch() {
    const samples = /** @type {Sample[]} */ (Object.keys(FILES));
    return Promise.allSettled(samples.map((sample) => this.file(sample)));
  }

  /**
   * @param {Sample} sample
   * @returns {Promise<File>}
   */
  file(sample) {
    let file = this.#files.get(sample);
    if (!file) {
      file = this.#fetch(sample);
      file.catch(() => this.#files.delete(sample));
      this.#files.set(sample, file);
    }
    return file;
  }

  /** @param {Sample} sample */
  async #fetch(sample) {
    const name = FILES[sample];
    try {
      let blob = await siteFile(new URL(`samples/${name}`, this.#base).href);
      // Some hosts unpack .gz on the way, some do not.
      if (await isGzip(blob)) {
        const unpacked = blob.stream().pipeThrough(new DecompressionStream('gzip'));
        blob = await new Response(unpacked).blob();
      }
      return new File([blob], this.name(sample), { type: 'text/csv' });
    } catch (error) {
      const how = error instanceof IncompleteFile ? error.how : 'damaged';
      throw new RequestFailure({ code: 'sample-unavailable', params: { name, how } });
    }
  }
}
