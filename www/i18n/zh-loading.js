/** What is said of the site's own files, in Chinese. */

/** @type {Record<keyof typeof import("./en-loading.js").enLoading, string>} */
export const zhLoading = {
  'how.absent': '没有传过来',
  'how.silent': '一直没有传完',
  'how.damaged': '传来时已损坏',
  'message.again': '再试一次',
  'charts.missing': '画图的部分没能加载，这里先列出数字；刷新页面会再试一次。',
  'workflow.plain': '流程图没能加载，点这些步骤效果一样。',
};
