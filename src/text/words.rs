//! Text to words. The rules, each with what a reader of reports would lose without it:
//!
//! - Word bounds are those of Unicode (UAX #29) for everything outside ASCII; inside ASCII a word
//!   is a run of letters and digits.
//! - A possessive is dropped (people's, carers' → people, carers), curly or straight; a contraction
//!   stays whole (don't).
//! - Soft hyphens and zero-width characters inside a word are nothing.
//! - A hyphen splits (strengths-based → strengths, based) unless the first part is a bound prefix
//!   or the pair is listed in `compounds.txt` (co-production, well-being): then it is one word,
//!   also when written with a space.
//! - Numbers stay whole: 92.96%, £4,387 and 3.5 are one word each, found with and without their
//!   sign; 16-18 are two words side by side.
//! - `&` alone is "and"; between short parts it belongs to the word (B&NES, A&E).
//! - Dotted letters are one word (U.K., e.g.); any other full stop ends a word, as published text
//!   often lacks the space after it.

use std::{cell::RefCell, collections::HashMap, ops::Range, rc::Rc};

use super::extent::{Extent, Extents};
use super::forms::{Forms, RawHash};
use super::{initials::Initials, runs::up_to_eight};

/// One word of a text, where it stands and every form it can be found by.
#[derive(Clone, Debug)]
pub struct Word {
    /// Bytes of the original text, the possessive and sign included.
    pub span: Range<usize>,
    /// Counts the words of the text from 0; a joined compound is one word.
    pub position: u32,
    forms: Forms,
}

impl Word {
    /// Lower case, British spelling, no accents, apostrophes or joining hyphens.
    pub fn folded(&self) -> &str {
        self.forms.folded()
    }

    pub fn stem(&self) -> &str {
        self.forms.stem()
    }

    /// Of the stem, as `stem_hash` of the same gives it.
    pub fn stem_hash(&self) -> u32 {
        self.forms.stem_hash
    }

    /// The word as an acronym ("OT" for OT and OTs), if it is written in capitals.
    pub fn capitals(&self) -> Option<&str> {
        self.forms.capitals()
    }

    /// Everything the word is found by when no word forms are wanted: `folded`, a number without
    /// its sign, the capitals. All of them stand at the word's position.
    pub fn exact_terms(&self) -> impl Iterator<Item = &str> {
        [Some(self.folded()), self.forms.plain(), self.forms.capitals()].into_iter().flatten()
    }
}

/// The words of `text` in order.
pub fn words(text: &str) -> Words<'_> {
    Words { extents: Extents::of(text), at: 0, position: 0, initials: None, memo: MEMO.with(Rc::clone) }
}

/// Of the words of `text` at least those with a form that begins with one of `initials`; the others are counted.
pub fn words_with<'t>(text: &'t str, initials: &'t Initials) -> Words<'t> {
    Words { initials: Some(initials), ..words(text) }
}

#[derive(Debug)]
pub struct Words<'t> {
    extents: Extents<'t>,
    at: usize,
    position: u32,
    initials: Option<&'t Initials>,
    memo: Rc<RefCell<Memo>>,
}

/// So many words are looked up together.
const TOGETHER: usize = 32;

impl Words<'_> {
    /// Where the next word stands that is wanted, and its position.
    fn next_span(&mut self) -> Option<(Range<usize>, u32)> {
        loop {
            if let Some(initials) = self.initials {
                let (at, passed) = self.extents.pass(self.at, |word| initials.can_begin(word));
                (self.at, self.position) = (at, self.position + passed);
            }
            let Extent { span, plain } = self.extents.next_word(self.at)?;
            let can_be =
                |initials: &Initials| initials.can_begin(&self.extents.text.as_bytes()[span.clone()]);
            let position = self.position;
            (self.at, self.position) = (span.end, position + 1);
            if !plain || self.initials.is_none_or(can_be) {
                return Some((span, position));
            }
        }
    }

    /// The word there, which may go on: then what comes next is behind its end.
    fn word(&mut self, (mut span, position): (Range<usize>, u32)) -> Word {
        let mut memo = self.memo.borrow_mut();
        let mut forms = memo.forms(&self.extents.text[span.clone()]);
        if forms.opens_compound
            && let Some(end) = self.extents.compound_end(&span, forms.folded())
        {
            span.end = end;
            forms = memo.forms(&self.extents.text[span.clone()]);
            (self.at, self.position) = (end, position + 1);
        }
        Word { span, position, forms }
    }

    /// Adds the next words to `read`, none at the end of the text. Finding the forms of a word is waiting for memory, and
    /// the waits of words that are looked up one right after another overlap.
    pub fn read_some(&mut self, read: &mut Vec<Word>) {
        let mut spans = [const { (0..0, 0) }; TOGETHER];
        let mut found = 0;
        while found < TOGETHER
            && let Some(span) = self.next_span()
        {
            spans[found] = span;
            found += 1;
        }
        for span in spans.into_iter().take(found) {
            let end = span.0.end;
            let word = self.word(span);
            let goes_on = word.span.end > end;
            read.push(word);
            if goes_on {
                return;
            }
        }
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        let span = self.next_span()?;
        Some(self.word(span))
    }
}

