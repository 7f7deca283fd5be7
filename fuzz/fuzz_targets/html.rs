//! Whatever bytes a page holds, reading it ends, and its blocks keep what `Block` promises.
#![no_main]

use findings::{model::Format, readers};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(reading) = readers::read(Format::Html, bytes) {
        for block in reading.blocks {
            assert!(!block.text.is_empty() && !block.text.contains(char::is_control));
        }
    }
});
