//! In whose person the framework's own words are: people expect ("I have care that is coordinated"), the authority
//! commits itself ("We work with people"). Of what inspectors did, reports tell in the past tense.

use crate::model::Section;

/// The longest of the framework's paragraphs has 345.
const LONGEST_CHARS: usize = 400;

/// The section of the framework's own words that a paragraph may be.
pub(in crate::tagging) fn speaker(text: &str) -> Option<Section> {
    if text.chars().count() > LONGEST_CHARS {
        return None;
    }
    if ["I ", "My ", "When I ", "I\u{2019}", "I'"].iter().any(|start| text.starts_with(start)) {
        return Some(Section::Expectations);
    }
    let mut words = text.split_whitespace();
    let (who, does) = (words.next(), words.next()?);
    let told = ["heard", "found", "saw", "were", "spoke", "also", "had", "met", "did", "held"];
    (who == Some("We") && !does.ends_with("ed") && !told.contains(&does)).then_some(Section::Commitment)
}

#[cfg(test)]
mod tests {
    use crate::tagging::examples::{BODY, lines, tag};

    #[test]
    fn what_the_framework_says_needs_no_headings() {
        let head = "Kent County Council: local authority assessment\nSafeguarding\nScore: 2\n";
        let (people, council) = ("I feel safe at home.", "We act on concerns. We share what we learn.");
        let found = "We found that most people felt safe.";
        for (text, expected) in [
            (format!("{people}\n{council}\n{BODY}"), "expectations commitment findings"),
            (
                format!("What people expect\n{people}\n{council}\nKey findings\n{BODY}"),
                "expectations commitment findings",
            ),
            (
                format!("{people}\nThe local authority commitment\n{council}\n{BODY}"),
                "expectations commitment findings",
            ),
            (format!("{found}\n{council}\n{people}"), "findings findings findings"),
            (format!("Key findings\n{council}\n{BODY}"), "findings findings"),
        ] {
            let report = tag("x.txt", &format!("{head}{text}"));
            let sections: Vec<&str> = report.paragraphs.iter().map(|p| p.section.key()).collect();
            assert_eq!(sections.join(" "), expected, "{:?}", lines(&report));
        }
    }
}
