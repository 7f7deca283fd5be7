//! A PDF made of whatever bytes is read or refused. The reader's own panics are caught by its caller
//! and are no finding here; a hang, an overflow of the stack or endless memory is.
#![no_main]

use findings::{model::Format, readers::Isolation};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let pdf = [b"%PDF-1.7\n", bytes].concat();
    let _ = Isolation::default().read(Format::Pdf, &pdf);
});
