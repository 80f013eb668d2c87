//! Any bytes, in any encoding that is claimed or found: the text is UTF-8 and the same however the bytes are cut.
#![no_main]

use firstpick::ingest::encoding::TextDecoder;
use libfuzzer_sys::fuzz_target;

const LABELS: [Option<&str>; 10] = [
    None,
    Some("utf-8"),
    Some("utf-16le"),
    Some("utf-16be"),
    Some("gb18030"),
    Some("big5"),
    Some("shift_jis"),
    Some("euc-kr"),
    Some("windows-1252"),
    Some("iso-2022-jp"),
];

type Decoded = (firstpick::error::Result<()>, String, &'static str, u64);

fn decoded(bytes: &[u8], label: Option<&str>, size: usize) -> Decoded {
    let mut decoder = TextDecoder::of(label).expect("a label that there is");
    let mut text = String::new();
    let mut outcome = Ok(());
    let count = bytes.len().div_ceil(size).max(1);
    for index in 0..count {
        let end = ((index + 1) * size).min(bytes.len());
        outcome = decoder.push(&bytes[index * size..end], index + 1 == count, &mut |part| {
            text.push_str(std::str::from_utf8(part).expect("a whole number of characters"));
            Ok(())
        });
        if outcome.is_err() {
            break;
        }
    }
    (outcome, text, decoder.encoding(), decoder.malformed())
}

fuzz_target!(|data: &[u8]| {
    let [label, size, bytes @ ..] = data else { return };
    let label = LABELS[usize::from(*label) % LABELS.len()];
    let whole = decoded(bytes, label, bytes.len().max(1));
    assert_eq!(decoded(bytes, label, usize::from(*size).max(1)), whole);
});
