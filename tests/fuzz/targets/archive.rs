//! Any file that is read as a whole: zip, tar, JSON, HTML and XML as they are. It is opened or refused, and so is each
//! table in it.
#![no_main]

#[path = "packing.rs"]
mod packing;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| packing::read(data));
