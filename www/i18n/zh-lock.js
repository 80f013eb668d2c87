/** What the lock holds, what it does not cover, and how to check it, in Chinese. */

/** @type {Record<keyof typeof import("./en-lock.js").enLock, string>} */
export const zhLock = {
  'promise.tab': '只在这个标签页里读取和学习，什么也不上传：网站只负责把页面发给你，收不到任何东西。',
  'promise.lock': '读取你自己的文件之前，页面先切断自己的一切联网，再亲自试着连出去；只要有一次连通，就不读你的文件。',

  'privacy.open': '读你的文件前先锁定',
  'privacy.openShort': '待锁定',
  'privacy.openNote':
    '现在页面只能从自己的网站取自己的文件，别的地方一概连不上。读取你自己的文件之前，它会禁止自己的一切联网，然后亲自试着闯出去：取文件、加载脚本、建立连接，页面里试，后台线程里也试。只要有一次成功，就不读你的文件。',

  'privacy.locked': '已锁定：无法联网',
  'privacy.lockedShort': '已锁定',
  'privacy.lockedNote':
    "读取你的文件之前，页面禁止了自己的一切联网（connect-src 'none' 等规则），随后在页面和后台线程里都试着连出去，每一次都失败了。刷新之前，浏览器会一直执行这些规则：页面什么也连不上，连自己的网站也不例外，也打不开别的窗口。",

  'privacy.broken': '锁定失败：文件没有读取',
  'privacy.brokenShort': '锁定失败',
  'privacy.brokenNote':
    '页面禁止了自己的一切联网，再试着连出去时却连通了，或者没能验证清楚，所以没有读你的文件。这多半是浏览器扩展造成的：请在不带扩展的无痕窗口或另一个浏览器里打开本页，再选一次文件。示例数据照常可用。',

  'privacy.limits':
    '锁管不到的有：浏览器本身和它的扩展（它们能看到任何网页）；你自己打开的网址和链接；你下载后再转给别人的文件；以及浏览器替本页存在这台电脑上的内容。',
  'privacy.check':
    '想验证很简单：按 F12 打开“网络（Network）”再训练，除了页面自己那几次被拦下的尝试，看不到任何请求。或者现在就断网，一切照常。',
};
