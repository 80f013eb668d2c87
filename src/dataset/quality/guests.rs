//! Users that stand for many: a guest account, or a till without a card.

use serde::Serialize;

use crate::dataset::vocabulary::Vocabulary;

/// Share of all rows from which on a user is no single customer.
const MIN_SHARE: f64 = 0.1;
/// Share of all rows of a user that is named like a guest.
const MIN_NAMED_SHARE: f64 = 0.02;
/// Users and rows below which a large share says nothing.
const MIN_USERS: usize = 50;
const MIN_ROWS: u32 = 30;

/// Ids that stand for all buyers without an account.
#[rustfmt::skip]
const GUESTS: [&str; 40] = [
    "guest", "guests", "guestuser", "guestcustomer", "anonymous", "anonym", "anonymoususer", "walkin", "walkincustomer",
    "cash", "cashcustomer", "cashsale", "unknown", "nocustomer", "notregistered", "retailcustomer", "default", "public",
    "游客", "散客", "匿名", "匿名用户", "访客", "过客", "零售客户", "现金客户", "普通顾客", "非会员", "ゲスト", "非会員", "비회원", "гость",
    "розничныйпокупатель", "gast", "laufkunde", "laufkundschaft", "invité", "invite", "invitado", "consumidorfinal",
];
/// Numbers that stand for the same.
const GUEST_NUMBERS: [&str; 8] = ["0", "-1", "00000", "000000", "99999", "999999", "9999999", "99999999"];

/// A user that stands for many.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Guest {
    pub id: String,
    pub rows: u64,
    /// Share of all rows, 0–1.
    pub share: f64,
    /// Whether the id says so itself.
    pub is_named: bool,
}

/// Users that stand for many, by the number of rows of each.
pub(crate) fn guests(users: &Vocabulary, rows: &[u32]) -> Vec<Guest> {
    let total: u64 = rows.iter().map(|&rows| u64::from(rows)).sum();
    let guest = |(user, &rows): (usize, &u32)| {
        let share = f64::from(rows) / total.max(1) as f64;
        if rows < MIN_ROWS || share < MIN_NAMED_SHARE {
            return None;
        }
        let id = users.id(user);
        let key: String = id.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let is_large = share >= MIN_SHARE && users.len() >= MIN_USERS;
        let is_named = GUESTS.contains(&key.as_str()) || GUEST_NUMBERS.contains(&id) && is_large;
        (is_named || is_large).then(|| Guest { id: id.to_owned(), rows: rows.into(), share, is_named })
    };
    rows.iter().enumerate().filter_map(guest).collect()
}
