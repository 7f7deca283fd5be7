//! Pages that stand a few lines below the name of another council than their tag's, or have it in their head: somebody
//! pasted them into one file, under a name in a form that no title has ("Leeds, May 2025"). What the file's title or
//! name says is not said of them.

use crate::{
    model::{Authority, Block, BlockKind, EvidenceSource, Problem, ProblemCode, Tag},
    tagging::{
        authority::{
            address,
            longer_names::{inside_a_name, is_capital},
        },
        job::Job,
        lines::{
            names::{Named, Names, plain_words},
            rated::named_at,
            roles::Role,
            title_names::is_full_name,
        },
    },
};

use super::{Part, PartKind};

/// Between the name and the page stand no more than a date, somebody's name, a heading.
const MOST_LINES_ABOVE: usize = 3;

/// Longer lines are running text.
const LONGEST_LINE_BYTES: usize = 100;

impl Job<'_> {
    /// Takes the authority from such pages, and from those that follow up to the next title.
    pub(in crate::tagging) fn take_from_strays(
        &self,
        tags: &mut [Option<Tag<Authority>>],
        problems: &mut Vec<Problem>,
    ) {
        let mut title = None;
        let mut stray = false;
        for (part, tag) in self.outline.parts.iter().zip(tags) {
            stray &= part.title == title;
            title = part.title;
            let Some(given) = tag.as_ref().filter(|tag| tag.evidence.from != EvidenceSource::OverrideFile)
            else {
                continue;
            };
            let own = self.tagger.names.resolve(&given.value.name);
            if let Some((at, named)) = self.named_above(part, &own) {
                if named != own && !stray {
                    problems.push(Problem::new(
                        ProblemCode::SeveralAuthorities,
                        self.line(at),
                        format!(
                            "this line above a page names {}, but the {} names {}: from here to the next title no authority was given; parting the file settles it",
                            named.authority.name, given.evidence.from, given.value.name
                        ),
                    ));
                }
                stray = named != own;
            }
            if stray {
                *tag = None;
            }
        }
    }

    /// Whom one of the lines directly above a page names, or its label that is not known: its own authority, if that is
    /// among them.
    fn named_above(&self, part: &Part, own: &Named) -> Option<(usize, Named)> {
        if !matches!(part.kind, PartKind::Statement | PartKind::Overview | PartKind::Landing) {
            return None;
        }
        let roles = &self.outline.roles;
        let passed =
            |at: &usize| matches!(roles[*at], Role::Skip | Role::Date(_) | Role::Rating { .. } | Role::Theme);
        let above = (0..part.start).rev().take_while(|at| part.title != Some(*at)).filter(|at| !passed(at));
        let blocks = &self.reading.blocks;
        let above =
            above.take_while(|at| is_line(&blocks[*at]) || self.is_numbered_name(*at)).take(MOST_LINES_ABOVE);
        // "Safeguarding", "2. Kent County Council", "Score: 2"
        let below = part.label.as_ref().and_then(|label| label.at).map(|at| at + 1);
        let below = below.filter(|at| self.outline.is_before_score(*at, roles.len()));
        let label = Some(part.start).filter(|_| part.label.as_ref().is_some_and(|l| l.statement.is_none()));
        label.into_iter().chain(below).chain(above).filter(|at| part.title != Some(*at)).find_map(|at| {
            let named = named_in(&self.reading.blocks[at], &self.tagger.names);
            let named = named.iter().find(|named| *named == own).or(named.first())?;
            Some((at, named.clone()))
        })
    }

    /// "2. Kent County Council": a list of one item that is no more than a council's name.
    fn is_numbered_name(&self, at: usize) -> bool {
        let is_item = |at: usize| matches!(self.reading.blocks[at].kind, BlockKind::ListItem);
        is_item(at)
            && (at == 0 || !is_item(at - 1))
            && is_full_name(&self.reading.blocks[at].text, &self.tagger.names)
    }
}

fn is_line(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph | BlockKind::BoldParagraph | BlockKind::Heading(_))
        && is_short(&block.text)
}

fn is_short(text: &str) -> bool {
    text.len() <= LONGEST_LINE_BYTES && !text.ends_with(['.', '!', '?', ';', ','])
}

