/** The lock: from then on nothing that the page, or a worker of it, does can reach the network. */

const POLICY = [
  "default-src 'none'",
  "connect-src 'none'",
  // No address at all: what the page has loaded by now is all that it will ever run.
  "script-src 'wasm-unsafe-eval'",
  'worker-src blob:',
  "style-src 'unsafe-inline'",
  'img-src data:',
];

/**
 * Forbids this page, and the workers that it starts from now on, every further request.
 * It cannot be undone without loading the page again.
 */
export function forbidConnections() {
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = POLICY.join('; ');
  document.head.append(policy);
}
