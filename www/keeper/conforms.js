/** Whether a value has the form that a type documents: exactly its keys, and of each what it may be. */

/**
 * @typedef {{kind: "any"} | {kind: "primitive", name: string} | {kind: "literal", value: unknown} | {kind: "array", of: Type}
 *   | {kind: "union", of: Type[]} | {kind: "object", props: Record<string, {type: Type, optional: boolean}>, rest: Type | null}} Type
 */

/** @param {unknown} value @param {Type} type @returns {boolean} */
export function conforms(value, type) {
  switch (type.kind) {
    case 'any':
      return true;
    case 'literal':
      return value === type.value;
    case 'primitive':
      return type.name === 'null' ? value === null : typeof value === type.name;
    case 'union':
      return type.of.some((one) => conforms(value, one));
    case 'array':
      return Array.isArray(value) && value.every((one) => conforms(one, type.of));
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value) && hasKeys(value, type);
  }
}

/** @param {object} value @param {Extract<Type, {kind: "object"}>} type */
function hasKeys(value, { props, rest }) {
  const isWhole = Object.entries(props).every(([name, { optional }]) => optional || Object.hasOwn(value, name));
  return (
    isWhole &&
    Object.entries(value).every(([name, part]) => {
      const type = Object.hasOwn(props, name) ? props[name].type : rest;
      return type !== null && conforms(part, type);
    })
  );
}
