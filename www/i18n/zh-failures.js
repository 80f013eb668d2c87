/** Failures: what went wrong and what to do; rows that were not used, and why. */

/** @type {Record<string, string>} */
export const zhFailures = {
  'empty-file': '这个文件是空的。请重新导出，确认里面有数据再选择。',
  'binary-file':
    '这里读不出表格：文件看起来是{kind}。请用原来的软件打开（压缩包先解压），把表格另存为 CSV，再选那个文件。',
  'formats-unavailable':
    '这个文件是工作簿、压缩文件，或者不是 UTF-8 编码，而读取这类文件的部分没能加载。请检查网络连接，刷新页面后再选一次；也可以先另存为“CSV UTF-8”。',
  'archive-broken':
    '看起来是{kind}，但内容不完整或已损坏，可能是没下载完。请重新下载或导出；也可以用原来的软件打开，另存为 CSV。',
  'archive-too-large':
    '这个文件解压后超过 {limit@bytes}，膨胀得太厉害，页面不读。请自己解压，看清里面是什么，再选其中较小的一部分。',
  'workbook-too-large':
    '这个文件有 {found@bytes}。工作簿和 ZIP 压缩包只能整个读入，最多 {limit@bytes}。请把工作表另存为 CSV，或把 CSV 压缩成 .gz：这两种是边读边处理的，可以大得多。',
  'password-protected': '这个文件设了密码。请用原来的软件打开，去掉密码或另存为 CSV，再选择那个文件。',
  'no-table-inside':
    '{kind}里没有找到表格：需要一张至少两列两行的工作表，或一个这样的文本文件；只有图表或图片的工作表不算。请把要用的内容另存为 CSV，再选择那个文件。',
  'row-too-long':
    '第 {row} 行超过了 {limit@bytes}。多半是文件不是表格，或者那里缺了换行。请改好这一行，再重新选择文件。',
  'no-columns':
    '只找到 {found} 个可用的列，至少需要两列：谁买的、买了什么。请检查各列之间是否用逗号、分号、制表符、竖线、:: 或全角逗号隔开。',
  'column-missing': '看不出哪一列是“{role}”。请到“设计”里选一下。',
  'column-twice': '“{column}”列同时选作了“{role}”和“{other}”。请给其中一个换一列。',
  'no-rows': '文件只有表头，下面没有数据。请连同数据重新导出。',
  'no-usable-rows': '{rows} 行里没有一行能用。请检查顾客、商品和数值各选了哪一列，列里有没有内容，数值是不是大于零。',
  'no-customers':
    '这看起来是一份商品清单，不是购买记录：没有哪一列写明是谁买的。开头几行是：{rows}。请导出带顾客的订单明细，或者到“设计”里选出顾客列。',
  'no-products':
    '这看起来是一份客户名单，不是购买记录：没有哪一列写明买了什么。开头几行是：{rows}。请导出订单明细，或者到“设计”里选出商品列。',
  'no-table': '这是分块排版的报表，不是一张表：各行的列都不一样。开头几行是：{rows}。请导出每行一条订单明细的清单。',
  'no-scale':
    '这些分数有正有负，看不出多少分以上算喜欢，也看不出哪个数字表示“没评过”。开头几行是：{rows}。请把没评过的留空，把分数换成 1 到 5 星。',
  'too-few-users': '只找到 {found} 位顾客，至少要 {needed} 位，才能从一些人的喜好推断另一些人。顾客列选对了吗？',
  'too-few-items': '只找到 {found} 种商品，至少要 {needed} 种，才谈得上推荐哪一种。商品列选对了吗？',
  'nothing-to-train': '按划分列来分，没有一行留给学习。请把一部分行标为 train，或者不选划分列，让页面自己分。',
  'no-times': '{pairs} 笔购买里只有 {found} 笔认得出时间，不够留出最近的。请换一个时间列，或换一种留出的方式。',
  'needs-known-users':
    '“{recipe}”靠编号认人，没学过的顾客它说不出什么，而现在留出的正是整位顾客。请换一个方案，或换一种留出的方式。',
  'too-many': '文件里至少有 {found} {what}，一个浏览器标签页最多放得下 {limit}。请缩短时间范围或减少商品，再选择文件。',
  'out-of-memory':
    '大约需要 {needed@bytes} 内存，一个标签页只有 {limit@bytes}。请把隐藏层改窄（“模型”里的“更多参数”），或换商品更少的文件。',
  'option-out-of-range': '“{option}”要填 {min} 到 {max} 之间的{numbers}，{value} 不行。',
  'option-not-a-number': '“{option}”要填 {min} 到 {max} 之间的{numbers}，请填上一个。',
  'option-unknown': '“{option}”没有“{value}”这个选项，请从列表里选。',
  diverged: '学到第 {epoch} 轮，误差失控了：学习率 {learningRate} 太大，请先试它的十分之一。数据和之前的结果都还在。',
  'wrong-state': '这一步要等前一步完成：先选文件，再训练。',
  'unknown-user': '文件里没有顾客“{user}”。请输入编号的一部分，再从列表里选。',
  'not-trained': '还没有训练好的模型。请先点“开始训练”。',
  'nothing-held-out':
    '没有哪位顾客的购买多到可以留出一笔来检验，所以说不出推荐得准不准。模型和推荐照样能用，只是没人能说它有多好。',
  'snapshot-broken': '保存的内容已经损坏，打不开了。其他内容都没有变，请重新打开原来的文件。',
  'snapshot-version':
    '这份内容是另一个版本的首选保存的（它的格式是 {found}，本页能读的是 {known}）。请重新打开原来的文件，或者用保存它的那个版本打开。',
  'project-foreign': '这不是首选的项目文件。请选择用“存成项目文件”得到的文件，或者一张表格。',
  'project-version':
    '这个项目是另一个版本的首选存的（格式 {found}，本页认识 {known}）。请刷新页面换成最新版，再打开一次。',
  'project-broken':
    '这个项目已损坏，内容不是首选存下的样子。没有打开其中任何东西，原来的都还在。请重新复制或下载这个文件，或者再选一次原来的表格。',
  'file-needed': '这一步要用到原文件，而浏览器里只存了读出来的结果。请再选一次这个文件，然后重做这一步。',
  'storage-refused': '这个浏览器不让页面存东西（{detail}）。做的事只在这个标签页里有效。',
  'storage-full': '浏览器给页面的空间不够了。请腾出磁盘空间，或者存成项目文件。',
  'keeper-unavailable': '暂时打不开之前保存的内容：负责保存项目的文件“{name}”{how}。内容没有丢。请检查网络后刷新页面。',
  'keeper-gone': '负责保存项目的部分出了故障，已经重新启动。请重做这一步。',
  'worker-died':
    '{during}，可能是内存不够。现已重新启动，文件也按同样的列和参数重新读好了。{lost}{again}再发生的话，{advice}。',
  'worker-died-mending': '{during}，可能是内存不够。正在用同一个文件重新启动。',
  'worker-died-restored':
    '{during}，可能是内存不够。现已重新启动，做完的一切都恢复了原样。{again}再发生的话，{advice}。',
  'worker-died-opening':
    '读取“{opening}”时中断了，可能是内存不够。{kept}再发生的话，请只取文件的一部分，或先另存为“CSV UTF-8”。',
  'worker-died-unread':
    '{during}，可能是内存不够。页面已放下“{name}”：{because}。请重新选择这个文件；训练过的成绩还在“结论”里。',
  'worker-gave-up': '计算接连中断，页面已放弃这个文件。请换小一点的文件，或刷新页面后把隐藏层改窄再试。',
  'file-unreadable': '浏览器读不了“{name}”。文件可能被移动、修改，或正被别的程序占用。请重新选择。',
  'write-failed': '{file} 没能写好。数据和结果都还在，请再下载一次。',
  'sample-unavailable': '示例“{name}”{how}。请检查网络后再点一次。打开自己的文件之后页面不再联网，那时要先刷新页面。',
  'unsupported-browser':
    '这个浏览器太旧，缺少页面要用的功能（WebAssembly SIMD 或模块 worker）。请用新版 Chrome、Edge、Firefox（114 以上）或 Safari（16.4 以上）。',
  'lock-failed':
    '没有读取你的文件：读取之前页面要先断开一切联网，可它试了试，还能连出去。这多半是浏览器扩展造成的。请在不带扩展的无痕窗口或另一个浏览器里打开本页，再选一次文件。',
  'language-unavailable':
    '英文界面没能加载。请检查网络后再选一次语言。打开自己的文件之后页面不再联网，那时要刷新页面，文件也要再选一次。',
  'link-broken':
    '这个链接用不了：可能损坏或被截断了，可能不是首选生成的，也可能来自更新的版本，或者里面提到的列在文件里没有。请对方重新发一次。页面照常使用，和没有链接时一样。',
  'link-other-file':
    '这不是链接里的那个文件，校验和不一样。已照常读取，方案和参数用的是链接里的。想得到同样的数字，请选一模一样的那个文件。',
  'link-unchecked':
    '没法确认这是不是链接里的那个文件：浏览器算不出它的校验和，可能是页面没有通过 https 打开，也可能是文件太大。已照常读取，方案和参数用的是链接里的。',
  'link-unavailable': '读取链接的部分没能加载。请检查网络，再打开一次链接。',
  'engine-unavailable': '计算引擎没能加载。请检查网络连接后刷新页面。',
  'engine-incomplete':
    '计算引擎还不完整：文件“{name}”{how}。请检查网络后再试一次。如果总是这样，请告诉架设这个网页的人：那边缺了这个文件，或者它被改动过。',
  unexpected: '页面出了意外的问题：{detail}。数据还在，请把刚才那一步再做一次。',
};

