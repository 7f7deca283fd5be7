//! Tokens to a tree, by precedence: OR, then AND (or nothing), then NOT, then NEAR.

use std::ops::Range;

use super::ast::{Ast, Node, NodeKind, Typed};
use super::error::{MAX_CHARS, MAX_CLAUSES, MAX_DEPTH, MAX_OPERATORS_IN_A_ROW, QueryError, QueryErrorKind};
use super::lex::{Lexed, Token, TokenKind, lex, replace};

/// Reads a query. Every text is a query but for the errors listed in `QueryErrorKind`; all limits are
/// checked before the tree is built, whose depth they bound.
pub fn parse(text: &str) -> Result<Ast, QueryError> {
    // A wrong query may be wrong in two places: only what reads as a query is suggested.
    let works = |query: &String| read(query).is_ok_and(|ast| ast.root.is_some());
    read(text).map_err(|error| error.keep_suggestions(works))
}

fn read(text: &str) -> Result<Ast, QueryError> {
    let chars = text.chars().count();
    if chars > MAX_CHARS {
        return Err(QueryErrorKind::TooLong { chars }.at(None));
    }
    let Lexed { mut tokens, mut notes } = lex(text)?;
    check_limits(&tokens)?;
    check_brackets(text, &mut tokens, &mut notes)?;
    let mut parser = Parser { text, tokens: tokens.into_iter().peekable() };
    let root = parser.or()?;
    debug_assert!(parser.tokens.peek().is_none(), "brackets are balanced, so nothing can be left");
    Ok(Ast { text: text.to_owned(), root, notes })
}

/// Brackets must pair where operators make them matter; in plain text a stray one is punctuation.
fn check_brackets(text: &str, tokens: &mut Vec<Token>, notes: &mut Vec<String>) -> Result<(), QueryError> {
    let mut open: Vec<usize> = Vec::new();
    let mut stray: Vec<usize> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Open => open.push(at),
            TokenKind::Close if open.pop().is_none() => stray.push(at),
            _ => {}
        }
    }
    stray.extend(open);
    stray.sort_unstable();
    let Some(first) = stray.first().map(|at| tokens[*at].clone()) else { return Ok(()) };
    let plain =
        tokens.iter().all(|token| !is_operator(&token.kind) && !matches!(token.kind, TokenKind::Filter(..)));
    if plain {
        notes.push("a bracket without a partner was left out".into());
        let mut at = 0;
        tokens.retain(|_| {
            at += 1;
            stray.binary_search(&(at - 1)).is_err()
        });
        return Ok(());
    }
    let span = first.span;
    let suggestions = vec![replace(text, &span, ""), format!("{text})")];
    let kind = match first.kind {
        TokenKind::Open => QueryErrorKind::BracketOpen,
        _ => QueryErrorKind::BracketClose,
    };
    Err(kind.at(span).suggesting(suggestions))
}

fn check_limits(tokens: &[Token]) -> Result<(), QueryError> {
    let (mut depth, mut in_a_row, mut clauses) = (0_usize, 0, 0);
    for token in tokens {
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Err(QueryErrorKind::TooDeep.at(token.span.clone()));
        }
        in_a_row = match token.kind {
            TokenKind::Open => in_a_row,
            _ if is_operator(&token.kind) => in_a_row + 1,
            _ => 0,
        };
        if in_a_row > MAX_OPERATORS_IN_A_ROW {
            return Err(QueryErrorKind::TooManyOperators.at(token.span.clone()));
        }
        if !is_operator(&token.kind) && !matches!(token.kind, TokenKind::Open | TokenKind::Close) {
            clauses += 1;
        }
    }
    if clauses > MAX_CLAUSES {
        return Err(QueryErrorKind::TooManyClauses { count: clauses }.at(None));
    }
    Ok(())
}

fn is_operator(kind: &TokenKind) -> bool {
    matches!(kind, TokenKind::And | TokenKind::Or | TokenKind::Not | TokenKind::Near(_))
}

