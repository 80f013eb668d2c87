/** 本次训练的链接，打开的链接进展如何，以及给表格软件用的文件。 */

/** @type {Record<keyof typeof import("./en-link.js").enLink, string>} */
export const zhLink = {
  'export.neutral': 'Excel 专用版',
  'export.spreadsheets':
    '单元格以 = + - @、制表符或回车开头时，表格软件会当成公式执行。recommendations.csv 里的编号和名称与你的文件一字不差，给店铺和应用用。想在 Excel、WPS 或 LibreOffice 里看，请用 recommendations-excel.csv：这类单元格前加了一个撇号，中文也不会变成乱码。打开时请按逗号分列；不要把它导入店铺。',
  'export.spreadsheetsTables':
    '给 Excel 用：以 = + - @、制表符或回车开头的单元格，表格软件会当成公式执行，所以在前面加一个撇号',

  'link.title': '本次训练的链接',
  'link.copy': '复制链接',
  'link.field': '链接',
  'link.holds':
    '别人打开它，选同一个文件，就能得到同样的数字；是不是一位不差，页面会告诉他。里面有方案、参数、随机种子、你的选择（用的是第几列）、文件和数字的校验和，以及浏览器种类：没有数据，没有名称，也没有文件名。你排除的商品和顾客只是简短的代号，有这个文件才认得出。',
  'link.holdsStopped':
    '这次训练是手动停下的，停在哪一刻没人能重复：链接里有全部选择，但没有可供比对的数字。里面没有数据，没有名称，也没有文件名。',
  'link.making': '正在计算文件的校验和…',
  'link.unmeasuredYet': '有了结论，才有链接。',
  'link.tooLong':
    '没有链接：它会有 {characters} 个字符，而超过 {most} 个，许多软件就会截断。每排除一种商品要占六个字符。',
  'link.unchecked':
    '没有链接：浏览器算不出文件的校验和。可能是页面没有通过 https 打开，也可能是文件太大、被移动或改动过。',
  'link.unavailable': '没有链接：生成链接的部分没能在断网之前加载好。',
  'link.copied': '链接已复制。',
  'link.selected': '浏览器不让页面复制。链接已选中，请按 Ctrl+C（Mac 上按 Cmd+C）。',

  'wanted.file':
    '这个链接来自一次训练，方案是“{recipe}”。用的文件不在链接里，请在这里选择那个文件：它的 SHA-256 以 {sum} 开头。',
  'wanted.sample': '这个链接来自一次训练，方案是“{recipe}”，数据是示例“{sample}”：点它的按钮就能打开。',
  'wanted.waiting': '打开以后，列、参数和随机种子都照链接来，不再另外提问。',
  'wanted.other': '刚才打开的是另一个文件，已照常读取；链接还在等它的文件。',
  'wanted.unchecked': '刚才打开的是不是链接里的那个文件，无法确认；已照常读取。',
  'wanted.same':
    '文件完全相同，一个字节不差；选择、参数和随机种子都照链接设好了。开始训练吧，训练完页面会说数字是否相同。',
  'wanted.equal': '数字与链接里的完全相同，一位不差。',
  'wanted.differs':
    '数字与链接里的不同，尽管文件、选择、参数和随机种子都一样。链接是在 {made} 里生成的，现在用的是 {here}：浏览器内核或版本不同，最后几位的舍入可能不同，训练会把这点差别放大；首选的版本不同，算法也可能有变化。',
  'wanted.changed': '这次训练没法和链接比对：有的选择不一样，或者训练被手动停下了。',
  'wanted.unmeasured': '链接里的那次训练是手动停下的，所以没有可供比对的数字。',
  'wanted.forget': '不要这个链接了',
};