/// The authorities that a line names which is no sentence and no item.
fn named_in(block: &Block, names: &Names) -> Vec<Named> {
    let text = block.text.as_str();
    if !is_short(text) {
        return Vec::new();
    }
    let words = plain_words(text);
    // "Reading the record", "Citygate, Newcastle upon Tyne", "Leeds Teaching Hospitals"
    let another_thing = |at: usize| {
        let of_address = at > 0
            && is_capital(text, &words[at - 1])
            && text[words[at - 1].at.end..words[at].at.start].contains(',');
        let short = names.at(&words, at).filter(|mention| !mention.full);
        of_address
            || short.is_some_and(|mention| {
                mention.doubtful || inside_a_name(text, &words, at, at + mention.words)
            })
    };
    let named = (0..words.len())
        .filter(|at| is_capital(text, &words[*at]) && !another_thing(*at))
        .filter_map(|at| named_at(text, &words, at, names));
    named.chain(address::of_url(text, names).and_then(|address| address.authority)).collect()
}

#[cfg(test)]
mod tests {
    use crate::tagging::examples::{BODY, codes, lines, tag};

    fn page(name: &str, label: &str) -> String {
        format!("{name}\n{label}\nScore: 3\nKey findings for this quality statement\n{BODY}\n")
    }

    #[test]
    fn a_page_below_the_name_of_another_council_is_not_the_title_s() {
        for (line, expected) in [
            ("Leeds City Council\u{2019}s page", "-"),
            ("Leeds, May 2025", "-"),
            ("Leeds, May 2025\nLead: Jo Lane", "-"),
            ("Dunmore Council report", "-"),
            ("https://www.cqc.org.uk/care-services/local-authority-assessment-reports/leeds-1025", "-"),
            ("Bolton and Leeds", "Bolton"),
            ("Bolton Council report", "Bolton"),
            ("Reading the record", "Bolton"),
            ("Care Quality Commission, Citygate, Newcastle upon Tyne NE1 4PA", "Bolton"),
            ("Leeds Teaching Hospitals", "Bolton"),
            ("Staff knew colleagues in Leeds.", "Bolton"),
            ("2. Leeds City Council", "-"),
            ("- Wigan Council\n- Leeds City Council", "Bolton"),
            ("- Leeds City Council helped", "Bolton"),
            ("Next report", "Bolton"),
        ] {
            let first = page("Bolton Council: local authority assessment", "Safeguarding");
            let report = tag(
                "x.txt",
                &(first + &page(line, "Assessing needs") + &page("", "Partnerships and communities")),
            );
            let all = lines(&report);
            assert!(all[0].starts_with("Bolton "), "{line}: {all:?}");
            assert!(all[all.len() - 2..].iter().all(|line| line.starts_with(expected)), "{line}: {all:?}");
            assert_eq!(
                codes(&report).iter().any(|(code, _)| *code == "several-authorities"),
                expected == "-",
                "{line}"
            );
        }
    }

    #[test]
    fn the_name_may_stand_between_the_page_s_label_and_its_score() {
        for line in ["Leeds, May 2025", "2. Leeds City Council"] {
            let first = page("Bolton Council: local authority assessment", "Safeguarding");
            let report = tag("x.txt", &(first + &page("Assessing needs", line)));
            assert_eq!(lines(&report).last().unwrap(), "- needs 3 findings: People told us", "{line}");
        }
    }

    #[test]
    fn a_page_above_the_title_of_another_is_not_that_one_s() {
        let untitled = page("", "Safeguarding");
        let titled = page("Leeds City Council: local authority assessment", "Assessing needs");
        let report = tag("x.txt", &(untitled + &titled));
        assert_eq!(
            lines(&report),
            ["- safeguarding 3 findings: People told us", "Leeds needs 3 findings: People told us"]
        );
        assert_eq!(codes(&report), [("authority-unknown", Some(2))]);
    }

    #[test]
    fn a_plain_title_below_a_page_heads_its_own() {
        for line in [
            "Local authority: Leeds City Council",
            "CQC assessment: Leeds",
            "Leeds City Council\u{2019}s local authority assessment",
        ] {
            let first = page("Bolton Council: local authority assessment", "Safeguarding");
            let report = tag("x.txt", &(first + &page(line, "Assessing needs")));
            let all = lines(&report);
            assert!(all[0].starts_with("Bolton ") && all[1].starts_with("Leeds "), "{all:?}");
        }
    }

    #[test]
    fn a_summary_or_landing_page_below_another_is_a_page_too() {
        for heading in ["Overall summary", "How we assess local authorities"] {
            let page =
                |name: &str| format!("{name}\n{heading}\nSummary of people\u{2019}s experiences\n{BODY}\n");
            let report = tag(
                "x.txt",
                &(page("Bolton Council: local authority assessment") + &page("Leeds, May 2025")),
            );
            let all = lines(&report);
            assert!(all[0].starts_with("Bolton ") && all.last().unwrap().starts_with("- "), "{all:?}");
        }
    }
}
