//! An old workbook with any changes: three bytes say where and two what, four if the first of the place is odd.
#![no_main]

#[path = "packing.rs"]
mod packing;

use libfuzzer_sys::fuzz_target;

const WORKBOOK: &[u8] = include_bytes!("../../fixtures/orders.xls");

fuzz_target!(|data: &[u8]| {
    let mut file = WORKBOOK.to_vec();
    for change in data.chunks_exact(7) {
        let at = (usize::from(change[1]) << 8 | usize::from(change[2])) % file.len();
        let count = if change[0] & 1 == 1 { 4 } else { 2 };
        for (place, byte) in file[at..].iter_mut().zip(&change[3..3 + count]) {
            *place = *byte;
        }
    }
    packing::read(&file);
});
