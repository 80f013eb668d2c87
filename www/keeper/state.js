/**
 * The state of a project as bytes, and back. A project file may come from anywhere: what is no project in every part of it is
 * refused.
 *
 * @import { KeptProject } from "../kept.js"
 * @import { Parts } from "./keeper_protocol.js"
 * @import { Type } from "./conforms.js"
 */

import { conforms } from './conforms.js';
import { joined } from './generations.js';

/** The key that it is kept under. */
export const STATE = 'state';
/** The form of the state. */
const VERSION = 1;

/** What www/kept.js documents; the build puts it here. @type {Type} */
const KEPT_PROJECT = /** @type {any} */ (globalThis).KEPT_PROJECT;

/** @param {KeptProject} project @returns {Parts} */
export function encodedState(project) {
  return [new TextEncoder().encode(JSON.stringify({ ...project, version: VERSION }))];
}

/** @param {Parts} parts @returns {KeptProject} */
export function decodedState(parts) {
  let found;
  try {
    found = JSON.parse(new TextDecoder().decode(joined(parts)));
  } catch {
    throw { code: 'project-broken', params: {} };
  }
  const version = found?.version;
  if (typeof version === 'number' && version !== VERSION) {
    throw { code: 'project-version', params: { found: version, known: VERSION } };
  }
  if (!conforms(found, KEPT_PROJECT)) throw { code: 'project-broken', params: {} };
  return found;
}
