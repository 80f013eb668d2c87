/**
 * Mermaid's own frame: a script of an origin of its own, which sees nothing of the page, and can reach nothing. It is told what
 * to draw, and answers with a picture as plain values.
 *
 * @import { Asked, Branch } from "./pictures.js"
 */

import './text_sinks.js';
import mermaid from 'mermaid/dist/mermaid.esm.min.mjs';

/** @param {Asked} asked @returns {Promise<Branch>} */
async function drawn({ id, source, config }) {
  mermaid.initialize(config);
  const { svg } = await mermaid.render(id, source);
  return branchOf(new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement);
}

/** @param {Element} node @returns {Branch} */
function branchOf(node) {
  const attributes = [...node.attributes].map(({ name, value }) => /** @type {[string, string]} */ ([name, value]));
  const children = [...node.childNodes].map((child) =>
    child instanceof Element ? branchOf(child) : (child.nodeValue ?? ''),
  );
  return [node.localName, attributes, children];
}

addEventListener('message', async ({ data, ports: [port] }) => {
  try {
    port?.postMessage({ picture: await drawn(data) });
  } catch (error) {
    port?.postMessage({ error: String(error) });
  }
});
