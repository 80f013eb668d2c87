/** Where data comes from: the file button, a drop anywhere on the page, the samples. */

import { wordsOf } from '../i18n/index.js';
import { block, button, byId, element } from './dom.js';

/** @param {import("../controllers/app.js").App} app */
export function showSource(app) {
  const input = byId('file', HTMLInputElement);
  input.addEventListener('change', () => {
    app.openFiles([...(input.files ?? [])]);
    // So that the same file can be chosen again after it was mended.
    input.value = '';
  });
  button('sample-groceries').addEventListener('click', () => app.openSample('groceries'));
  button('sample-orders').addEventListener('click', () => app.openSample('orders'));
  button('sample-article').addEventListener('click', () => app.openSample('article'));
  acceptDrops(app);

  const choose = block('source').querySelector('.file-button span');
  const project = block('project');
  app.store.watch(['opened', 'account', 'language'], ({ opened, account, language }) => {
    const name = opened?.source.name ?? account?.source.name;
    if (choose) choose.textContent = wordsOf(language).text(name === undefined ? 'data.choose' : 'data.another');
    project.replaceChildren(...(name === undefined ? [] : [element('bdi', {}, name)]));
  });
}

/** @param {import("../controllers/app.js").App} app */
function acceptDrops(app) {
  /** Enter and leave come for every element under the pointer. */
  let depth = 0;
  /** @param {DragEvent} event */
  const bringsFile = (event) => event.dataTransfer?.types.includes('Files') ?? false;
  const mark = () => document.body.classList.toggle('is-dropping', depth > 0);
  addEventListener('dragenter', (event) => {
    if (!bringsFile(event)) return;
    depth++;
    mark();
  });
  addEventListener('dragleave', (event) => {
    if (!bringsFile(event)) return;
    depth = Math.max(0, depth - 1);
    mark();
  });
  addEventListener('dragover', (event) => {
    if (bringsFile(event)) event.preventDefault();
  });
  addEventListener('drop', (event) => {
    if (!bringsFile(event)) return;
    event.preventDefault();
    depth = 0;
    mark();
    app.openFiles([...(event.dataTransfer?.files ?? [])]);
  });
}
