//! The roles that columns have, and the guess of them from names and content.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// Which column has which role; `None` where no column has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Roles {
    pub user: Option<usize>,
    pub item: Option<usize>,
    pub name: Option<usize>,
    pub time: Option<usize>,
    pub value: Option<usize>,
    pub split: Option<usize>,
}

/// What a row of the file stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// A row is one event: this user, that item.
    Long,
    /// A row is one user, with a 0/1 column for each item.
    Wide,
    /// A row is one user, with all items in one cell such as `[1,0,1]`.
    List,
}

const NAMES: [(&str, &[&str]); 6] = [
    ("split", &["split", "fold", "partition", "subset", "划分", "数据集划分"]),
    (
        "user",
        &[
            "user",
            "userid",
            "uid",
            "username",
            "customer",
            "customerid",
            "custid",
            "household",
            "householdid",
            "client",
            "clientid",
            "member",
            "memberid",
            "buyer",
            "buyerid",
            "visitor",
            "visitorid",
            "person",
            "personid",
            "account",
            "accountid",
            "reviewerid",
            "reviewer",
            "用户",
            "用户id",
            "用户编号",
            "用户号",
            "用户名",
            "客户",
            "客户id",
            "客户编号",
            "客户号",
            "会员",
            "会员id",
            "会员编号",
            "会员号",
            "会员卡号",
            "买家",
            "买家id",
            "顾客",
            "顾客id",
            "顾客编号",
        ],
    ),
    (
        "item",
        &[
            "item",
            "itemid",
            "product",
            "productid",
            "productcode",
            "producttype",
            "sku",
            "skuid",
            "stockcode",
            "article",
            "articleid",
            "movie",
            "movieid",
            "book",
            "bookid",
            "isbn",
            "asin",
            "song",
            "songid",
            "artist",
            "artistid",
            "goods",
            "goodsid",
            "itemcode",
            "upc",
            "ean",
            "商品",
            "商品id",
            "商品编码",
            "商品编号",
            "商品代码",
            "产品",
            "产品id",
            "产品编码",
            "产品编号",
            "物品",
            "物品id",
            "货号",
            "货品编码",
            "条码",
        ],
    ),
    (
        "name",
        &[
            "name",
            "itemname",
            "productname",
            "productdescription",
            "title",
            "description",
            "movietitle",
            "booktitle",
            "商品名称",
            "商品名",
            "产品名称",
            "产品名",
            "货品名称",
            "品名",
            "名称",
            "标题",
            "描述",
        ],
    ),
    (
        "time",
        &[
            "time",
            "date",
            "timestamp",
            "datetime",
            "day",
            "invoicedate",
            "orderdate",
            "ordertime",
            "orderedat",
            "purchasedate",
            "firstdate",
            "createdat",
            "transactiondate",
            "时间",
            "日期",
            "下单时间",
            "下单日期",
            "购买时间",
            "购买日期",
            "交易时间",
            "交易日期",
            "订单时间",
            "支付时间",
            "付款时间",
            "成交时间",
        ],
    ),
    (
        "value",
        &[
            "value",
            "rating",
            "ratings",
            "quantity",
            "qty",
            "stars",
            "score",
            "数量",
            "购买数量",
            "商品数量",
            "件数",
            "评分",
            "评级",
            "打分",
        ],
    ),
];

impl Roles {
    /// The column of a role by the role's name.
    pub fn get(&self, role: &str) -> Option<usize> {
        self.named().into_iter().find(|(name, _)| *name == role).and_then(|(_, column)| column)
    }

