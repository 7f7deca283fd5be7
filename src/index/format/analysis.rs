//! The engine's analysers, thin over `text::words`: index and query read words alike.

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use super::{
    keys,
    phrases::{PHRASES, REACH},
};
use crate::text;

/// Every word, its other terms and the phrases that end with it, under `keys`.
pub(super) const WORDS: &str = "findings_words";
/// Stems as they are.
pub(super) const STEMS: &str = "findings_stems";

pub(in crate::index) fn analysers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(WORDS, TextAnalyzer::from(Analyser { stems: false }));
    manager.register(STEMS, TextAnalyzer::from(Analyser { stems: true }));
    manager
}

#[derive(Clone, Debug)]
struct Analyser {
    stems: bool,
}

struct Stream<'t> {
    words: text::Words<'t>,
    /// The last words, where phrases are looked for, `REACH` of them or more, and some that come.
    read: Vec<text::Word>,
    /// How many of these were given.
    given: usize,
    /// Further terms at the place of the last word, each in turn.
    more: Vec<String>,
    stems: bool,
    token: Token,
}

impl Tokenizer for Analyser {
    type TokenStream<'t> = Stream<'t>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> Stream<'t> {
        Stream {
            words: text::words(text),
            read: Vec::new(),
            given: 0,
            more: Vec::new(),
            stems: self.stems,
            token: Token::default(),
        }
    }
}

impl Stream<'_> {
    fn read_on(&mut self) {
        self.read.drain(..self.given.saturating_sub(REACH));
        self.given = self.read.len();
        self.words.read_some(&mut self.read);
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        if let Some(other) = self.more.pop() {
            self.token.text = other;
            return true;
        }
        if self.given == self.read.len() {
            self.read_on();
        }
        let Some(word) = self.read.get(self.given) else { return false };
        self.given += 1;
        self.token.text.clear();
        self.token.offset_from = word.span.start;
        self.token.offset_to = word.span.end;
        self.token.position = word.position as usize;
        if self.stems {
            self.token.text.push_str(word.stem());
            return true;
        }
        keys::push_word(word, &mut self.token.text);
        // The folded word is the first of its exact terms.
        self.more.extend(word.exact_terms().skip(1).map(keys::of_other));
        self.more.extend(PHRASES.ending(&self.read[..self.given]).map(str::to_owned));
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