struct Parser<'t> {
    text: &'t str,
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
}

impl Parser<'_> {
    fn take(&mut self, kind: &TokenKind) -> Option<Range<usize>> {
        self.tokens.next_if(|token| token.kind == *kind).map(|token| token.span)
    }

    fn or(&mut self) -> Result<Option<Node>, QueryError> {
        let mut parts = Vec::new();
        let mut operator: Option<Range<usize>> = None;
        loop {
            match (self.and()?, &operator) {
                (Some(part), _) => parts.push(part),
                (None, Some(span)) => return Err(self.nothing_to_join("after", span.clone())),
                (None, None) => {}
            }
            let Some(span) = self.take(&TokenKind::Or) else { return Ok(Node::any_of(parts)) };
            if parts.is_empty() {
                return Err(self.nothing_to_join("before", span));
            }
            operator = Some(span);
        }
    }

    fn and(&mut self) -> Result<Option<Node>, QueryError> {
        let mut parts: Vec<Node> = Vec::new();
        let mut operator: Option<Range<usize>> = None;
        let mut run = false;
        while let Some(token) = self.tokens.peek() {
            match token.kind {
                TokenKind::Or | TokenKind::Close => break,
                TokenKind::And => {
                    let span = token.span.clone();
                    self.tokens.next();
                    if parts.is_empty() {
                        return Err(self.nothing_to_join("before", span));
                    }
                    if let Some(earlier) = operator.replace(span) {
                        return Err(self.nothing_to_join("after", earlier));
                    }
                    run = false;
                }
                _ => {
                    let plain = matches!(token.kind, TokenKind::Word(_));
                    let Some(part) = self.not()? else { continue };
                    operator = None;
                    // Words side by side may be one phrase of the lexicon.
                    match (parts.last_mut().map(|last| &mut last.kind), part.kind) {
                        (Some(NodeKind::Words(typed)), NodeKind::Words(more)) if run && plain => {
                            typed.extend(more);
                            if let Some(last) = parts.last_mut() {
                                last.span.end = part.span.end;
                            }
                        }
                        (_, kind) => {
                            run = plain && matches!(kind, NodeKind::Words(_));
                            parts.push(Node::new(kind, part.span));
                        }
                    }
                }
            }
        }
        match operator {
            Some(span) => Err(self.nothing_to_join("after", span)),
            None => Ok(Node::all_of(parts)),
        }
    }

    fn not(&mut self) -> Result<Option<Node>, QueryError> {
        let Some(span) = self.take(&TokenKind::Not) else { return self.near() };
        match self.not()? {
            Some(node) => {
                let span = span.start..node.span.end;
                Ok(Some(Node::new(NodeKind::Not(Box::new(node)), span)))
            }
            None => Err(self.nothing_to_join("after", span)),
        }
    }

    fn near(&mut self) -> Result<Option<Node>, QueryError> {
        let Some(first) = self.primary()? else {
            return match self.tokens.next_if(|token| matches!(token.kind, TokenKind::Near(_))) {
                Some(token) => Err(self.nothing_to_join("before", token.span)),
                None => Ok(None),
            };
        };
        let mut items = vec![first];
        let (mut distances, mut operators) = (Vec::new(), Vec::new());
        while let Some(token) = self.tokens.next_if(|token| matches!(token.kind, TokenKind::Near(_))) {
            let TokenKind::Near(distance) = token.kind else { unreachable!("only NEAR was taken") };
            let Some(next) = self.primary()? else { return Err(self.nothing_to_join("after", token.span)) };
            items.push(next);
            distances.push(distance);
            operators.push(token.span);
        }
        if distances.is_empty() {
            return Ok(items.pop());
        }
        if let Some(wrong) = items.iter().find(|item| !can_be_near(item)) {
            let better = if let NodeKind::Words(_) = wrong.kind {
                let quoted = format!("\"{}\"", &self.text[wrong.span.clone()]);
                replace(self.text, &self.bracketed(&wrong.span), &quoted)
            } else {
                // A condition is near to nothing: it holds of the paragraph.
                let apart = |text: String, near: &Range<usize>| replace(&text, near, "");
                let apart = operators.iter().rev().fold(self.text.to_owned(), apart);
                apart.split_whitespace().collect::<Vec<_>>().join(" ")
            };
            let suggestions = vec![better];
            return Err(QueryErrorKind::BadNear.at(wrong.span.clone()).suggesting(suggestions));
        }
        let span = items[0].span.start..items[items.len() - 1].span.end;
        Ok(Some(Node::new(NodeKind::Near(items, distances), span)))
    }

    /// The brackets round a span, if they stand right beside it.
    fn bracketed(&self, span: &Range<usize>) -> Range<usize> {
        let before = self.text[..span.start].trim_end();
        let after = self.text[span.end..].trim_start();
        if before.ends_with('(') && after.starts_with(')') {
            before.len() - 1..self.text.len() - after.len() + 1
        } else {
            span.clone()
        }
    }

    fn primary(&mut self) -> Result<Option<Node>, QueryError> {
        let starts = |token: &Token| !is_operator(&token.kind) && token.kind != TokenKind::Close;
        let Some(token) = self.tokens.next_if(starts) else { return Ok(None) };
        let kind = match token.kind {
            TokenKind::Open => {
                let inner = self.or()?;
                self.take(&TokenKind::Close);
                return Ok(inner);
            }
            TokenKind::Filter(field, values) => NodeKind::Filter(field, values),
            TokenKind::Word(text) => NodeKind::Words(vec![Typed { text, span: token.span.clone() }]),
            TokenKind::Phrase { text, gap } => NodeKind::Phrase { text, gap },
            TokenKind::Exact(text) => NodeKind::Exact(text),
            TokenKind::Prefix(text) => NodeKind::Prefix(text),
            TokenKind::Fuzzy(text, edits) => NodeKind::Fuzzy(text, edits),
            TokenKind::All => NodeKind::All,
            TokenKind::Close | TokenKind::And | TokenKind::Or | TokenKind::Not | TokenKind::Near(_) => {
                unreachable!("operators and closing brackets were not taken")
            }
        };
        Ok(Some(Node::new(kind, token.span)))
    }

    fn nothing_to_join(&self, side: &'static str, span: Range<usize>) -> QueryError {
        let operator = self.text[span.clone()].to_owned();
        let without = replace(self.text, &span, "").split_whitespace().collect::<Vec<_>>().join(" ");
        let small = replace(self.text, &span, &operator.to_lowercase());
        QueryErrorKind::NothingToJoin { side, operator }.at(span).suggesting(vec![without, small])
    }
}

