// The types that www/protocol.js and www/requests.js document, held against values: whether they have exactly the keys that it names, and what
// it says of each.
import { readFileSync } from 'node:fs';
import * as protocol from '../../www/protocol.js';

/**
 * @typedef {{kind: 'any'} | {kind: 'primitive', name: string} | {kind: 'literal', value: unknown}
 *   | {kind: 'array', of: Type} | {kind: 'tuple', of: Type[]} | {kind: 'union', of: Type[]} | Shape
 *   | {kind: 'name', name: string, of: Type[]} | {kind: 'and', of: Type[]} | {kind: 'const', name: string}} Type
 */
/** @typedef {{kind: 'object', props: Record<string, {type: Type, optional: boolean}>, rest: Type | null}} Shape  rest: of any other key */

const SOURCE = ['protocol', 'requests']
  .map((name) => readFileSync(new URL(`../../www/${name}.js`, import.meta.url), 'utf8'))
  .join('\n');
const TOKEN = /\s*("[^"]*"|[\w$.]+|.)/y;
const PRIMITIVES = new Set(['string', 'number', 'boolean', 'null', 'Blob', 'Uint8Array']);

/** @param {string} text */
function tokens(text) {
  const found = [];
  for (let at = 0; at < text.trimEnd().length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    found.push(/** @type {RegExpExecArray} */ (TOKEN.exec(text))[1]);
  }
  return found;
}

class Parser {
  /** @param {string} text */
  constructor(text) {
    this.left = tokens(text);
  }

  /** @param {string} token */
  take(token) {
    const isNext = this.left[0] === token;
    if (isNext) this.left.shift();
    return isNext;
  }

  /** @param {string} token */
  need(token) {
    if (!this.take(token)) throw new Error(`${token} expected before: ${this.left.slice(0, 9).join(' ')}`);
  }

  next() {
    return this.left.shift() ?? '';
  }

  /** @returns {Type} */
  type() {
    this.take('|');
    const of = [this.both()];
    while (this.take('|')) of.push(this.both());
    return of.length === 1 ? of[0] : { kind: 'union', of };
  }

  /** @returns {Type} */
  both() {
    const of = [this.element()];
    while (this.take('&')) of.push(this.element());
    return of.length === 1 ? of[0] : { kind: 'and', of };
  }

  /** @returns {Type} */
  element() {
    let type = this.primary();
    while (this.take('[')) {
      this.need(']');
      type = { kind: 'array', of: type };
    }
    return type;
  }

  /** @param {string} end @returns {Type[]} */
  list(end) {
    const of = [];
    while (!this.take(end)) {
      of.push(this.type());
      this.take(',');
    }
    return of;
  }

  /** @returns {Type} */
  primary() {
    const token = this.next();
    if (token === '{') return this.object();
    if (token === '[') return { kind: 'tuple', of: this.list(']') };
    if (token.startsWith('"')) return { kind: 'literal', value: token.slice(1, -1) };
    if (token === 'true' || token === 'false') return { kind: 'literal', value: token === 'true' };
    if (token === 'any') return { kind: 'any' };
    if (PRIMITIVES.has(token)) return { kind: 'primitive', name: token };
    if (token === 'typeof') {
      const name = this.next();
      for (const part of ['[', 'number', ']']) this.need(part);
      return { kind: 'const', name };
    }
    return { kind: 'name', name: token, of: this.take('<') ? this.list('>') : [] };
  }

  /** @returns {Shape} */
  object() {
    /** @type {Shape} */ const shape = { kind: 'object', props: {}, rest: null };
    while (!this.take('}')) {
      const name = this.next();
      const optional = this.take('?');
      this.need(':');
      shape.props[name] = { type: this.type(), optional };
      this.take(',');
    }
    return shape;
  }
}

/** What stands between a brace and its twin. @param {string} text @param {number} start  where the brace is */
function braced(text, start) {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    depth += Number(text[at] === '{') - Number(text[at] === '}');
    if (depth === 0) return { inside: text.slice(start + 1, at), end: at + 1 };
  }
  throw new Error(`a brace is not closed: ${text.slice(start, start + 80)}`);
}

/** @returns {Map<string, Type>} */
function typedefs() {
  /** @type {Map<string, Type>} */ const found = new Map();
  for (const [, comment] of SOURCE.matchAll(/\/\*\*([\s\S]*?)\*\//g)) {
    const text = comment.replace(/^\s*\* ?/gm, ' ');
    for (const { index } of text.matchAll(/@typedef \{/g)) {
      const { inside, end } = braced(text, index + '@typedef '.length);
      const name = /\w+/.exec(text.slice(end))?.[0] ?? '';
      found.set(name, inside === 'Object' ? properties(text.slice(end)) : new Parser(inside).type());
    }
  }
  return found;
}

/** @param {string} text  of a comment @returns {Shape} */
function properties(text) {
  /** @type {Shape} */ const shape = { kind: 'object', props: {}, rest: null };
  for (const { index } of text.matchAll(/@property \{/g)) {
    const { inside, end } = braced(text, index + '@property '.length);
    const [, bracket, name] = /** @type {RegExpExecArray} */ (/(\[?)(\w+)/.exec(text.slice(end)));
    shape.props[name] = { type: new Parser(inside).type(), optional: bracket === '[' };
  }
  return shape;
}

const TYPES = typedefs();

/** A type without names. @param {Type} type @returns {Type} */
function resolved(type) {
  if (type.kind === 'const') {
    const values = /** @type {string[]} */ (/** @type {any} */ (protocol)[type.name]);
    return { kind: 'union', of: values.map((value) => ({ kind: 'literal', value })) };
  }
  if (type.kind === 'and') return merged(type.of.map(resolved));
  if (type.kind !== 'name') return type;
  const [first, second] = type.of;
  if (type.name === 'Record') return record(resolved(first), second);
  if (type.name === 'Partial') return partial(resolved(first));
  const named = TYPES.get(type.name);
  if (!named) throw new Error(`no type ${type.name}`);
  return resolved(named);
}

/** @param {Type} key @param {Type} value @returns {Shape} */
function record(key, value) {
  if (key.kind !== 'union') return { kind: 'object', props: {}, rest: value };
  const names = key.of.map((one) => String(/** @type {any} */ (one).value));
  return {
    kind: 'object',
    props: Object.fromEntries(names.map((name) => [name, { type: value, optional: false }])),
    rest: null,
  };
}

/** @param {Type} type @returns {Type} */
function partial(type) {
  if (type.kind !== 'object') throw new Error('a part of what is no object');
  const props = Object.entries(type.props).map(([name, { type }]) => [name, { type, optional: true }]);
  return { ...type, props: Object.fromEntries(props) };
}

/** @param {Type[]} types @returns {Type} */
function merged(types) {
  const shapes = types.filter((type) => type.kind === 'object');
  return { kind: 'object', props: Object.assign({}, ...shapes.map(({ props }) => props)), rest: null };
}

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
