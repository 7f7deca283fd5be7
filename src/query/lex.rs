//! Query text to tokens. Anything that no rule claims is text, so that a pasted sentence parses.

use std::ops::Range;

use crate::model::Field;
use crate::text::words;

use super::ast::{Typed, Value};
use super::error::{MAX_DISTANCE, QueryError, QueryErrorKind};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    Open,
    Close,
    And,
    Or,
    Not,
    Near(u32),
    Filter(Field, Vec<Value>),
    Word(String),
    Phrase { text: String, gap: Option<u32> },
    Exact(String),
    Prefix(String),
    Fuzzy(String, u8),
    All,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub span: Range<usize>,
}

#[derive(Debug, Default)]
pub(super) struct Lexed {
    pub tokens: Vec<Token>,
    pub notes: Vec<String>,
}

const NEAR_BY_DEFAULT: u32 = 10;

pub(super) fn lex(text: &str) -> Result<Lexed, QueryError> {
    let mut lexer = Lexer { text, at: 0, lexed: Lexed::default() };
    while lexer.step()? {}
    Ok(lexer.lexed)
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    lexed: Lexed,
}

impl Lexer<'_> {
    fn step(&mut self) -> Result<bool, QueryError> {
        let start = self.at;
        let mut chars = self.text[start..].chars();
        let Some(c) = chars.next() else { return Ok(false) };
        let next = chars.next();
        let after = start + c.len_utf8();
        match c {
            _ if c.is_whitespace() => self.at = after,
            '(' => self.push(TokenKind::Open, after),
            ')' => self.push(TokenKind::Close, after),
            _ if is_quote(c) => self.phrase(start)?,
            '-' if self.opens_a_term() && next.is_some_and(|n| opens_operand(n) || n == '(') => {
                self.push(TokenKind::Not, after);
            }
            '=' if next.is_some_and(char::is_alphanumeric) => self.exact(after),
            '=' if next.is_some_and(is_quote) => self.at = after,
            '*' if self.opens_a_term() && next.is_none_or(|n| n.is_whitespace() || n == ')') => {
                self.push(TokenKind::All, after);
            }
            _ if c.is_alphanumeric() || matches!(c, '£' | '$' | '€' | '&') => self.chunk()?,
            _ => self.at = after,
        }
        Ok(true)
    }

    fn push(&mut self, kind: TokenKind, end: usize) {
        self.lexed.tokens.push(Token { kind, span: self.at..end });
        self.at = end;
    }

    /// At the start, or after a space or an opening bracket.
    fn opens_a_term(&self) -> bool {
        self.text[..self.at].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(' || c == '-')
    }

    fn phrase(&mut self, start: usize) -> Result<(), QueryError> {
        let quote = self.text[start..].chars().next().map_or(1, char::len_utf8);
        let body = start + quote;
        let Some(length) = self.text[body..].find(is_quote) else {
            self.lexed.notes.push("a quotation mark without a partner was left out".into());
            self.at = body;
            return Ok(());
        };
        let end = body + length;
        let mut after = end + self.text[end..].chars().next().map_or(1, char::len_utf8);
        let mut gap = None;
        if self.text[after..].starts_with('~') {
            after += 1;
            let digits = digits(&self.text[after..]);
            let span = after..after + digits.len();
            gap = Some(if digits.is_empty() { 0 } else { self.distance(digits, 0, span)? });
            after += digits.len();
        }
        let text = self.text[body..end].split_whitespace().collect::<Vec<_>>().join(" ");
        if words(&text).next().is_some() {
            self.push(TokenKind::Phrase { text, gap }, after);
        }
        self.at = after;
        Ok(())
    }

    fn distance(&self, digits: &str, from: u32, span: Range<usize>) -> Result<u32, QueryError> {
        match digits.parse::<u32>() {
            Ok(distance) if (from..=MAX_DISTANCE).contains(&distance) => Ok(distance),
            parsed => {
                let nearest = if parsed == Ok(0) { from } else { MAX_DISTANCE };
                let suggestions = vec![replace(self.text, &span, &nearest.to_string())];
                Err(QueryErrorKind::BadDistance { from }.at(span).suggesting(suggestions))
            }
        }
    }

    /// `=word`; of a compound the whole.
    fn exact(&mut self, after: usize) {
        let end = self.chunk_end(after);
        match terms(self.text, after..end).into_iter().next() {
            Some(term) => self.push(TokenKind::Exact(term.text), term.span.end),
            None => self.at = end,
        }
    }

    fn chunk_end(&self, start: usize) -> usize {
        let rest = &self.text[start..];
        start
            + rest
                .find(|c: char| c.is_whitespace() || c == '(' || c == ')' || is_quote(c))
                .unwrap_or(rest.len())
    }

    /// A run of characters up to a space, bracket or quotation mark.
    fn chunk(&mut self) -> Result<(), QueryError> {
        let start = self.at;
        let end = self.chunk_end(start);
        let chunk = &self.text[start..end];
        let operator = match chunk {
            "AND" => Some(TokenKind::And),
            "OR" => Some(TokenKind::Or),
            "NOT" => Some(TokenKind::Not),
            "NEAR" => Some(TokenKind::Near(NEAR_BY_DEFAULT)),
            _ => None,
        };
        if let Some(operator) = operator {
            self.push(operator, end);
            return Ok(());
        }
        if let Some(number) = chunk.strip_prefix("NEAR/").filter(|n| n.bytes().all(|b| b.is_ascii_digit())) {
            let distance = self.distance(number, 1, end - number.len()..end)?;
            self.push(TokenKind::Near(distance), end);
            return Ok(());
        }
        if self.filter(chunk)? || self.comparison() {
            return Ok(());
        }
        // Sentence punctuation after a star or tilde is not part of it.
        let trimmed = chunk.trim_end_matches([',', '.', ';', ':', '!', '?']);
        let trimmed_end = start + trimmed.len();
        if let Some(stem) = trimmed.strip_suffix('*').filter(|stem| !stem.contains(['*', '~'])) {
            let letters = stem.chars().filter(|c| c.is_alphabetic()).count();
            let digits = stem.chars().filter(char::is_ascii_digit).count();
            // A footnote's star after a figure is no prefix.
            if letters > 0 {
                if letters + digits < 3 {
                    let short = QueryErrorKind::PrefixTooShort { typed: stem.to_owned() };
                    return Err(short.at(start..trimmed_end));
                }
                self.push(TokenKind::Prefix(stem.to_owned()), trimmed_end);
                self.at = end;
                return Ok(());
            }
        }
        if let Some((word, edits)) =
            trimmed.split_once('~').filter(|(_, e)| e.bytes().all(|b| b.is_ascii_digit()))
        {
            return self.fuzzy(word, edits, start..trimmed_end, end);
        }
        for term in terms(self.text, start..end) {
            self.lexed.tokens.push(Token { kind: TokenKind::Word(term.text), span: term.span });
        }
        self.at = end;
        Ok(())
    }

    fn fuzzy(&mut self, word: &str, edits: &str, span: Range<usize>, end: usize) -> Result<(), QueryError> {
        let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
        let single = words(word).count() == 1;
        let edits = match edits {
            "" if letters <= 5 => Some(1),
            "" | "2" => Some(2),
            "1" => Some(1),
            _ => None,
        };
        match edits {
            Some(edits) if single && (3..=40).contains(&letters) => {
                self.push(TokenKind::Fuzzy(word.to_owned(), edits), span.end);
                self.at = end;
                Ok(())
            }
            _ => {
                let better = if single && letters >= 3 { format!("{word}~2") } else { word.to_owned() };
                let suggestions = vec![replace(self.text, &span, &better)];
                Err(QueryErrorKind::BadFuzzy.at(span).suggesting(suggestions))
            }
        }
    }

    /// `field:value,value`. Only a known field that touches its colon, with a value that touches
    /// it too; anything else with a colon is text.
    fn filter(&mut self, chunk: &str) -> Result<bool, QueryError> {
        let start = self.at;
        let Some(colon) = chunk.find(':').filter(|colon| *colon > 0) else { return Ok(false) };
        let name = &chunk[..colon];
        if !name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_' || b == b'-') {
            return Ok(false);
        }
        let values_start = start + colon + 1;
        let has_value = self.text[values_start..]
            .starts_with(|c: char| is_quote(c) || !(c.is_whitespace() || matches!(c, ')' | '(' | ':' | '/')));
        if !has_value {
            return Ok(false);
        }
        let lower = name.to_ascii_lowercase();
        let Some(field) = Field::from_key(&lower) else {
            return match near_field(&lower) {
                Some(field) => {
                    let span = start..start + colon;
                    let suggestions = vec![replace(self.text, &span, field.key())];
                    let unknown = QueryErrorKind::UnknownField { name: name.to_owned(), field };
                    Err(unknown.at(span).suggesting(suggestions))
                }
                None => Ok(false),
            };
        };
        let (values, end) = self.values(values_start);
        if values.is_empty() {
            return Err(QueryErrorKind::NoValue { field }.at(start..end));
        }
        self.push(TokenKind::Filter(field, values), end);
        Ok(true)
    }

    /// "score > 2": as words it would be read as "score 2".
    fn comparison(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let name = rest.find(|c: char| !c.is_ascii_alphabetic()).map_or("", |end| &rest[..end]);
        if !["score", "scores", "scored"].iter().any(|word| name.eq_ignore_ascii_case(word)) {
            return false;
        }
        let compared = rest[name.len()..].trim_start();
        let number = compared.trim_start_matches(['<', '>', '=', '≤', '≥']);
        let sign = match &compared[..compared.len() - number.len()] {
            sign @ ("<" | ">" | "<=" | ">=") => sign,
            "≤" => "<=",
            "≥" => ">=",
            _ => return false,
        };
        let number = number.trim_start();
        let score = digits(number);
        if score.is_empty() || number[score.len()..].starts_with(char::is_alphanumeric) {
            return false;
        }
        let end = self.text.len() - number.len() + score.len();
        let text = format!("{sign}{score}");
        let typed = &self.text[self.at..end];
        self.lexed.notes.push(format!("“{typed}” is taken as the filter score:{text}"));
        let value = Value { text, span: self.text.len() - compared.len()..end };
        self.push(TokenKind::Filter(Field::Score, vec![value]), end);
        self.at = end;
        true
    }

    fn values(&self, start: usize) -> (Vec<Value>, usize) {
        let mut values = Vec::new();
        let mut at = start;
        loop {
            let rest = &self.text[at..];
            let quoted = rest.chars().next().filter(|c| is_quote(*c)).map(|quote| at + quote.len_utf8());
            let (span, end) = match quoted {
                Some(body) => match self.text[body..].find(is_quote) {
                    Some(length) => {
                        let close = self.text[body + length..].chars().next().map_or(1, char::len_utf8);
                        (body..body + length, body + length + close)
                    }
                    // Unclosed: the value goes on to the end of the query.
                    None => (body..self.text.len(), self.text.len()),
                },
                None => {
                    let length = rest
                        .find(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')') || is_quote(c))
                        .unwrap_or(rest.len());
                    (at..at + length, at + length)
                }
            };
            let text = self.text[span.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
            if !text.is_empty() {
                values.push(Value { text, span });
            }
            at = end;
            // A comma before a space ends the list: `authority:Barnet, delays`.
            let mut after = self.text[at..].chars();
            if after.next() != Some(',') {
                return (values, at);
            }
            at += 1;
            if after.next().is_none_or(char::is_whitespace) {
                return (values, at);
            }
        }
    }
}

