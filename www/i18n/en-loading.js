/** What is said of the site's own files, in English: what did not come, and what is kept for work without a network. */

export const enLoading = {
  'how.absent': 'did not come',
  'how.silent': 'stopped coming',
  'how.damaged': 'arrived damaged',
  'message.again': 'Try again',
  'keep.absent':
    'The part of the page that keeps projects did not come whole. What you do here lasts as long as this tab. When the page is reloaded, it tries again.',
  'charts.missing':
    'The part that draws charts did not come; here are the figures. When the page is reloaded, it tries again.',
  'workflow.plain': 'The drawing did not come; these steps do the same.',
  'offline.keeping': 'The page is being kept in this browser, so that it also opens without a network …',
  'offline.ready': 'Ready to work offline: this browser keeps the files of the page.',
  'offline.failed':
    'Not ready to work offline: a file of the site did not come whole, or the browser could not keep it. When the page is reloaded, it tries again.',
  'update.offer': 'New version: reload',
  'update.why':
    'Loads the page again in its new version. What is in this tab alone is lost: download first what you want to keep.',
  'foot.commit': 'Built from commit',
  'foot.changes': 'with changes',
  'foot.unknown': 'unknown',
  'foot.sum': '· SHA-256 of its files',
};
