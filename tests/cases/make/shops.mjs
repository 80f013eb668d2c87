/** Exports of shops, tills and ledgers, one line of an order in each row, in several languages. */
import { csv, date, figures, lines, moment, pad, product, productZh, sku } from './orders.mjs';

/** @typedef {import("./orders.mjs").Line} Line */

const all = lines();
const usual = figures(all);

/**
 * A file of one row per line.
 * @param {string[]} header @param {(line: Line, index: number) => (string | number)[]} cells
 * @param {Record<string, unknown>} roles @param {Record<string, unknown>} [more]
 */
function table(header, cells, roles, more = {}) {
  const { delimiter = ',', ...rest } = more;
  return { content: csv([header, ...all.map(cells)], String(delimiter)), ...usual, roles, ...rest };
}

/** Rows whose status is `bad` do not count. @param {(line: Line) => boolean} bad */
function ignoring(bad) {
  const kept = all.filter((line) => !bad(line));
  return { ...figures(kept), rows: all.length, rejected: { 'event-ignored': all.length - kept.length } };
}

const user = (/** @type {Line} */ line) => `cust${pad(line.user)}`;
const mail = (/** @type {Line} */ line) => `person${pad(line.user)}@shop.example`;
const order = (/** @type {Line} */ line) => 50_000 + line.order;
const cancelled = (/** @type {Line} */ line) => line.order % 6 === 1;

