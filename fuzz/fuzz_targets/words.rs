#![no_main]
//! Any text gives words in order, on character boundaries, none of them empty; what is escaped is
//! harmless; sentences do not overlap.

use findings::text::{escape, is_harmful, sentences, words};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut end = 0;
    for word in words(text) {
        assert!(word.span.start >= end && text.get(word.span.clone()).is_some_and(|word| !word.is_empty()));
        assert!(!word.folded().is_empty() && !word.stem().is_empty());
        end = word.span.end;
    }
    let mut end = 0;
    for sentence in sentences(text) {
        assert!(sentence.start >= end && text.get(sentence.clone()).is_some());
        end = sentence.end;
    }
    assert!(!escape(text).contains(is_harmful));
});
