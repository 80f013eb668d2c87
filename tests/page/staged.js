// A page whose worker says what a test wants: answers are changed on their way to the page, and what the page asks is noted.

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/protocol.js').Preview} Preview */
/** @typedef {import('../../www/protocol.js').Dataset} Dataset */
/** @typedef {{type: string, payload: any}} Asked */

/** Before the page is opened. @param {Page} page */
export function stage(page) {
  return page.addInitScript(() => {
    /** @type {{asked: Asked[], preview: any, dataset: any}} */
    const staged = { asked: [], preview: {}, dataset: {} };
    Object.assign(globalThis, { staged });
    const Plain = globalThis.Worker;
    const setter =
      Object.getOwnPropertyDescriptor(Plain.prototype, 'onmessage') ??
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Plain.prototype), 'onmessage');
    /** @param {any} result  of a request */
    const changed = (result) => {
      if (Array.isArray(result?.columns) && result.rows) return { ...result, ...staged.preview };
      if (!result?.dataset) return result;
      const { dataset } = result;
      const { quality, meaning, ...rest } = staged.dataset;
      const said = { quality: { ...dataset.quality, ...quality }, meaning: { ...dataset.meaning, ...meaning } };
      return { ...result, dataset: { ...dataset, ...rest, ...said } };
    };
    globalThis.Worker = class extends Plain {
      /** @param {any} listener */
      set onmessage(listener) {
        setter?.set?.call(this, (/** @type {MessageEvent} */ { data }) =>
          listener({ data: data?.result ? { ...data, result: changed(data.result) } : data }),
        );
      }
      /** @param {any} message @param {any} transfer */
      postMessage(message, transfer) {
        // What the keeper is given can't be shown to a test: it is handed over.
        const isOfCore = message.type && message.type !== 'commit';
        if (isOfCore) staged.asked.push({ type: message.type, payload: { ...message.payload, file: null } });
        const parts = message.payload?.choices?.parts;
        if (!parts) return super.postMessage(message, transfer);
        // Tables are made up here: the file at hand has but one.
        const { parts: _, ...choices } = message.payload.choices;
        super.postMessage({ ...message, payload: { ...message.payload, choices } }, transfer);
      }
    };
  });
}

/** What the worker's answers hold besides; for the files that are opened from now on. @param {Page} page @param {{preview?: Partial<Preview>, dataset?: {quality?: Partial<Dataset["quality"]>, meaning?: Partial<Dataset["meaning"]>}}} said */
export function say(page, said) {
  return page.evaluate((said) => {
    Object.assign(/** @type {any} */ (globalThis).staged, { preview: {}, dataset: {}, asked: [] }, said);
  }, said);
}

/** What the page has asked for since. @param {Page} page @returns {Promise<Asked[]>} */
export function asked(page) {
  return page.evaluate(() => /** @type {any} */ (globalThis).staged.asked);
}