export const SHOPS = {
  woo_lines: () =>
    table(
      ['Order ID', 'Order Date', 'Order Status', 'Billing Email', 'Customer Note', 'Item Name', 'Item SKU', 'Item Quantity', 'Item Cost'],
      (line) => [order(line), moment(line), cancelled(line) ? 'wc-cancelled' : 'wc-completed', mail(line), '', product(line.item), sku(line.item), line.quantity, '4.50'],
      { user: 'Billing Email', item: ['Item SKU', 'Item Name'], value: 'Item Quantity', time: 'Order Date', order: 'Order ID', event: 'Order Status' },
      ignoring(cancelled),
    ),
  magento: () =>
    table(
      ['entity_id', 'increment_id', 'customer_email', 'created_at', 'sku', 'name', 'qty_ordered', 'row_total'],
      (line, index) => [index + 1, `1000${order(line)}`, mail(line), moment(line), sku(line.item), product(line.item), `${line.quantity}.0000`, '9.00'],
      { user: 'customer_email', item: 'sku', name: 'name', time: 'created_at' },
    ),
  etsy: () =>
    table(
      ['Sale Date', 'Item Name', 'Buyer', 'Quantity', 'Price', 'Coupon Code', 'Order ID', 'Listing ID', 'Currency'],
      (line) => [`${date(line).slice(5, 7)}/${date(line).slice(8)}/25`, product(line.item), user(line), line.quantity, '4.50', '', order(line), 900_100 + line.item, 'EUR'],
      { user: 'Buyer', item: ['Listing ID', 'Item Name'], value: 'Quantity', time: 'Sale Date', order: 'Order ID' },
    ),
  ebay: () =>
    table(
      ['Sales Record Number', 'Buyer Username', 'Buyer Name', 'Item Number', 'Item Title', 'Custom Label', 'Quantity', 'Sold For', 'Sale Date'],
      (line, index) => [7001 + index, user(line), 'A***', 110_000_000 + line.item, product(line.item), '', line.quantity, '$4.50', date(line)],
      { user: 'Buyer Username', item: ['Item Number', 'Item Title'], time: 'Sale Date' },
    ),
  youzan: () =>
    table(
      ['订单号', '订单状态', '商品名称', '商品编码', '商品数量', '商品单价', '买家昵称', '买家手机号', '收货地址', '下单时间'],
      (line) => [`E2025${order(line)}`, cancelled(line) ? '交易关闭' : '交易完成', productZh(line.item), `YZ${pad(line.item, 4)}`, line.quantity, '9.90', `买家${pad(line.user)}`, '138****0000', '', moment(line)],
      { user: '买家昵称', item: '商品编码', name: '商品名称', value: '商品数量', time: '下单时间', order: '订单号', event: '订单状态' },
      { encoding: 'gb18030', ...ignoring(cancelled) },
    ),
  pinduoduo: () =>
    table(
      ['商品', '订单号', '订单状态', '商品总价(元)', '商品数量(件)', '商品id', '样式ID', '收货人', '手机', '支付时间'],
      (line) => [productZh(line.item), `\t250101-${order(line)}`, cancelled(line) ? '已退款' : '已签收', '9.90', line.quantity, 660_100 + line.item, '', '某**', `1390000${pad(line.user, 4)}`, moment(line)],
      { user: '手机', item: ['商品id', '商品'], value: ['商品数量(件)', null], time: '支付时间', order: '订单号', event: '订单状态' },
      ignoring(cancelled),
    ),
  kingdee: () =>
    table(
      ['日期', '单据编号', '购货单位', '部门', '产品代码', '产品名称', '规格型号', '单位', '数量', '含税单价', '价税合计'],
      (line) => [date(line), `XSCK${order(line)}`, `某某商行${pad(line.user)}`, '销售部', `01.${pad(line.item)}`, productZh(line.item), '250g', '盒', line.quantity, '8.00', '16.00'],
      { user: '购货单位', item: '产品代码', name: '产品名称', value: '数量', time: '日期', order: '单据编号' },
      { encoding: 'gb18030' },
    ),
  meituan_till: () =>
    table(
      ['结账时间', '账单号', '桌台', '会员卡号', '菜品编码', '菜品名称', '数量', '应收', '实收'],
      (line) => [moment(line), `Z${order(line)}`, 'A3', `VIP${pad(line.user, 5)}`, `C${pad(line.item)}`, productZh(line.item), line.quantity, '18.00', '16.00'],
      { user: '会员卡号', item: '菜品编码', name: '菜品名称', value: '数量', time: '结账时间', order: '账单号' },
    ),
  library_zh: () =>
    table(
      ['读者证号', '书名', '索书号', '借阅日期', '应还日期'],
      (line) => [`D${pad(line.user, 5)}`, productZh(line.item), `I247.5/${100 + line.item}`, date(line), '2026-01-31'],
      { user: '读者证号', item: ['书名', '索书号'], time: '借阅日期' },
    ),
  sap: () =>
    table(
      ['Sales document', 'Item no.', 'Sold-to party', 'Material', 'Material description', 'Order quantity', 'Sales unit', 'Net value', 'Created on'],
      (line, index) => [order(line), 10 * (1 + (index % 3)), 4_000_100 + line.user, `MAT-${pad(line.item, 4)}`, product(line.item), line.quantity, 'PC', '12,50', date(line)],
      { user: 'Sold-to party', item: 'Material', name: 'Material description', value: 'Order quantity', time: 'Created on', order: 'Sales document' },
      { delimiter: ';' },
    ),
  receipts: () =>
    table(
      ['Receipt Number', 'Date', 'Loyalty Card', 'Product', 'SKU', 'Qty', 'Discount', 'Till', 'Employee'],
      (line) => [order(line), date(line), `LC${pad(line.user, 6)}`, product(line.item), '', line.quantity, '0.00', 'Till 2', 'Kim'],
      { user: 'Loyalty Card', item: 'Product', value: 'Qty', time: 'Date', order: 'Receipt Number' },
    ),
  japanese_sjis: () =>
    table(
      ['注文番号', '注文日時', '顧客番号', '商品コード', '商品名', '数量', '単価', '注文状況'],
      (line) => [order(line), moment(line).replaceAll('-', '/'), `K${pad(line.user, 4)}`, `A-${pad(line.item)}`, `緑茶${pad(line.item)}番`, line.quantity, '500', cancelled(line) ? 'キャンセル' : '発送済み'],
      { user: '顧客番号', item: '商品コード', name: '商品名', value: '数量', time: '注文日時', order: '注文番号', event: '注文状況' },
      { encoding: 'shift_jis', ...ignoring(cancelled) },
    ),
  korean_names: () =>
    table(
      ['주문일자', '주문번호', '구매자명', '상품명', '수량', '결제금액', '주문상태'],
      (line) => [date(line), order(line), `구매자${pad(line.user)}`, `녹차 ${pad(line.item)}호`, line.quantity, '9,900', cancelled(line) ? '취소' : '배송완료'],
      { user: '구매자명', item: '상품명', value: '수량', time: '주문일자', order: '주문번호', event: '주문상태' },
      ignoring(cancelled),
    ),
  german_till: () =>
    table(
      ['Belegnummer', 'Belegdatum', 'Kundenname', 'Artikelbezeichnung', 'Menge', 'Einzelpreis', 'Währung'],
      (line) => [order(line), date(line).split('-').reverse().join('.'), `Käufer ${pad(line.user)}`, `Grüner Tee ${pad(line.item)}`, line.quantity, '4,50', 'EUR'],
      { user: 'Kundenname', item: 'Artikelbezeichnung', value: 'Menge', time: 'Belegdatum', order: 'Belegnummer' },
      { delimiter: ';', encoding: 'windows-1252' },
    ),
  french_shop: () =>
    table(
      ['N° commande', 'Date de commande', 'Client', 'Référence', 'Désignation', 'Quantité', 'Prix TTC', 'État'],
      (line) => [order(line), date(line).split('-').reverse().join('/'), `Client ${pad(line.user)}`, `REF${pad(line.item)}`, `Thé vert ${pad(line.item)}`, line.quantity, '4,50 €', cancelled(line) ? 'Annulée' : 'Livrée'],
      { user: 'Client', item: 'Référence', name: 'Désignation', value: 'Quantité', order: 'N° commande', event: 'État' },
      { delimiter: ';', ...ignoring(cancelled) },
    ),
  spanish_shop: () =>
    table(
      ['Pedido', 'Fecha', 'Cliente', 'Correo electrónico', 'Artículo', 'Unidades', 'Importe', 'Estado'],
      (line) => [order(line), date(line).split('-').reverse().join('/'), `Cliente ${pad(line.user)}`, '', `Té ${pad(line.item)}`, line.quantity, '4,50', cancelled(line) ? 'Cancelado' : 'Entregado'],
      { user: 'Cliente', item: 'Artículo', value: 'Unidades', time: 'Fecha', order: 'Pedido', event: 'Estado' },
      { delimiter: ';', ...ignoring(cancelled) },
    ),
  russian_shop: () =>
    table(
      ['Номер заказа', 'Дата заказа', 'Покупатель', 'Артикул', 'Наименование', 'Кол-во', 'Цена', 'Статус'],
      (line) => [order(line), date(line).split('-').reverse().join('.'), `Клиент ${pad(line.user)}`, `Ч-${pad(line.item)}`, `Чай ${pad(line.item)}`, line.quantity, '450,00', cancelled(line) ? 'Отменён' : 'Выполнен'],
      { user: 'Покупатель', item: 'Артикул', name: 'Наименование', value: ['Кол-во', null], time: 'Дата заказа', order: 'Номер заказа', event: 'Статус' },
      { delimiter: ';', encoding: 'windows-1251', ...ignoring(cancelled) },
    ),
  course_platform: () =>
    table(
      ['student_id', 'course_title', 'enrolled_at', 'progress', 'price_paid'],
      (line) => [`st-${pad(line.user, 4)}`, product(line.item), moment(line), `${(line.second % 100) / 100}`, '19.99'],
      { user: 'student_id', item: 'course_title', time: 'enrolled_at' },
    ),
  crm_mails: () =>
    table(
      ['Deal', 'Owner', 'Contact email', 'Product', 'Closed on', 'Stage'],
      (line) => [`D-${order(line)}`, 'Kim', mail(line), product(line.item), date(line), cancelled(line) ? 'Closed lost' : 'Closed won'],
      { user: 'Contact email', item: 'Product', event: 'Stage' },
      { accept: ['exact', 'question'], ...ignoring(cancelled) },
    ),
  unknown_names: () =>
    table(
      ['f_1', 'f_2', 'f_3', 'f_4'],
      (line) => [mail(line), product(line.item), date(line), '4.50'],
      { user: 'f_1', item: 'f_2', time: 'f_3' },
      { accept: ['exact', 'question'] },
    ),
  names_that_lie: () =>
    table(
      ['Name', 'Title', 'User', 'Product code', 'Item', 'Customer reference'],
      (line) => [`Person ${pad(line.user)}`, 'Ms', 'admin', '', product(line.item), ''],
      { user: 'Name', item: 'Item' },
      { accept: ['exact', 'question'] },
    ),
};
