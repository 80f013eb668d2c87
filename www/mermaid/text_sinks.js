/**
 * Mermaid makes elements of text, which the policy that its frame inherits from the page forbids; here, where there is nothing
 * but Mermaid, it may. Imported before Mermaid.
 */

const scope = /** @type {any} */ (globalThis);
scope.trustedTypes?.createPolicy('default', { createHTML: (/** @type {string} */ text) => text });
// With a rule for all text there, Mermaid need not try to make rules of its own, which the policy refuses.
Object.defineProperty(scope, 'trustedTypes', { value: undefined });
