//! Labels of totals, which are neither users nor items.

use crate::ingest::lexicon::dictionary::name_key;

/// Whether a cell is the label of a total rather than an id.
pub(crate) fn is_total(cell: &str) -> bool {
    #[rustfmt::skip]
    const TOTALS: [&str; 34] = [
        "total", "totals", "grandtotal", "subtotal", "sum", "sumtotal", "overall", "合计", "总计", "小计", "共计", "总和", "汇总",
        "合計", "総計", "小計", "總計", "합계", "총계", "총합계", "소계", "итого", "всего", "общийитог", "gesamt", "gesamtergebnis",
        "gesamtsumme", "summe", "totalgénéral", "totalgeneral", "sumatotal", "totale", "totalecomplessivo", "eindtotaal",
    ];
    // Longer than any of them, in bytes: long cells need no look.
    const MAX_TOTAL: usize = 48;
    cell.len() <= MAX_TOTAL && TOTALS.contains(&name_key(cell).as_str())
}
