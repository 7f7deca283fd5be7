//! The engine's analysers, thin over `text::words`: index and query read words alike.

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use crate::text;

pub(super) const STEM: &str = "findings_stem";
pub(super) const EXACT: &str = "findings_exact";

pub(super) fn analysers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(STEM, TextAnalyzer::from(Words { stems: true }));
    manager.register(EXACT, TextAnalyzer::from(Words { stems: false }));
    manager
}

#[derive(Clone, Debug)]
struct Words {
    stems: bool,
}

/// One token a form: a word's stem, or each of the terms that it is exactly.
struct Stream<'t> {
    words: text::Words<'t>,
    stems: bool,
    word: Option<text::Word>,
    /// Which of the word's exact terms is next.
    next_term: usize,
    token: Token,
}

impl Tokenizer for Words {
    type TokenStream<'t> = Stream<'t>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> Stream<'t> {
        Stream {
            words: text::words(text),
            stems: self.stems,
            word: None,
            next_term: 0,
            token: Token::default(),
        }
    }
}

impl Stream<'_> {
    fn next_word(&mut self) -> bool {
        self.word = self.words.next();
        self.next_term = 0;
        let Some(word) = &self.word else { return false };
        self.token.offset_from = word.span.start;
        self.token.offset_to = word.span.end;
        self.token.position = word.position as usize;
        true
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        if self.stems {
            if !self.next_word() {
                return false;
            }
            self.token.text.clear();
            self.token.text.push_str(self.word.as_ref().map_or("", text::Word::stem));
            return true;
        }
        loop {
            if let Some(term) = self.word.as_ref().and_then(|word| word.exact_terms().nth(self.next_term)) {
                self.token.text.clear();
                self.token.text.push_str(term);
                self.next_term += 1;
                return true;
            }
            if !self.next_word() {
                return false;
            }
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