/// Stemming is most of the work of indexing and words repeat: each raw spelling is worked out once
/// a thread. Bounded, and emptied when full: the vocabulary of a corpus fits many times over.
#[derive(Debug, Default)]
struct Memo {
    /// Nearly all words fit into their key, so that finding one touches no other memory.
    short: HashMap<Short, Forms, RawHash>,
    long: HashMap<Box<str>, Forms, RawHash>,
}

/// The bytes of a word, the last of them how many they are.
type Short = (u64, u64);

const MEMO_WORDS: usize = 1 << 16;
const MEMO_WORD_BYTES: usize = 48;

thread_local! {
    static MEMO: Rc<RefCell<Memo>> = Rc::default();
}

impl Memo {
    fn forms(&mut self, raw: &str) -> Forms {
        if let Some(short) = short(raw.as_bytes()) {
            if let Some(forms) = self.short.get(&short) {
                return forms.clone();
            }
            let forms = Forms::of(raw);
            self.make_room();
            self.short.insert(short, forms.clone());
            return forms;
        }
        if let Some(forms) = self.long.get(raw) {
            return forms.clone();
        }
        let forms = Forms::of(raw);
        if raw.len() <= MEMO_WORD_BYTES {
            self.make_room();
            self.long.insert(raw.into(), forms.clone());
        }
        forms
    }

    fn make_room(&mut self) {
        if self.short.len() + self.long.len() >= MEMO_WORDS {
            self.short.clear();
            self.long.clear();
        }
    }
}

