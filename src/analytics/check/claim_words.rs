//! The words around a number or a rating that make a claim of it.

use std::ops::Range;

use super::names::{Mention, Name, Token};
use crate::model::{Block, BlockKind};

const NUMBERS: [&str; 11] =
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// A number that may be meant as a score; beyond ten nobody means one.
pub(super) fn number(folded: &str) -> Option<u8> {
    let word = NUMBERS.iter().position(|number| *number == folded).and_then(|at| u8::try_from(at).ok());
    let folded = folded.trim_end_matches('+');
    word.or_else(|| folded.parse().ok().filter(|number| *number <= 10 && folded.len() <= 2))
}

/// "62%", "62 out of 100".
pub(super) fn percent(text: &str, words: &[Token], at: usize) -> Option<u8> {
    let folded = &words[at].folded;
    let sign = text[words[at].span.clone()].ends_with('%');
    let spelled = words.get(at + 1).is_some_and(|next| matches!(next.folded.as_str(), "percent" | "per"));
    let of_hundred = words
        .get(at + 1..at + 4)
        .is_some_and(|next| next[0].folded == "out" && next[1].folded == "of" && next[2].folded == "100");
    let number = folded.trim_end_matches('%').parse().ok().filter(|number| *number <= 100)?;
    // A share of people or money is no overall score.
    let of_something = words.get(at + 1).is_some_and(|next| next.folded == "of");
    ((sign || spelled || of_hundred) && !of_something).then_some(number)
}

/// Not a part of "2.5", "2%", "£2", "2,000" or the end of "2-3".
pub(super) fn is_whole_number(text: &str, words: &[Token], at: usize) -> bool {
    let span = &words[at].span;
    let before = text[..span.start].chars().next_back();
    let mut after = text[span.end..].chars();
    let (next, second) = (after.next(), after.next());
    let signed = text[span.clone()].contains(['%', '£']);
    let joined = matches!(next, Some('.' | ',' | '%')) && second.is_some_and(|c| c.is_ascii_digit());
    !signed
        && !joined
        && next != Some('%')
        && !before.is_some_and(|c| matches!(c, '£' | '.' | '-' | '\u{2013}'))
}

/// The four of "2 out of 4".
pub(super) fn is_of_how_many(words: &[Token], at: usize) -> bool {
    at > 1
        && words[at - 1].folded == "of"
        && (words[at - 2].folded == "out" || number(&words[at - 2].folded).is_some())
}

pub(super) fn is_scoring(folded: &str) -> bool {
    matches!(folded, "score" | "scored" | "scores" | "scoring")
}

/// "was given a 2", "received a 3", "gave Barnet Council a four": the number must come soon.
pub(super) fn is_given(words: &[Token], mentions: &[Mention], at: usize) -> bool {
    let near = (0..at).rev().filter(|index| !in_name(mentions, *index)).take(3);
    let given = |word: &str| {
        matches!(
            word,
            "given"
                | "gave"
                | "gives"
                | "received"
                | "receives"
                | "awarded"
                | "awards"
                | "assigned"
                | "got"
                | "gained"
                | "earned"
                | "secured"
                | "achieved"
                | "rated"
                | "graded"
                | "marked"
        )
    };
    // "a 4 for safeguarding" is a score, whatever the verb.
    at > 0 && words[at - 1].folded == "a" || near.into_iter().any(|index| given(&words[index].folded))
}

/// Nothing after a score says what there are so many of: "2." and "2 and", not "2 months".
pub(super) fn stands_alone(text: &str, words: &[Token], mentions: &[Mention], end: usize) -> bool {
    let Some(next) = words.get(end) else { return true };
    let gap = &text[words[end - 1].span.end..next.span.start];
    gap.contains([',', ';', '.', ':', '(', ')', '|', '/', '\u{2013}', '\u{2014}'])
        || is_clause_end(&next.folded)
        || matches!(
            next.folded.as_str(),
            "or" | "as"
                | "in"
                | "at"
                | "for"
                | "on"
                | "against"
                | "by"
                | "overall"
                | "respectively"
                | "which"
                | "too"
                | "from"
                | "with"
                | "when"
                | "after"
                | "than"
                | "is"
                | "was"
        )
        || in_name(mentions, end)
}

/// Between the scoring word and the number stands nothing but small words and the statement's name.
pub(super) fn follows_scoring(words: &[Token], mentions: &[Mention], at: usize) -> bool {
    words[..at]
        .iter()
        .enumerate()
        .rev()
        .take_while(|(index, word)| {
            is_scoring(&word.folded) || is_small(&word.folded) || in_name(mentions, *index)
        })
        .any(|(_, word)| is_scoring(&word.folded))
}

fn is_small(folded: &str) -> bool {
    matches!(
        folded,
        "a" | "an"
            | "the"
            | "of"
            | "was"
            | "is"
            | "were"
            | "at"
            | "only"
            | "just"
            | "it"
            | "its"
            | "as"
            | "for"
            | "in"
            | "on"
            | "with"
            | "and"
            | "also"
            | "not"
            | "quality"
            | "statement"
            | "area"
            | "has"
            | "been"
            | "either"
    )
}