    fn named(&self) -> [(&'static str, Option<usize>); 6] {
        [
            ("user", self.user),
            ("item", self.item),
            ("name", self.name),
            ("time", self.time),
            ("value", self.value),
            ("split", self.split),
        ]
    }

    fn set(&mut self, role: &str, column: usize) {
        let place = match role {
            "user" => &mut self.user,
            "item" => &mut self.item,
            "name" => &mut self.name,
            "time" => &mut self.time,
            "value" => &mut self.value,
            _ => &mut self.split,
        };
        *place = Some(column);
    }

    /// Checks that the roles fit the shape and that no column has two of them.
    ///
    /// # Errors
    /// [`Error::ColumnTwice`], [`Error::ColumnMissing`].
    pub fn check(&self, shape: Shape, columns: &[String]) -> Result<()> {
        let named = self.named();
        for (index, &(role, column)) in named.iter().enumerate() {
            let Some(column) = column else { continue };
            let name = columns.get(column).ok_or(Error::ColumnMissing { role })?;
            for &(other, taken) in &named[..index] {
                if taken == Some(column) {
                    return Err(Error::ColumnTwice { column: name.clone(), role: other, other: role });
                }
            }
        }
        if self.user.is_none() && shape == Shape::Long {
            return Err(Error::ColumnMissing { role: "user" });
        }
        if self.item.is_none() && shape != Shape::Wide {
            return Err(Error::ColumnMissing { role: "item" });
        }
        Ok(())
    }

    /// Guesses the roles from the columns' names and the first rows.
    pub fn guess(columns: &[String], rows: &[Vec<String>]) -> (Roles, Shape) {
        let keys: Vec<String> = columns.iter().map(|name| key(name)).collect();
        let mut roles = Roles::default();
        for (role, names) in NAMES {
            // The dictionary's order is the order of preference: "customerid" before "accountid".
            let exact = names.iter().find_map(|name| keys.iter().position(|key| key == name));
            if let Some(column) = exact.filter(|&column| !roles.has(column)) {
                roles.set(role, column);
            }
        }
        if roles.split.is_some_and(|column| !all(rows, column, is_split)) {
            roles.split = None;
        }
        let binary: Vec<usize> =
            (0..columns.len()).filter(|&column| !roles.has(column) && all(rows, column, is_binary)).collect();
        if roles.item.is_none() && binary.len() >= 2 {
            let before = (0..columns.len()).find(|column| !binary.contains(column));
            return (Roles { user: roles.user.or(before), ..Roles::default() }, Shape::Wide);
        }
        if let Some(list) = (0..columns.len()).find(|&column| all(rows, column, is_list)) {
            let user = roles.user.or((0..columns.len()).find(|&column| column != list));
            return (Roles { user, item: Some(list), ..Roles::default() }, Shape::List);
        }
        // A name is better than nothing as the item's id.
        if roles.item.is_none() {
            roles.item = roles.name.take();
        }
        let free = |taken: &Roles, text: bool| {
            (0..columns.len()).find(|&column| {
                !taken.has(column) && (!text || !all(rows, column, |cell| cell.contains(['.', '/', ':'])))
            })
        };
        if roles.user.is_none() {
            roles.user = free(&roles, true);
        }
        if roles.item.is_none() {
            roles.item = free(&roles, true);
        }
        (roles, Shape::Long)
    }

    /// The shape that goes with roles as a person has chosen them: their word stands
    /// for the item column, the cells say whether it holds lists.
    pub fn shape(&self, rows: &[Vec<String>]) -> Shape {
        match self.item {
            Some(column) if all(rows, column, is_list) => Shape::List,
            Some(_) => Shape::Long,
            None => {
                let width = rows.iter().map(Vec::len).max().unwrap_or(0);
                let binary = (0..width).filter(|&column| !self.has(column) && all(rows, column, is_binary)).count();
                if binary >= 2 { Shape::Wide } else { Shape::Long }
            }
        }
    }

    /// Whether a column has any role.
    pub fn has(&self, column: usize) -> bool {
        self.named().iter().any(|&(_, taken)| taken == Some(column))
    }
}

/// Whether the first row of a file names its columns: a known name is in it, or no cell
/// of it is a number, a list or empty while the rows below have numbers or lists.
pub fn has_header(first: &[String], below: &[Vec<String>]) -> bool {
    let known = |cell: &String| NAMES.iter().any(|(_, names)| names.contains(&key(cell).as_str()));
    let valued = |cell: &String| cell.trim().is_empty() || cell.trim().parse::<f64>().is_ok() || is_list(cell);
    if first.iter().any(known) {
        return true;
    }
    if first.iter().any(valued) {
        return false;
    }
    let dated = |cell: &String| cell.len() >= 8 && cell.bytes().filter(u8::is_ascii_digit).count() * 2 > cell.len();
    !first.iter().any(dated) && below.iter().flatten().any(|cell| valued(cell) || dated(cell))
}

/// Unique names for `width` columns: the header's cells, `#3` where one is empty or
/// missing, `name (2)` where one stands twice.
pub fn unique_names(header: Option<&[String]>, width: usize) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(width);
    // Each name with the number to try next, so that a thousand equal names take a thousand steps.
    let mut seen: HashMap<String, u32> = HashMap::new();
    for index in 0..width {
        let cell = header.and_then(|cells| cells.get(index)).map(|cell| cell.trim()).unwrap_or_default();
        let base = if cell.is_empty() { format!("#{}", index + 1) } else { cell.to_owned() };
        let mut count = seen.get(&base).copied().unwrap_or(1);
        let mut name = base.clone();
        while seen.contains_key(&name) {
            count += 1;
            name = format!("{base} ({count})");
        }
        seen.insert(base, count);
        seen.entry(name.clone()).or_insert(1);
        names.push(name);
    }
    names
}

/// A name without case, blanks and punctuation, as the dictionary has it.
fn key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn all(rows: &[Vec<String>], column: usize, test: impl Fn(&str) -> bool) -> bool {
    let mut cells = rows.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.trim().is_empty()).peekable();
    cells.peek().is_some() && cells.all(|cell| test(cell))
}

fn is_split(cell: &str) -> bool {
    crate::data::split::Part::parse(cell).is_some()
}

/// A 0 or a 1, also where an unquoted vector was cut at its commas: `[1`, `0`, `1]`.
fn is_binary(cell: &str) -> bool {
    binary(cell).is_some()
}

/// The truth of a 0/1 cell; `None` for any other text.
pub fn binary(cell: &str) -> Option<bool> {
    match cell.trim_matches(['[', ']', ' ', '\t']) {
        "1" | "1.0" => Some(true),
        "0" | "0.0" | "" => Some(false),
        _ => None,
    }
}

fn is_list(cell: &str) -> bool {
    list(cell).is_some_and(|mut ones| ones.all(|one| one.is_some()))
}

/// The truths of a cell such as `[1,0,1]` or `1 0 1` in brackets; `None` without brackets.
pub fn list(cell: &str) -> Option<impl Iterator<Item = Option<bool>>> {
    let inside = cell.trim().strip_prefix('[')?.strip_suffix(']')?.trim();
    Some(inside.split([',', ';', ' ']).filter(|part| !part.is_empty()).map(|part| match binary(part) {
        Some(_) if part.contains(['[', ']']) => None,
        truth => truth,
    }))
}
