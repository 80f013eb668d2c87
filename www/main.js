/** Puts the page together: one store, the controllers, and a view for each part of the page. */

import { App } from './controllers/app.js';
import { firstLanguage } from './i18n/index.js';
import { initialState, Store } from './state.js';
import { showAccount } from './views/account.js';
import { showColumns } from './views/columns.js';
import { showComparison } from './views/comparison.js';
import { showCustomer } from './views/customer.js';
import { showDialect } from './views/dialect.js';
import { showDownloads } from './views/downloads.js';
import { showFormula } from './views/formula.js';
import { showLanguage } from './views/language.js';
import { showLearning } from './views/learning.js';
import { showMeaning } from './views/meaning.js';
import { showMessage } from './views/message.js';
import { showOptions } from './views/options.js';
import { showPrivacy } from './views/privacy.js';
import { showQuality } from './views/quality.js';
import { showQuestion } from './views/question.js';
import { showRecommendations } from './views/recommendations.js';
import { showResults } from './views/results.js';
import { showSource } from './views/source.js';
import { showSplit } from './views/split.js';
import { showTraining } from './views/training.js';
import { showTrials } from './views/trials.js';
import { showVerdict } from './views/verdict.js';
import { showWorkflow } from './views/workflow.js';

const VIEWS = [
  showMessage,
  showPrivacy,
  showSource,
  showAccount,
  showQuality,
  showColumns,
  showQuestion,
  showMeaning,
  showSplit,
  showDialect,
  showOptions,
  showFormula,
  showTraining,
  showTrials,
  showLearning,
  showComparison,
  showCustomer,
  showRecommendations,
  showDownloads,
  showVerdict,
  showResults,
  showWorkflow,
];

function start() {
  const store = new Store({ ...initialState(), language: firstLanguage() });
  const app = new App(store, new URL('./', import.meta.url).href);
  showLanguage(app);
  for (const show of VIEWS) show(app);
  store.watch(['stage'], ({ stage }) => {
    document.body.dataset.stage = stage;
  });
  app.begin().finally(() => whenPainted(() => app.prefetch()));
}

/** Once what there is can be seen, and nothing else is to do. @param {() => void} work */
function whenPainted(work) {
  // No frames are painted in a hidden tab.
  if (document.hidden || typeof requestIdleCallback !== 'function') setTimeout(work, 1000);
  else requestAnimationFrame(() => requestIdleCallback(work, { timeout: 3000 }));
}

start();
