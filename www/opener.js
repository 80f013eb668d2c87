/**
 * The worker of the opening core, with which the page begins: shows what is in a file, and no more. Whatever it does,
 * worker.js does in the same way.
 *
 * @import { FileChoices } from "./protocol.js"
 */

import { answer } from './line.js';
import { tableOf } from './table.js';
import { initSync, previewOf, recipes } from './wasm/firstpick.js';

/** @type {Record<string, (payload: any) => any>} */
const requests = {
  /** @param {{file: Blob, choices?: FileChoices}} payload */
  async open({ file, choices }) {
    // This core refuses what is packed, so that nothing is unpacked, which alone would take its time.
    const table = await tableOf(
      file,
      async () => {},
      () => {},
    );
    const { bytes, whole } = await table.head();
    return { ...previewOf(bytes, whole, { ...choices, ...table.written }), contents: table.contents };
  },

  recipes: () => recipes(),
};

answer(({ module }) => initSync({ module }), requests);
