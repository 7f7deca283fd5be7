//! Text to sentences.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// The sentences of `text`, without the space around them. Unicode's rules (UAX #29), but a bound
/// after an abbreviation ("e.g. ", "Dr. ", "No. 4") or before a lower-case letter is none.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences: Vec<Range<usize>> = Vec::new();
    for (start, piece) in text.split_sentence_bound_indices() {
        let from = start + (piece.len() - piece.trim_start().len());
        let to = start + piece.trim_end().len();
        if from >= to {
            continue;
        }
        match sentences.last_mut() {
            Some(last) if continues(&text[last.clone()], &text[from..to]) => last.end = to,
            _ => sentences.push(from..to),
        }
    }
    sentences
}

fn continues(before: &str, after: &str) -> bool {
    const ABBREVIATIONS: [&str; 14] =
        ["e.g", "i.e", "etc", "dr", "mr", "mrs", "ms", "st", "no", "vs", "cf", "approx", "para", "pp"];
    let Some(body) = before.strip_suffix('.') else { return false };
    let last_word = body.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or(body);
    let abbreviation = ABBREVIATIONS.iter().any(|known| last_word.eq_ignore_ascii_case(known));
    let initial = last_word.chars().count() == 1 && last_word.chars().all(char::is_uppercase);
    // "no" ends many sentences ("the answer was no."); before a number it stands for "number".
    let number = !last_word.eq_ignore_ascii_case("no") || after.starts_with(|c: char| c.is_ascii_digit());
    after.starts_with(char::is_lowercase) || (abbreviation && number) || initial
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn sentences_end_where_readers_think() {
        assert_eq!(split("People waited. Staff told us so."), ["People waited.", "Staff told us so."]);
        assert_eq!(
            split("Some teams (e.g. Duty) met Dr. Jones. They agreed."),
            ["Some teams (e.g. Duty) met Dr. Jones.", "They agreed."]
        );
        assert_eq!(
            split("It rose to 92.96% in 2024. That was high."),
            ["It rose to 92.96% in 2024.", "That was high."]
        );
        assert_eq!(split("They said “yes.” We agreed?  Yes!"), ["They said “yes.”", "We agreed?", "Yes!"]);
        assert_eq!(split("The answer was no. People left."), ["The answer was no.", "People left."]);
        assert_eq!(split("   "), Vec::<&str>::new());
    }
}
