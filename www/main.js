/** Puts the page together: one store, the controllers, the frame, and the six rooms. */

import { App } from './controllers/app.js';
import { loadAllWords, loadFirstWords } from './i18n/index.js';
import { showData } from './rooms/data.js';
import { showDesign } from './rooms/design.js';
import { showModel } from './rooms/model.js';
import { showRelease } from './rooms/release.js';
import { showStart } from './rooms/start.js';
import { showVerdict } from './rooms/verdict.js';
import { initialState, Store } from './state.js';
import { showDock } from './views/dock.js';
import { showKeeping } from './views/keeping.js';
import { showLanguage } from './views/language.js';
import { showLive } from './views/live.js';
import { showMessage } from './views/message.js';
import { showOffline } from './views/offline.js';
import { showPrivacy } from './views/privacy.js';
import { showRoomHead } from './views/room_head.js';
import { showWorkflow } from './views/workflow.js';

const FRAME = [showMessage, showKeeping, showPrivacy, showRoomHead, showDock, showLive, showWorkflow, showOffline];
const ROOMS = [showStart, showData, showDesign, showModel, showVerdict, showRelease];

async function start() {
  const { language, isWanted } = await loadFirstWords();
  const store = new Store({ ...initialState(), language });
  const app = new App(store, new URL('./', import.meta.url).href, loadAllWords);
  showLanguage(app);
  for (const show of [...ROOMS, ...FRAME]) show(app);
  store.watch(['stage'], ({ stage }) => {
    document.body.dataset.stage = stage;
  });
  if (!isWanted) app.messages.fail({ code: 'language-unavailable', params: {} });
  app.begin().finally(() => whenPainted(() => app.prefetch()));
}

/** Once what there is can be seen, and nothing else is to do. @param {() => void} work */
function whenPainted(work) {
  // No frames are painted in a hidden tab.
  if (document.hidden || typeof requestIdleCallback !== 'function') setTimeout(work, 1000);
  else requestAnimationFrame(() => requestIdleCallback(work, { timeout: 3000 }));
}

start().catch((error) => {
  // The paragraph in index.html then says what to do.
  document.documentElement.dataset.boot = 'failed';
  console.error(error);
});