/** @type {Record<string, string>} */
export const zhReasons = {
  'comment-line': '这是注释，不是数据',
  'missing-user': '没有写是谁买的',
  'missing-item': '没有写买了什么',
  'too-few-cells': '格子太少，缺了选定的列',
  'value-not-a-number': '数值列不是数字',
  'value-not-positive': '数值为零或负数（退货、取消）',
  'split-unknown': '划分列不是 train、validation 或 test',
  'cell-not-binary': '单元格不是 0 或 1',
  'list-unreadable': '列表（如 [1,0,1]）认不出来',
  'no-interactions': '这位顾客一件商品也没买',
  'not-in-sample': '顾客不在抽取的样本里',
  'not-text': '该是文字的地方出现了控制字符',
  'cell-not-a-number': '商品列里有一格不是数字',
  'value-below-threshold': '评分低于“喜欢”的门槛',
  'event-ignored': '这类事件或状态不计入',
  cancellation: '取消或退货，抵消了之前的购买',
  'cancellation-unmatched': '取消或退货，但文件里没有对应的购买',
  cancelled: '已被全部退回的购买',
  'too-weak': '几次事件加起来，分量还不够',
  'item-excluded': '不是商品，或是你选择排除的',
  guest: '没有登录就下的单，不知道是谁买的',
  'header-again': '又是一遍表头',
  'total-row': '合计行',
  'outside-window': '不在所选时间内',
  'time-unreadable': '时间认不出来，而你限定了时间范围',
  'user-too-few': '这位顾客买过的种类少于要求',
  'item-too-few': '买过这种商品的顾客少于要求',
};