/// Words of up to 15 bytes.
fn short(raw: &[u8]) -> Option<Short> {
    let length = raw.len();
    let (low, high) = match length {
        0..8 => (up_to_eight(raw), 0),
        8..16 => {
            let last = u64::from_le_bytes(*raw.last_chunk()?);
            // Of the last eight those that are not among the first.
            (up_to_eight(raw), last.checked_shr(8 * (16 - length as u32)).unwrap_or(0))
        }
        _ => return None,
    };
    Some((low, high | (length as u64) << 56))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).map(|word| word.folded().to_owned()).collect()
    }

    fn stems(text: &str) -> Vec<String> {
        words(text).map(|word| word.stem().to_owned()).collect()
    }

    #[test]
    fn every_spelling_of_a_word_is_one_word() {
        for (spellings, word) in [
            (&["wellbeing", "well-being", "well being", "Well\u{2010}Being", "WELLBEING"][..], "wellbeing"),
            (&["coproduction", "co-production", "co production", "Co\u{2011}production"], "coproduction"),
            (&["multiagency", "multi-agency", "multi agency"], "multiagency"),
            (&["multidisciplinary", "multi-disciplinary", "multi disciplinary"], "multidisciplinary"),
            (&["reablement", "re-ablement"], "reablement"),
            (&["readmission", "re-admission"], "readmission"),
            (&["people's", "people’s", "people", "PEOPLE’S"], "people"),
            (&["carers’", "carers'", "carers"], "carers"),
            (&["organisation", "organization", "Organization's"], "organisation"),
            (&["prioritising", "prioritizing"], "prioritising"),
            (&["behaviour", "behavior"], "behaviour"),
            (&["centred", "centered"], "centred"),
            (&["enquiries", "inquiries"], "enquiries"),
            (&["hospital", "hos\u{ad}pital", "hos\u{200b}pital", "\u{202a}hospital\u{202c}"], "hospital"),
            (&["financial", "\u{fb01}nancial"], "financial"),
            (&["café", "cafe\u{301}", "cafe"], "cafe"),
            (&["4,387", "4387"], "4387"),
            (&["uk", "U.K.", "UK"], "uk"),
            (&["and", "&"], "and"),
        ] {
            for spelling in spellings {
                assert_eq!(folded(spelling), [word], "{spelling:?}");
            }
        }
    }

    /// Found by fuzzing.
    #[test]
    fn marks_and_an_apostrophe_alone_are_a_word_as_written() {
        assert_eq!(folded("\u{5bc}'\u{5bc}"), ["\u{5bc}'\u{5bc}"]);
    }

    #[test]
    fn words_keep_apart_what_is_two_words() {
        for (text, expected) in [
            ("strengths-based", &["strengths", "based"][..]),
            ("health & care", &["health", "and", "care"]),
            ("health\u{a0}care", &["health", "care"]),
            ("16-18 year olds", &["16", "18", "year", "olds"]),
            ("out-of-hours", &["out", "of", "hours"]),
            ("governance.Liberal", &["governance", "liberal"]),
            ("pre- and post-discharge", &["pre", "and", "postdischarge"]),
            ("he felt well being at home", &["he", "felt", "wellbeing", "at", "home"]),
            ("over-65s", &["over", "65s"]),
            ("10:30, 3.5 or 2,3", &["10", "30", "3.5", "or", "2", "3"]),
            ("(D2A) S42 B&NES A&E LGBTQ+ OTs", &["d2a", "s42", "b&nes", "a&e", "lgbtq+", "ots"]),
            ("don’t we're it’s O'Brien's", &["don't", "we're", "it", "obrien"]),
            ("92.96% £15 million £4,387", &["92.96%", "£15", "million", "£4387"]),
            ("“quoted” — dash – end…", &["quoted", "dash", "end"]),
            ("and/or, e.g. this.", &["and", "or", "eg", "this"]),
            ("size prize seize capsized", &["size", "prize", "seize", "capsized"]),
            ("日本", &["日", "本"]),
            ("- – * ~ \u{ad} \u{200b}", &[]),
        ] {
            assert_eq!(folded(text), expected, "{text:?}");
        }
    }

    #[test]
    fn word_forms_share_a_stem_and_false_friends_do_not() {
        for same in [
            "coproduction co-produced coproducing",
            "assess assesses assessment assessments assessed",
            "carer carers carer's carers’",
            "commission commissioning commissioned",
            "referral referrals referred",
            "child children children's",
            "organisation organizations organising",
            "delay delays delayed",
            "told tell",
            "OT OTs ot",
            "MDT MDTs mdts",
            "GP GPs",
            "JSNA JSNAs",
            "complaint complained",
            "diagnosis diagnosed",
            "practice practise",
        ] {
            let stems = stems(same);
            assert!(stems.iter().all(|stem| *stem == stems[0]), "{same}: {stems:?}");
        }
        for apart in [
            "authority author",
            "universal university",
            "hospital hospitality",
            "care carer careful career",
            "policy police",
            "commission commissioner",
            "emergency emerging",
            "informal information",
            "provider provided",
            "response responsible",
            "being be",
            "equality equal",
            "closure closely",
            "approach approachable",
            "position positive",
            "medication medical",
            "NHS NH",
        ] {
            let mut stems = stems(apart);
            let count = stems.len();
            stems.sort_unstable();
            stems.dedup();
            assert_eq!(stems.len(), count, "{apart}: {stems:?}");
        }
    }

    #[test]
    fn a_number_is_found_with_and_without_its_sign() {
        let exact = |text: &str| -> Vec<Vec<String>> {
            words(text).map(|word| word.exact_terms().map(str::to_owned).collect()).collect()
        };
        assert_eq!(exact("92.96%"), [["92.96%", "92.96"]]);
        assert_eq!(exact("£15"), [["£15", "15"]]);
        assert_eq!(exact("LGBTQ+"), [["lgbtq+", "lgbtq", "LGBTQ"]]);
        assert_eq!(exact("OTs"), [["ots", "OT"]]);
        assert_eq!(exact("send SEND Send"), [vec!["send"], vec!["send", "SEND"], vec!["send"]]);
    }

    #[test]
    fn spans_are_of_the_original_text() {
        let text = "the people’s co-production, of well\u{ad}being";
        let found: Vec<&str> = words(text).map(|word| &text[word.span]).collect();
        assert_eq!(found, ["the", "people’s", "co-production", "of", "well\u{ad}being"]);
        let positions: Vec<u32> = words(text).map(|word| word.position).collect();
        assert_eq!(positions, [0, 1, 2, 3, 4]);
    }

    proptest! {
        #[test]
        fn words_read_together_are_those_that_are_read_one_by_one(
            text in "(?s)[a-z0-9 '’.,&%£+\u{ad}é-]{0,400}|(?s)(well|being|co|production|multi|agency|the|[ .-]){0,200}",
        ) {
            let (mut together, mut all) = (words(&text), Vec::new());
            let mut before = usize::MAX;
            while before != all.len() {
                before = all.len();
                together.read_some(&mut all);
            }
            let places = |word: &Word| (word.span.clone(), word.position, word.folded().to_owned());
            prop_assert_eq!(all.iter().map(places).collect::<Vec<_>>(), words(&text).map(|w| places(&w)).collect::<Vec<_>>());
        }

        #[test]
        fn any_text_gives_words_on_character_boundaries(text in "(?s)[a-z0-9 '’.,&%£+\u{ad}\u{200b}é日-]{0,40}|(?s).{0,60}") {
            let mut end = 0;
            for word in words(&text) {
                prop_assert!(word.span.start >= end && word.span.end > word.span.start);
                prop_assert!(text.get(word.span.clone()).is_some());
                prop_assert!(!word.folded().is_empty() && !word.stem().is_empty());
                end = word.span.end;
            }
        }

        /// A word of the text, typed alone, is found by what it folds to.
        #[test]
        fn folding_a_word_again_changes_nothing(text in "(?s)[a-zA-Z0-9 '’.&%£éA-]{0,40}") {
            for word in words(&text) {
                let again: Vec<String> = words(&text[word.span.clone()]).map(|w| w.folded().to_owned()).collect();
                prop_assert_eq!(again, vec![word.folded().to_owned()]);
            }
        }
    }
}