/// The field that is meant by a name that people give it, or by a slip of the keyboard.
pub fn near_field(name: &str) -> Option<Field> {
    let other_name = match name {
        "council" | "la" | "borough" | "authorities" | "local-authority" | "local_authority" => {
            Field::Authority
        }
        "qs" | "quality-statement" | "quality_statement" | "statements" => Field::Statement,
        "date" | "year" | "month" => Field::Published,
        "scores" | "scored" => Field::Score,
        "ratings" | "rated" => Field::Rating,
        _ => {
            return Field::ALL.into_iter().find(|field| {
                let key = field.key();
                let allowed = if key.len() >= 7 { 2 } else { 1 };
                name.len() >= 4 && strsim::damerau_levenshtein(name, key) <= allowed
            });
        }
    };
    Some(other_name)
}

/// The plain words of a stretch of text. Words joined by a hyphen are one term.
fn terms(text: &str, stretch: Range<usize>) -> Vec<Typed> {
    let chunk = &text[stretch.clone()];
    let mut terms: Vec<Typed> = Vec::new();
    let mut last_end = None;
    for word in words(chunk) {
        let between = last_end.map(|end| &chunk[end..word.span.start]);
        let joined = between.is_some_and(|between| {
            let mut chars = between.chars();
            chars.next().is_some_and(is_dash) && chars.next().is_none()
        });
        last_end = Some(word.span.end);
        let span = stretch.start + word.span.start..stretch.start + word.span.end;
        match terms.last_mut() {
            Some(term) if joined => term.span.end = span.end,
            _ => terms.push(Typed { text: String::new(), span }),
        }
    }
    for term in &mut terms {
        term.text = text[term.span.clone()].to_owned();
        // A word that only punctuation kept from being an operator is printed as the word it is.
        if matches!(term.text.as_str(), "AND" | "OR" | "NOT" | "NEAR") {
            term.text = term.text.to_lowercase();
        }
    }
    terms
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2013}')
}

pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' | '\u{AB}' | '\u{BB}' | '\u{FF02}')
}

fn opens_operand(c: char) -> bool {
    c.is_alphanumeric() || is_quote(c) || matches!(c, '=' | '£' | '$' | '€')
}

fn digits(text: &str) -> &str {
    &text[..text.bytes().take_while(u8::is_ascii_digit).count()]
}

pub(super) fn replace(text: &str, span: &Range<usize>, with: &str) -> String {
    format!("{}{with}{}", &text[..span.start], &text[span.end..])
}