/// "2 for safeguarding", "3 (a good standard) for the quality statement Assessing needs and Safeguarding".
pub(super) fn statements_right(words: &[Token], mentions: &[Mention], at: usize, text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut index = at + 1;
    let mut linked = false;
    let bracket_after =
        |from: usize, to: usize| text[words[from].span.end..words[to].span.start].contains('(');
    while index < words.len() && index < at + 40 {
        if let Some(mention) = mentions.iter().find(|mention| mention.tokens.start == index) {
            match &mention.name {
                Name::Statement(key) if linked => {
                    if !found.contains(key) {
                        found.push(key.clone());
                    }
                    index = mention.tokens.end;
                    continue;
                }
                Name::Authority(_) if linked && found.is_empty() => {
                    index = mention.tokens.end;
                    continue;
                }
                _ => break,
            }
        }
        let word = words[index].folded.as_str();
        if bracket_after(index - 1, index) {
            // What stands in brackets after the number explains it.
            let close =
                text[words[index].span.start..].find(')').map(|close| words[index].span.start + close);
            let Some(next) = close.and_then(|close| words.iter().position(|word| word.span.start > close))
            else {
                break;
            };
            if next <= index {
                break;
            }
            index = next;
            continue;
        }
        match word {
            "for" | "in" | "on" | "against" | "under" => linked = true,
            "out" | "of" | "4" | "four" if !linked => {}
            "the" | "its" | "their" | "quality" | "statement" | "statements" | "area" | "areas" | "both"
            | "theme" | "of" | "council" | "councils" => {}
            "and" | "or" if !found.is_empty() => {}
            "respectively" => {}
            _ => break,
        }
        index += 1;
    }
    found
}

/// "2 for widgets", "3 out of 4 for keeping people safe": what stands where a statement would, in the draft's words.
pub(super) fn unnamed_right(words: &[Token], mentions: &[Mention], at: usize, text: &str) -> Option<String> {
    let after = |from: usize| words.get(from).map_or("", |word| word.folded.as_str());
    let mut link = at + 1;
    if after(link) == "out" && after(link + 1) == "of" {
        link += 3;
    }
    if !matches!(after(link), "for" | "on" | "against") || in_name(mentions, link + 1) {
        return None;
    }
    let first = words.get(link + 1)?;
    let ends = |end: &usize| {
        let between = &text[words[*end - 1].span.end..words[*end].span.start];
        between.chars().any(|c| !c.is_whitespace()) || is_clause_end(&words[*end].folded)
    };
    let end = (link + 2..words.len()).find(ends).unwrap_or(words.len());
    Some(text[first.span.start..words[end - 1].span.end].to_owned())
}

pub(super) fn statement_right(words: &[Token], mentions: &[Mention], at: usize) -> bool {
    mentions.iter().any(|mention| {
        matches!(mention.name, Name::Statement(_))
            && (at + 1..(at + 6).min(words.len())).contains(&mention.tokens.start)
    })
}

/// Statements between `from` and `at`, nearest first.
pub(super) fn statements_left(mentions: &[Mention], at: usize, from: usize) -> Vec<String> {
    let statements =
        mentions.iter().rev().filter(|mention| mention.tokens.end <= at && mention.tokens.start >= from);
    statements
        .filter_map(|mention| match &mention.name {
            Name::Statement(key) => Some(key.clone()),
            _ => None,
        })
        .take(1)
        .collect()
}

pub(super) fn previous_number(words: &[Token], mentions: &[Mention], at: usize) -> usize {
    (0..at)
        .rev()
        .find(|index| !in_name(mentions, *index) && number(&words[*index].folded).is_some())
        .map_or(0, |i| i + 1)
}

pub(super) fn in_name(mentions: &[Mention], at: usize) -> bool {
    mentions.iter().any(|mention| mention.tokens.contains(&at))
}

/// A line of a list or table that is a statement and a number: "- Safeguarding: 2".
pub(super) fn is_list_entry(text: &str, words: &[Token], mentions: &[Mention], block: &Block) -> bool {
    let listed = matches!(block.kind, BlockKind::ListItem | BlockKind::TableRow { .. }) || text == block.text;
    let first = mentions.iter().find(|mention| matches!(mention.name, Name::Statement(_)));
    let Some(first) = first else { return false };
    let lead: Vec<&Mention> =
        mentions.iter().filter(|mention| mention.tokens.end <= first.tokens.start).collect();
    let only_names_before = (0..first.tokens.start).all(|at| {
        lead.iter().any(|mention| mention.tokens.contains(&at)) || words[at].folded.parse::<u8>().is_ok()
    });
    let rest = &words[first.tokens.end..];
    let number_last = rest.last().is_some_and(|word| number(&word.folded).is_some());
    let small = rest
        .iter()
        .rev()
        .skip(1)
        .all(|word| is_scoring(&word.folded) || is_small(&word.folded) || word.folded == "indicative");
    let marked = text[words[first.tokens.end - 1].span.end..]
        .contains([':', '|', '-', '\u{2013}', '\u{2014}', '(', '='])
        || rest.iter().any(|word| is_scoring(&word.folded));
    listed && only_names_before && number_last && small && marked
}

