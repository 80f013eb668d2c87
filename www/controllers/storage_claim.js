/** What this browser remembers beside the project, and that only one tab keeps it. */

const PLACE = 'firstpick-keep';
const KEPT = 'firstpick-kept';
/** Held by the tab that keeps the project. */
const CLAIM = 'firstpick-project';
/** Milliseconds in which a tab that was just closed gives it back. */
const PATIENCE = 1500;

/** @param {string} name */
function remembered(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** @param {string} name @param {string} value */
function remember(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Without storage nothing is kept anyway.
  }
}

/** @param {string} name */
function forget(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // Nothing was remembered.
  }
}

/** Where files of one's own are to be kept, if that was ever said. @returns {"browser" | "tab" | null} */
export function rememberedChoice() {
  const choice = remembered(PLACE);
  return choice === 'browser' || choice === 'tab' ? choice : null;
}

/** @param {"browser" | "tab"} choice */
export const rememberChoice = (choice) => remember(PLACE, choice);

/** Whose data the kept project has; null where there is none. @returns {"own" | "sample" | null} */
export function keptKind() {
  const kind = remembered(KEPT);
  return kind === 'own' || kind === 'sample' ? kind : null;
}

/** @param {"own" | "sample"} kind */
export const rememberKept = (kind) => remember(KEPT, kind);

/** Nothing is kept any more. */
export const forgetKept = () => forget(KEPT);

/** Forgets all of it. */
export function forgetRemembered() {
  forget(KEPT);
  forget(PLACE);
}

/** @type {Promise<boolean> | null} */
let claim = null;

/** Whether this tab may keep the project; it then does so to its end. */
export function claimStorage() {
  claim ??= claimed().then((isOurs) => {
    if (!isOurs) claim = null;
    return isOurs;
  });
  return claim;
}

/** @returns {Promise<boolean>} */
function claimed() {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE);
    const held = navigator.locks.request(CLAIM, { signal: patience.signal }, () => {
      clearTimeout(timer);
      resolve(true);
      return new Promise(() => {});
    });
    held.catch(() => resolve(false));
  });
}
