/** What is said of the site's own files, in Chinese. */

/** @type {Record<keyof typeof import("./en-loading.js").enLoading, string>} */
export const zhLoading = {
  'how.absent': '没有传过来',
  'how.silent': '一直没有传完',
  'how.damaged': '传来时已损坏',
  'message.again': '再试一次',
  'keep.absent': '负责保存项目的部分没能加载，在这里做的只在这个标签页里有效；刷新页面会再试一次。',
  'charts.missing': '画图的部分没能加载，这里先列出数字；刷新页面会再试一次。',
  'workflow.plain': '流程图没能加载，点这些步骤效果一样。',
  'offline.keeping': '正在把页面存进这个浏览器，之后不联网也能打开……',
  'offline.ready': '不联网也能用：页面的文件已存进这个浏览器。',
  'offline.failed': '还不能离线使用：网站有文件没有完整传过来，或者浏览器没能存下。刷新页面会再试一次。',
  'update.offer': '有新版本，重新加载',
  'update.why': '页面会换成新版本重新加载。只在这个标签页里的内容会丢失，要留的请先下载。',
  'foot.commit': '构建自提交',
  'foot.changes': '（另有改动）',
  'foot.unknown': '（未知）',
  'foot.sum': '· 文件的 SHA-256',
};
