/**
 * The fields of a link, one by one: each check takes what stands in the fragment, which anybody may have written, and gives
 * the value or throws.
 */

/** @template T @typedef {(value: unknown) => T} Check */

/** @param {unknown} value @returns {never} */
function refuse(value) {
  throw new Error(`not allowed: ${typeof value}`);
}

/** @type {Check<boolean>} */
export const flag = (value) => (typeof value === 'boolean' ? value : refuse(value));

/** @param {number} min @param {number} max @returns {Check<number>} */
export const number = (min, max) => (value) =>
  typeof value === 'number' && value >= min && value <= max ? value : refuse(value);

/** @param {number} min @param {number} max @returns {Check<number>} */
export const whole = (min, max) => (value) => (Number.isInteger(value) ? number(min, max)(value) : refuse(value));

/** @template {string} T @param {readonly T[]} values @returns {Check<T>} */
export const oneOf = (values) => (value) => values.find((one) => one === value) ?? refuse(value);

/** @param {RegExp} pattern @returns {Check<string>} */
export const text = (pattern) => (value) => (typeof value === 'string' && pattern.test(value) ? value : refuse(value));

/** @template T @param {Check<T>} check @returns {Check<T | null>} */
export const nullable = (check) => (value) => (value === null ? null : check(value));

/** @template T @param {Check<T>} check @param {number} min @param {number} max @returns {Check<T[]>} */
export const list = (check, min, max) => (value) =>
  Array.isArray(value) && value.length >= min && value.length <= max ? value.map((one) => check(one)) : refuse(value);

/**
 * An object with some of these fields and no others.
 * @template {Record<string, Check<any>>} C
 * @param {C} checks
 * @returns {Check<{[K in keyof C]?: ReturnType<C[K]>}>}
 */
export const some = (checks) => (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(value);
  const entries = Object.entries(value).map(([name, one]) =>
    Object.hasOwn(checks, name) ? [name, checks[name](one)] : refuse(one),
  );
  return Object.fromEntries(entries);
};
