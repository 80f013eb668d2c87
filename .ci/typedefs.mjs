// The types that the page's JSDoc documents: what tests hold answers against, and the build puts into the keeper, which believes
// no project file.
import { readFileSync } from 'node:fs';
import * as protocol from '../www/protocol.js';

/**
 * @typedef {{kind: 'any'} | {kind: 'primitive', name: string} | {kind: 'literal', value: unknown}
 *   | {kind: 'array', of: Type} | {kind: 'tuple', of: Type[]} | {kind: 'union', of: Type[]} | Shape
 *   | {kind: 'name', name: string, of: Type[]} | {kind: 'and', of: Type[]} | {kind: 'const', name: string}} Type
 */
/** @typedef {{kind: 'object', props: Record<string, {type: Type, optional: boolean}>, rest: Type | null}} Shape  rest: of any other key */

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

/** The types that a file of www documents. @param {string} name @returns {[string, Type][]} */
function documented(name) {
  const source = readFileSync(new URL(`../www/${name}.js`, import.meta.url), 'utf8');
  /** @type {[string, Type][]} */ const found = [];
  for (const [, comment] of source.matchAll(/\/\*\*([\s\S]*?)\*\//g)) {
    const text = comment.replace(/^\s*\* ?/gm, ' ');
    for (const { index } of text.matchAll(/@typedef \{/g)) {
      const { inside, end } = braced(text, index + '@typedef '.length);
      const type = /\w+/.exec(text.slice(end))?.[0] ?? '';
      found.push([type, inside === 'Object' ? properties(text.slice(end)) : new Parser(inside).type()]);
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

/** Those of the protocol, and of what is kept. */
export const TYPES = new Map(['protocol', 'requests', 'kept'].flatMap(documented));

/** A type without names. @param {Type} type @returns {Type} */
export function resolved(type) {
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

/** A type with all that it is made of in it, as JSON can carry it. @param {Type} type @returns {Type} */
export function expanded(type) {
  const known = resolved(type);
  if (known.kind === 'array') return { kind: 'array', of: expanded(known.of) };
  if (known.kind === 'union') return { kind: 'union', of: known.of.map(expanded) };
  if (known.kind !== 'object') return known;
  const props = Object.entries(known.props).map(([name, { type, optional }]) => [
    name,
    { type: expanded(type), optional },
  ]);
  return { kind: 'object', props: Object.fromEntries(props), rest: known.rest && expanded(known.rest) };
}
