// Which Chromium the tests drive, and how: shared by the page's tests and by wasm-pack's (webdriver).
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

// Without these Chromium looks for outside hosts; root needs the first.
export const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
];

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @param {string} file */
function runs(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path of the browser: the variable CHROMIUM, or the first known name on PATH. */
export function findChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const wanted = process.env.CHROMIUM ? [process.env.CHROMIUM] : names;
  const found = wanted
    .flatMap((name) => (name.includes('/') ? [name] : folders.map((folder) => join(folder, name))))
    .find(runs);
  if (!found) throw new Error('no Chromium found: install one, or name it in the variable CHROMIUM');
  return found;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const args = flags.map((flag) => flag.replace(/^--/, ''));
  const webdriver = () => JSON.stringify({ 'goog:chromeOptions': { args, binary: findChromium() } }, null, 2);
  console.log(process.argv[2] === 'webdriver' ? webdriver() : findChromium());
}