/// "rated good", "rated Barnet as good", "rating of good", "rating is requires improvement", "a good rating".
pub(super) fn is_rated(words: &[Token], mentions: &[Mention], rating: &Range<usize>) -> bool {
    let is_passed = |at: usize| {
        let word = words[at].folded.as_str();
        matches!(
            word,
            "as" | "a"
                | "an"
                | "the"
                | "of"
                | "is"
                | "was"
                | "overall"
                | "being"
                | "to"
                | "be"
                | "at"
                | "least"
                | "most"
                | "better"
                | "worse"
                | "than"
                | "above"
                | "below"
                | "nearly"
                | "almost"
        ) || mentions.iter().any(|mention| mention.is_authority() && mention.tokens.contains(&at))
    };
    let before =
        (0..rating.start).rev().find(|at| !is_passed(*at)).map_or("", |at| words[at].folded.as_str());
    let after = words.get(rating.end).map_or("", |word| word.folded.as_str());
    matches!(before, "rated" | "rating" | "rates")
        || after == "rating"
        || after == "overall" && before == "judged"
}

/// "rated at least good", "rated good or better", "rated good or outstanding": which rating is left open.
pub(super) fn is_compared(words: &[Token], mentions: &[Mention], rating: &Range<usize>) -> bool {
    let before = rating.start.checked_sub(1).map_or("", |at| words[at].folded.as_str());
    let or_after = words.get(rating.end).is_some_and(|word| word.folded == "or");
    let rating_before = mentions.iter().any(|mention| {
        matches!(mention.name, Name::Rating(_)) && mention.tokens.end + 1 == rating.start && before == "or"
    });
    or_after
        || rating_before
        || matches!(before, "least" | "most" | "than" | "above" | "below" | "nearly" | "almost")
}

/// "safeguarding was rated good", "safeguarding in Barnet was rated good": the statement.
pub(super) fn rated_statement<'m>(mentions: &'m [Mention], words: &[Token], at: usize) -> Option<&'m str> {
    let rated =
        (0..at).rev().find(|index| matches!(words[*index].folded.as_str(), "rated" | "rating" | "rates"))?;
    let mut before = rated;
    for mention in mentions.iter().rev().filter(|mention| mention.tokens.end <= rated) {
        if !words[mention.tokens.end..before].iter().all(|word| is_small(&word.folded)) {
            return None;
        }
        before = mention.tokens.start;
        match &mention.name {
            Name::Statement(key) => return Some(key),
            Name::Authority(_)
                if before > 0 && matches!(words[before - 1].folded.as_str(), "in" | "at" | "of") => {}
            _ => return None,
        }
    }
    None
}

/// "evidence shows some shortfalls", "scored as a good standard": the words stand for a score.
pub(super) fn is_shown(words: &[Token], at: usize) -> bool {
    words[at.saturating_sub(6)..at].iter().any(|word| {
        is_scoring(&word.folded)
            || matches!(word.folded.as_str(), "evidence" | "rated" | "judged" | "assessed")
    })
}

/// "aims to be rated good", "would have scored 3".
pub(super) fn is_hypothetical(words: &[Token], at: usize) -> bool {
    let near = &words[at.saturating_sub(6)..at];
    let unreal = |word: &str| {
        matches!(
            word,
            "would"
                | "could"
                | "should"
                | "might"
                | "may"
                | "if"
                | "aims"
                | "aim"
                | "hopes"
                | "expects"
                | "whether"
                | "will"
        )
    };
    let to_be = near.windows(2).any(|two| {
        two[0].folded == "to"
            && matches!(two[1].folded.as_str(), "be" | "score" | "get" | "achieve" | "become")
    });
    near.iter().any(|word| unreal(&word.folded))
        || to_be
        || words.first().is_some_and(|word| word.folded == "if")
}

/// A "not" or "missed out on" shortly before, or a sentence that says of nobody what it says: "None of the
/// councils, including Camden, scored 4".
pub(super) fn denied(words: &[Token], at: usize) -> bool {
    let nobody = words.first().is_some_and(|word| matches!(word.folded.as_str(), "neither" | "none" | "no"));
    let turned = || {
        words[..at]
            .iter()
            .any(|word| matches!(word.folded.as_str(), "but" | "while" | "whereas" | "although"))
    };
    nobody && !turned()
        || words[at.saturating_sub(6)..at].iter().any(|word| {
            matches!(
                word.folded.as_str(),
                "not"
                    | "never"
                    | "didnt"
                    | "wasnt"
                    | "isnt"
                    | "doesnt"
                    | "hasnt"
                    | "werent"
                    | "neither"
                    | "missed"
                    | "failed"
            )
        })
}

pub(super) fn is_clause_end(folded: &str) -> bool {
    matches!(folded, "and" | "but" | "while" | "whereas" | "although" | "though")
}
