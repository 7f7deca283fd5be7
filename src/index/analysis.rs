//! The engine's analysers, thin over `text::words`: index and query read words alike.

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use super::keys;
use crate::text;

/// Every word and its other terms, under `keys`.
pub(super) const WORDS: &str = "findings_words";
/// Stems as they are.
pub(super) const STEMS: &str = "findings_stems";

pub(super) fn analysers() -> TokenizerManager {
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
    word: Option<text::Word>,
    /// How many of the word's terms have been given.
    given: usize,
    stems: bool,
    token: Token,
}

impl Tokenizer for Analyser {
    type TokenStream<'t> = Stream<'t>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> Stream<'t> {
        Stream { words: text::words(text), word: None, given: 0, stems: self.stems, token: Token::default() }
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        self.token.text.clear();
        if let Some(other) = self.word.as_ref().and_then(|word| word.exact_terms().nth(self.given)) {
            keys::write_other(other, &mut self.token.text);
            self.given += 1;
            return true;
        }
        let Some(word) = self.words.next() else { return false };
        self.token.offset_from = word.span.start;
        self.token.offset_to = word.span.end;
        self.token.position = word.position as usize;
        if self.stems {
            self.token.text.push_str(word.stem());
        } else {
            keys::write_word(&word, &mut self.token.text);
            // The folded word is the first of its exact terms.
            self.given = 1;
            self.word = Some(word);
        }
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
