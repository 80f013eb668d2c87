/** What is said of the site's own files, in English: what did not come, and what is kept for work without a network. */

export const enLoading = {
  'how.absent': 'did not come',
  'how.silent': 'stopped coming',
  'how.damaged': 'arrived damaged',
  'message.again': 'Try again',
  'charts.missing':
    'The part that draws charts did not come; here are the figures. When the page is reloaded, it tries again.',
  'workflow.plain': 'The drawing did not come; these steps do the same.',
};
