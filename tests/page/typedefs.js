// What the worker says, held against the types that the page documents: whether it has exactly the keys that they name, and what
// they say of each.
import { resolved, TYPES } from '../../.ci/typedefs.mjs';

/** @typedef {import('../../.ci/typedefs.mjs').Type} Type */
/** @typedef {import('../../.ci/typedefs.mjs').Shape} Shape */

/** What is not as documented, each with its path. @param {unknown} value @param {Type} documented @param {string} path @returns {string[]} */
function faults(value, documented, path) {
  const type = resolved(documented);
  const is = (/** @type {boolean} */ right, /** @type {string} */ what) =>
    right ? [] : [`${path} is ${JSON.stringify(value)?.slice(0, 60)}, not ${what}`];
  switch (type.kind) {
    case 'any':
      return [];
    case 'literal':
      return is(value === type.value, String(type.value));
    case 'primitive':
      if (type.name === 'null') return is(value === null, 'null');
      if (type.name === 'Blob') return is(value instanceof Blob, 'a Blob');
      if (type.name === 'Uint8Array') return is(value instanceof Uint8Array, 'bytes');
      return is(typeof value === type.name, type.name);
    case 'union': {
      const tried = type.of.map((one) => faults(value, one, path));
      if (tried.some((found) => found.length === 0)) return [];
      // The one that fits best says what is wrong with it.
      return tried.reduce((best, next) => (next.length > 0 && depth(next) > depth(best) ? next : best));
    }
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((one, at) => faults(one, type.of, `${path}[${at}]`))
        : is(false, 'a list');
    case 'object':
      return typeof value === 'object' && value !== null ? keyFaults(value, type, path) : is(false, 'an object');
    default:
      throw new Error(`${type.kind} at ${path}`);
  }
}

/** How far below the value the deepest fault is. @param {string[]} found */
const depth = (found) => Math.max(...found.map((fault) => fault.split(/[.[]/).length));

/** @param {object} value @param {Shape} shape @param {string} path */
function keyFaults(value, { props, rest }, path) {
  const missing = Object.entries(props).filter(([name, { optional }]) => !optional && !(name in value));
  const found = Object.entries(value).flatMap(([name, part]) => {
    const type = props[name]?.type ?? rest;
    // What is left out may also be undefined.
    if (part === undefined && props[name]?.optional) return [];
    return type ? faults(part, type, `${path}.${name}`) : [`${path}.${name} is not documented`];
  });
  return [...missing.map(([name]) => `${path}.${name} is missing`), ...found];
}

/** What of a value is not as the type of that name says. @param {unknown} value @param {string} name */
export function faultsAs(value, name) {
  return faults(value, { kind: 'name', name, of: [] }, name);
}

/** The same of the answer to a request. @param {unknown} answer @param {string} request  its type */
export function faultsOfAnswer(answer, request) {
  const requests = /** @type {Shape} */ (TYPES.get('Requests'));
  const pair = requests.props[request]?.type;
  if (pair?.kind !== 'tuple') throw new Error(`no request ${request}`);
  return faults(answer, pair.of[1], request);
}

/** All requests. */
export const REQUESTS = Object.keys(/** @type {Shape} */ (TYPES.get('Requests')).props);
