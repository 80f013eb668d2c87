/**
 * Says at once that the page's script did not come, or cannot run: puts `data-boot` on the root element, by which the
 * paragraph in index.html shows what to do. Stands in index.html itself, so that it needs no request.
 */

const root = document.documentElement;

/** @param {string} what */
function say(what) {
  // A page that runs has its own message.
  if (!document.body?.dataset.stage) root.dataset.boot ??= what;
}

if (location.protocol === 'file:') say('disk');
// Errors of elements do not bubble; those of scripts that cannot be parsed, or stop, are told to the window.
addEventListener('error', () => say('failed'), true);
