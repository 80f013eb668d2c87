/** Forbids this page every further connection. It cannot be undone without loading the page again. */
export function forbidConnections() {
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = "connect-src 'none'";
  document.head.append(policy);
}
