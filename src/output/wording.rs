use crate::model::{Kind, Section};

/// "1 paragraph", "14 paragraphs", "no paragraphs"; thousands are parted by commas.
pub fn count_of(n: usize, one: &str, many: &str) -> String {
    match n {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        _ => format!("{} {many}", thousands(n)),
    }
}

/// 34123 → "34,123"
pub(super) fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// "a", "a or b", "a, b or c"
pub fn join_words<S: AsRef<str>>(words: &[S], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [firsts @ .., end] => {
            let firsts: Vec<&str> = firsts.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", firsts.join(", "), end.as_ref())
        }
    }
}

pub(super) fn kind_in_words(kind: Kind) -> &'static str {
    match kind {
        Kind::StatementPage => "statement page",
        Kind::Overview => "overview",
        Kind::Landing => "landing page",
        Kind::WholeReport => "whole report",
        Kind::PressRelease => "press release",
        Kind::Unrecognised => "not recognised as a report",
    }
}

/// What answers leave out unless they are asked for it.
pub(super) fn left_out(paragraphs: usize) -> String {
    format!(
        "Left out: {} in the framework's own text, area facts and score lists; --section all has them",
        count_of(paragraphs, "paragraph", "paragraphs")
    )
}

/// The part of a report, where a reader must know that it is not the findings themselves.
pub(super) fn section_in_words(section: Section) -> Option<&'static str> {
    match section {
        Section::Findings => None,
        Section::Summary => Some("summary"),
        Section::Press => Some("press release"),
        Section::Other => Some("other text"),
        Section::About => Some("about the area"),
        Section::Expectations => Some("what people expect"),
        Section::Commitment => Some("the commitment"),
        Section::Scores => Some("list of scores"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_as_words() {
        assert_eq!(count_of(0, "paragraph", "paragraphs"), "no paragraphs");
        assert_eq!(count_of(1, "paragraph", "paragraphs"), "1 paragraph");
        assert_eq!(count_of(34123, "paragraph", "paragraphs"), "34,123 paragraphs");
        assert_eq!(thousands(1_000_000), "1,000,000");
        assert_eq!(thousands(999), "999");
    }

    #[test]
    fn lists_read_as_words() {
        assert_eq!(join_words::<&str>(&[], "or"), "");
        assert_eq!(join_words(&["a"], "or"), "a");
        assert_eq!(join_words(&["a", "b", "c"], "or"), "a, b or c");
    }
}
