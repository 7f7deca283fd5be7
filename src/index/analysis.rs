//! The engine's analysers, thin over `text::words`: index and query read words alike.

use std::{cell::RefCell, rc::Rc};

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
struct Stream {
    words: Rc<Vec<text::Word>>,
    /// Words begun; the last of them is the current one.
    begun: usize,
    /// Which of the current word's exact terms is next.
    next_term: usize,
    stems: bool,
    token: Token,
}

impl Tokenizer for Words {
    type TokenStream<'t> = Stream;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> Stream {
        Stream { words: words_of(text), begun: 0, next_term: 0, stems: self.stems, token: Token::default() }
    }
}

thread_local! {
    static LAST: RefCell<(String, Rc<Vec<text::Word>>)> = RefCell::default();
}

/// A paragraph comes twice in a row, for its stems and for its exact terms: it is split once.
fn words_of(text: &str) -> Rc<Vec<text::Word>> {
    LAST.with_borrow_mut(|(last, words)| {
        if last != text {
            *words = Rc::new(text::words(text).collect());
            last.clear();
            last.push_str(text);
        }
        Rc::clone(words)
    })
}

impl Stream {
    fn next_word(&mut self) -> bool {
        let Some(word) = self.words.get(self.begun) else { return false };
        self.begun += 1;
        self.next_term = 0;
        self.token.offset_from = word.span.start;
        self.token.offset_to = word.span.end;
        self.token.position = word.position as usize;
        true
    }
}

impl TokenStream for Stream {
    fn advance(&mut self) -> bool {
        if self.stems {
            if !self.next_word() {
                return false;
            }
            self.token.text.clear();
            self.token.text.push_str(self.words[self.begun - 1].stem());
            return true;
        }
        loop {
            if let Some(term) =
                self.words.get(self.begun.wrapping_sub(1)).and_then(|w| w.exact_terms().nth(self.next_term))
            {
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