/// A word or phrase, or a choice of them.
fn can_be_near(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Words(typed) => typed.len() == 1,
        NodeKind::Phrase { .. } | NodeKind::Exact(_) | NodeKind::Prefix(_) | NodeKind::Fuzzy(..) => true,
        NodeKind::Or(parts) => parts.iter().all(can_be_near),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The tree as printed; brackets and operators show its shape.
    fn printed(text: &str) -> String {
        parse(text).unwrap_or_else(|error| panic!("{text}: {error}")).to_string()
    }

    #[test]
    fn queries_are_read_as_people_mean_them() {
        for (text, canonical) in [
            ("hospital discharge delays", "hospital discharge delays"),
            ("  hospital   discharge?", "hospital discharge"),
            ("a b OR c d", "a b OR c d"),
            ("a AND b c", "a AND b c"),
            ("a (b OR c)", "a AND (b OR c)"),
            ("(a AND b) AND c", "a AND b AND c"),
            ("NOT a b", "NOT a AND b"),
            ("care -homes", "care AND NOT homes"),
            ("well-being - and more", "well-being and more"),
            ("NOT NOT a", "NOT NOT a"),
            ("NOT (a b)", "NOT (a b)"),
            ("a NEAR/5 \"b c\" d", "a NEAR/5 \"b c\" AND d"),
            ("a NEAR b", "a NEAR/10 b"),
            ("a NEAR (b OR c)", "a NEAR/10 (b OR c)"),
            ("“mutual aid”", "\"mutual aid\""),
            ("“mixed quotes\" here", "\"mixed quotes\" AND here"),
            ("\"a b\"~ \"c d\"~3", "\"a b\"~ AND \"c d\"~3"),
            (
                "=leader safeguard* hospitol~ hospitol~1",
                "=leader AND safeguard* AND hospitol~2 AND hospitol~1",
            ),
            ("* score:2", "* AND score:2"),
            (
                "score:1,2 authority:Barnet,\"Bath and North East Somerset\"",
                "score:1,2 AND authority:Barnet,\"Bath and North East Somerset\"",
            ),
            (
                "statement:\"Governance, management and sustainability\"",
                "statement:\"Governance, management and sustainability\"",
            ),
            ("score:>=3 published:2025-01..2025-06", "score:>=3 AND published:2025-01..2025-06"),
            ("authority:\"/\"", "authority:\"/\""),
            ("Themes: how people wait: 10:30", "Themes how people wait 10 30"),
            ("https://example.org/a", "https example org a"),
            ("people's needs, carers’ breaks (e.g. respite)", "people's needs carers breaks AND e.g respite"),
            ("half a \"quote", "half a quote"),
            ("a) waiting b) delays", "a waiting b delays"),
            ("figures* of 15* **bold**", "figures* AND of 15 bold"),
            ("and/or or not and", "and or or not and"),
            ("AND, then", "and then"),
            ("()", ""),
            ("- – — … \u{ad} ' \"\"", ""),
        ] {
            let canonical = if text == "AND, then" { "and then" } else { canonical };
            assert_eq!(printed(text), canonical, "{text}");
        }
    }

    #[test]
    fn errors_point_and_suggest_what_works() {
        for (text, code, place, suggestion) in [
            ("hospital AND", "nothing-to-join", "AND", "hospital"),
            ("OR care", "nothing-to-join", "OR", "care"),
            ("a AND OR b", "nothing-to-join", "AND", "a OR b"),
            ("care NOT", "nothing-to-join", "NOT", "care"),
            ("(a OR b", "bracket-not-closed", "(", "a OR b"),
            ("a) OR b", "bracket-not-opened", ")", "a OR b"),
            ("housing statment:safeguarding", "unknown-filter", "statment", "housing statement:safeguarding"),
            ("council:Barnet", "unknown-filter", "council", "authority:Barnet"),
            ("ab*", "prefix-too-short", "ab*", ""),
            ("ab~", "bad-spelling-search", "ab~", "ab"),
            ("hospital~7", "bad-spelling-search", "hospital~7", "hospital~2"),
            ("a NEAR/0 b", "bad-distance", "0", "a NEAR/1 b"),
            ("\"a b\"~999", "bad-distance", "999", "\"a b\"~100"),
            ("(a b) NEAR c", "bad-near", "a b", "\"a b\" NEAR c"),
            ("a NEAR (b \"c d\"~3) e", "bad-near", "b \"c d\"~3", "a (b \"c d\"~3) e"),
            ("a NEAR score:2 NEAR/4 c", "bad-near", "score:2", "a score:2 c"),
        ] {
            let error = parse(text).expect_err(text);
            assert_eq!(error.code(), code, "{text}");
            assert_eq!(error.span().map(|span| &text[span]), Some(place), "{text}");
            assert_eq!(error.suggestions().first().map_or("", String::as_str), suggestion, "{text}");
            for suggestion in error.suggestions() {
                assert!(parse(suggestion).is_ok(), "{suggestion}");
            }
        }
    }

    #[test]
    fn limits_are_checked_before_the_tree_is_built() {
        let code = |text: &str| parse(text).map_or_else(|error| error.code(), |_| "read");
        assert_eq!(code(&"a ".repeat(4_001)), "query-too-long");
        assert_eq!(code(&format!("{}a{}", "(".repeat(64), ")".repeat(64))), "read");
        assert_eq!(code(&format!("{}a{}", "(".repeat(65), ")".repeat(65))), "query-too-deep");
        assert_eq!(code(&format!("{}a", "NOT ".repeat(17))), "too-many-operators");
        assert_eq!(code(&format!("{}a", "NOT (".repeat(17))), "too-many-operators");
        assert_eq!(code(&"a ".repeat(1_025)), "too-many-clauses");
        assert_eq!(code(&"a* ".repeat(2_000)), "prefix-too-short");
        assert_eq!(code(&"\"".repeat(8_000)), "read");
        assert_eq!(code(&"(".repeat(8_000)), "query-too-deep");
        assert_eq!(code(&format!("{}a{}", "(a OR ".repeat(64), ")".repeat(64))), "read");
    }

    fn any_query() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[a-zA-Z]{1,8}",
            "(AND|OR|NOT|NEAR|NEAR/3|-|\\(|\\)|\"|“|~|~2|\\*|=|:|score:2|authority:\"|section:all,|none)",
            "[a-z]{3,6}[*~]",
            "(?s).{0,4}",
        ];
        prop::collection::vec((piece, prop::bool::weighted(0.8)), 0..14).prop_map(|pieces| {
            pieces.into_iter().map(|(piece, space)| if space { piece + " " } else { piece }).collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

        #[test]
        fn a_printed_query_reads_as_the_same_tree(text in any_query()) {
            match parse(&text) {
                Ok(ast) => {
                    let printed = ast.to_string();
                    let again = parse(&printed).map(|ast| ast.to_string());
                    prop_assert_eq!(again, Ok(printed.clone()), "{:?}", text);
                    let shape = |ast: &Ast| ast.root.clone().map(bare);
                    prop_assert_eq!(parse(&printed).map(|again| shape(&again)), Ok(shape(&ast)), "{:?} {:?}", text, printed);
                }
                Err(error) => {
                    if let Some(span) = error.span() {
                        prop_assert!(text.get(span).is_some());
                    }
                    for suggestion in error.suggestions() {
                        prop_assert!(parse(suggestion).is_ok(), "{:?} suggests {:?}", text, suggestion);
                    }
                    prop_assert!(error.to_string().lines().count() == 1);
                }
            }
        }

        #[test]
        fn spans_lie_in_the_text(text in any_query()) {
            let mut open: Vec<Node> = parse(&text).ok().and_then(|ast| ast.root).into_iter().collect();
            while let Some(node) = open.pop() {
                prop_assert!(text.get(node.span.clone()).is_some_and(|slice| !slice.is_empty()));
                match node.kind {
                    NodeKind::And(nodes) | NodeKind::Or(nodes) | NodeKind::Near(nodes, _) => open.extend(nodes),
                    NodeKind::Not(inner) => open.push(*inner),
                    _ => {}
                }
            }
        }
    }

    /// Without places, so that trees of different texts can be equal.
    fn bare(mut node: Node) -> Node {
        node.span = 0..0;
        node.kind = match node.kind {
            NodeKind::And(nodes) => NodeKind::And(nodes.into_iter().map(bare).collect()),
            NodeKind::Or(nodes) => NodeKind::Or(nodes.into_iter().map(bare).collect()),
            NodeKind::Near(nodes, distances) => {
                NodeKind::Near(nodes.into_iter().map(bare).collect(), distances)
            }
            NodeKind::Not(inner) => NodeKind::Not(Box::new(bare(*inner))),
            NodeKind::Words(mut typed) => {
                typed.iter_mut().for_each(|word| word.span = 0..0);
                NodeKind::Words(typed)
            }
            NodeKind::Filter(field, mut values) => {
                values.iter_mut().for_each(|value| value.span = 0..0);
                NodeKind::Filter(field, values)
            }
            kind => kind,
        };
        node
    }
}
