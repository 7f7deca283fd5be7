//! Gathers what a file says of its authority: override, titles, rated sentence, address, names, text.

use crate::{
    model::{Authority, BlockKind, EvidenceSource, Kind, Problem, ProblemCode, Tag},
    tagging::{
        emission::Fate,
        job::Job,
        lines::{
            forms::words,
            names::{Named, names_a_council},
            roles::Role,
            title_names::council_in,
        },
        outline::{Part, PartKind},
        overrides::Override,
    },
};

use super::{
    Claim, address,
    file_names::{self, Points},
    running_text, titles, weigh,
};

/// A problem that names more is no longer read.
const MOST_TITLES_NAMED: usize = 12;

impl Job<'_> {
    fn title_name(&self, at: usize) -> Option<Named> {
        titles::name(self.outline, at, &self.tagger.names)
    }

    pub(in crate::tagging) fn authorities(
        &self,
        given: &[&Override],
        problems: &mut Vec<Problem>,
    ) -> Vec<Option<Tag<Authority>>> {
        let parts = &self.outline.parts;
        let titles = &self.titles.different;
        let mut claims = Vec::new();
        if let Some(name) = given.iter().find_map(|g| g.authority.as_deref()) {
            claims.push(Claim::new(self.tagger.names.resolve(name), EvidenceSource::OverrideFile, None));
        } else if self.titles.are_several() {
            return self.several(titles, problems);
        }
        if titles.is_empty() {
            let named = self.name_in_window().map(|named| Claim::new(named, EvidenceSource::TitleLine, None));
            claims.extend(named);
        }
        for (at, named) in titles {
            claims.push(Claim::new(named.clone(), EvidenceSource::TitleLine, self.line(*at)));
        }
        if let Some(rated) = self.rated.filter(|_| self.outline.kind == Kind::PressRelease) {
            for named in rated.authority.iter().chain(&rated.rival) {
                claims.push(Claim::new(named.clone(), EvidenceSource::RatedSentence, self.line(rated.at)));
            }
        }
        let hints = self.names_of_file(&mut claims);
        if claims.is_empty() {
            self.name_in_text(hints, &mut claims);
        }
        let (tag, found) = weigh(&claims);
        if tag.is_none() && found.is_empty() {
            problems.push(Problem::new(
                ProblemCode::AuthorityUnknown,
                None,
                "neither title, address, file name nor text says which authority this is about; a line in \
                 overrides.toml settles it",
            ));
        }
        problems.extend(found);
        let by_title_alone = claims.iter().all(|claim| claim.from == EvidenceSource::TitleLine);
        let first = titles.first().map(|(at, _)| *at).filter(|_| by_title_alone);
        let is_anothers = |part: &Part| {
            let page = matches!(part.kind, PartKind::Statement | PartKind::Overview | PartKind::Landing);
            page && part.title.is_none()
                && first.is_some_and(|title| self.titles.under(Some(title)).parts > 0)
        };
        if let Some(part) = parts.iter().find(|part| is_anothers(part)) {
            problems.push(Problem::new(
                ProblemCode::AuthorityUnknown,
                self.line(part.start),
                "this page stands above the file's title line, which is another page's, so it was given no authority; a line in overrides.toml settles it",
            ));
        }
        // Each page points to its own title line.
        parts
            .iter()
            .map(|part| {
                let mut tag = tag.clone().filter(|_| !is_anothers(part))?;
                if let (EvidenceSource::TitleLine, Some(at)) = (tag.evidence.from, part.title) {
                    tag.evidence.line = self.line(at);
                }
                Some(tag)
            })
            .collect()
    }

    /// Pages of several councils in one file: each has the authority of its own title line.
    pub(in crate::tagging) fn several(
        &self,
        titles: &[(usize, Named)],
        problems: &mut Vec<Problem>,
    ) -> Vec<Option<Tag<Authority>>> {
        let mut list: Vec<String> = titles
            .iter()
            .take(MOST_TITLES_NAMED)
            .map(|(at, named)| format!("{} in line {}", named.authority.name, self.line(*at).unwrap_or(1)))
            .collect();
        if titles.len() > list.len() {
            list.push(format!("{} more", titles.len() - list.len()));
        }
        let known = self.outline.kind != Kind::Unrecognised;
        let given = if known {
            "each page was given the authority of its own title"
        } else {
            "what stands below them is no page of a report, and no authority was given"
        };
        problems.push(Problem::new(
            ProblemCode::SeveralAuthorities,
            titles.get(1).and_then(|(at, _)| self.line(*at)),
            format!("title lines name {}: {given}; parting the file settles it", list.join(", ")),
        ));
        if !known {
            return vec![None; self.outline.parts.len()];
        }
        for (at, named) in titles.iter().filter(|(_, named)| !named.listed) {
            problems.push(Problem::new(
                ProblemCode::AuthorityNotListed,
                self.line(*at),
                format!("`{}` is not on the list of authorities and was kept as written; an entry in authorities.toml lists it", named.authority.name),
            ));
        }
        let mut tags = Vec::new();
        for (index, part) in self.outline.parts.iter().enumerate() {
            let named = part.title.and_then(|at| Some((at, self.title_name(at)?)));
            // Single pages pasted together: one that has lost its title need not be the last title's.
            let under = self.titles.under(part.title);
            let pasted = under.pages.len() == 2
                && under.pages[1] == index
                && !under.has_overview
                && !self.is_heading_below(part.title, part.label.as_ref().and_then(|label| label.at));
            if named.is_none() || pasted {
                if part.kind == PartKind::Statement {
                    problems.push(Problem::new(
                        ProblemCode::AuthorityUnknown,
                        self.line(part.start),
                        "this page has no title line of its own in a file with several authorities, so it was given none",
                    ));
                }
                tags.push(None);
                continue;
            }
            tags.push(
                named.map(|(at, named)| Tag::new(named.authority, EvidenceSource::TitleLine, self.line(at))),
            );
        }
        tags
    }

    /// Whether a document's headings put one line below the other.
    fn is_heading_below(&self, title: Option<usize>, at: Option<usize>) -> bool {
        let level = |at: Option<usize>| match self.reading.blocks[at?].kind {
            BlockKind::Heading(level) => Some(level),
            _ => None,
        };
        level(title).zip(level(at)).is_some_and(|(title, label)| title < label)
    }

    /// Whom a web page's window names as a title line does, where the first heading of the page is its statement.
    fn name_in_window(&self) -> Option<Named> {
        let names = &self.tagger.names;
        match self.layout.role(self.reading.title.as_deref()?) {
            Role::Title { name, of_council: false, .. } => council_in(&name, self.layout, names)
                .filter(|name| names_a_council(name, false, names))
                .map(|name| names.resolve(&name)),
            _ => None,
        }
    }

    pub(in crate::tagging) fn path_parts(&self) -> Vec<&str> {
        self.id.as_str().split('/').collect()
    }

    /// Claims of the page's address, of folders and of the file name. Gives the names in them that claim nothing by
    /// themselves.
    pub(super) fn names_of_file(&self, claims: &mut Vec<Claim>) -> Vec<Named> {
        let names = &self.tagger.names;
        let address =
            self.reading.url.as_deref().and_then(|url| address::of_url(url, names)).and_then(|a| a.authority);
        claims.extend(address.map(|named| Claim::new(named, EvidenceSource::PageAddress, None)));
        let parts = self.path_parts();
        let mut beside: Vec<Named> = Vec::new();
        let mut hints = Vec::new();
        for (index, part) in parts.iter().enumerate().rev() {
            let (part, from) = if index + 1 == parts.len() {
                (file_names::stem(part), EvidenceSource::FileName)
            } else {
                (*part, EvidenceSource::FolderName)
            };
            if let Some(named) = address::of_path_part(part, names).and_then(|a| a.authority) {
                claims.push(Claim::new(named, EvidenceSource::PageAddress, None));
                continue;
            }
            let pointer = file_names::authority_in(part, &self.tagger.statement_words, names);
            let taken = match pointer.points {
                Points::Surely => true,
                Points::Doubtfully => pointer.named.iter().all(|named| self.is_borne_out(named)),
                Points::Perhaps | Points::Nowhere => false,
            };
            if !taken {
                if pointer.points == Points::Perhaps {
                    hints.extend(pointer.named.iter().cloned());
                }
                beside.extend(pointer.named.into_iter().filter(|_| pointer.points != Points::Doubtfully));
                continue;
            }
            for named in pointer.named {
                // "Surrey/compared with Kent.txt" may be about either.
                if beside.iter().all(|other| *other == named) {
                    claims.push(Claim::new(named, from, None));
                }
            }
        }
        hints
    }

    /// The councils whose full names a web page's window shows: whose site it is.
    fn councils_in_window(&self) -> Vec<Named> {
        let window = self.reading.title.as_deref().unwrap_or_default();
        let names = &self.tagger.names;
        let folded = words(window);
        let full = (0..folded.len()).filter_map(|at| names.at(&folded, at)).filter(|mention| mention.full);
        full.map(|mention| names.named(mention.index)).collect()
    }

    /// The blocks that became paragraphs shown by default.
    fn prose(&self) -> impl Iterator<Item = usize> {
        self.fates.iter().enumerate().filter_map(|(at, fate)| {
            matches!(fate, Fate::Paragraph { section, .. } if section.shown_by_default()).then_some(at)
        })
    }

    fn is_borne_out(&self, named: &Named) -> bool {
        let texts = self.prose().map(|at| self.reading.blocks[at].text.as_str());
        running_text::bears_out(texts, named, &self.tagger.names)
    }

    /// `hints`: names that the file's name holds.
    fn name_in_text(&self, mut hints: Vec<Named>, claims: &mut Vec<Claim>) {
        // Any text may name a place three times; only a report is about it.
        let report = self.outline.kind != Kind::Unrecognised;
        // "CQC has rated Elm House as good": the places that follow are where it stands.
        let headed = matches!(self.outline.kind, Kind::PressRelease | Kind::Unrecognised);
        if headed && self.rated.is_some_and(|rated| rated.authority.is_none() && rated.of_a_provider) {
            return;
        }
        hints.extend(self.councils_in_window());
        let texts = self.prose().map(|at| self.reading.blocks[at].text.as_str());
        if let Some((named, first)) = running_text::authority_in(texts, report, &hints, &self.tagger.names) {
            let first = self.prose().nth(first).expect("the first mention stands in one of these texts");
            let line = self.line(first);
            claims.push(Claim::new(named, EvidenceSource::RunningText, line));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Reading;
    use crate::tagging::examples::{BODY, codes, lines, reading, tag, tag_reading};

    #[test]
    fn the_window_of_a_web_page_names_its_council_where_its_text_does_not() {
        let page = format!("# Safeguarding\nScore: 3\nKey findings\n{BODY}");
        let titled = format!("Wigan Council: local authority assessment\n{page}");
        for (window, text, expected) in [
            ("Leeds City Council: local authority assessment - Care Quality Commission", &page, "Leeds"),
            ("Leeds City Council: local authority assessment", &titled, "Wigan"),
            ("Safeguarding - Leeds City Council", &page, "-"),
            ("Safeguarding - Care Quality Commission", &page, "-"),
        ] {
            let report = tag_reading("x.html", Reading { title: Some(window.to_owned()), ..reading(text) });
            assert_eq!(
                lines(&report),
                [format!("{expected} safeguarding 3 findings: People told us")],
                "{window}"
            );
        }
    }

    #[test]
    fn a_paper_is_about_the_council_that_its_text_and_its_files_name_both_name() {
        let paper = "The regulator came to Salford City Council in March.\nSalford City Council was judged to be good.\nSalford City Council will publish a plan.";
        let elsewhere = paper.replace("Salford City Council", "Salford");
        let two = format!("{paper}\nKent County Council helped.");
        let of_window = |title: &str| Reading { title: Some(title.to_owned()), ..reading(paper) };
        for (name, reading, expected) in [
            ("Salford cabinet paper.txt", reading(paper), "Salford"),
            ("x.html", of_window("What was found - Salford City Council"), "Salford"),
            ("x.html", of_window("What was found - Kent County Council"), "-"),
            ("compared with Salford.txt", reading(paper), "-"),
            ("Kent cabinet paper.txt", reading(paper), "-"),
            ("Salford and Kent cabinet paper.txt", reading(paper), "-"),
            ("Salford cabinet paper.txt", reading(&elsewhere), "-"),
            ("Salford cabinet paper.txt", reading(&two), "-"),
            ("x.txt", reading(paper), "-"),
        ] {
            let report = tag_reading(name, reading);
            assert!(
                lines(&report).iter().all(|line| line.starts_with(expected)),
                "{name} {:?}",
                lines(&report)
            );
            let code = if expected == "-" { "authority-unknown" } else { "authority-from-text" };
            assert!(codes(&report).contains(&(code, (expected != "-").then_some(1))), "{name}");
        }
    }

    #[test]
    fn pages_below_the_heading_of_a_title_are_all_its_own() {
        let of = |name: &str, sign: &str| {
            format!(
                "{sign}{name}: local authority assessment\n{sign}{sign}Safeguarding\nScore: 3\n{BODY}\n{sign}{sign}Assessing needs\nScore: 2\n{BODY}\n"
            )
        };
        let both =
            |sign: &str| tag("x.txt", &(of("Kent County Council", sign) + &of("Leeds City Council", sign)));
        let second = |sign: &str| lines(&both(sign))[1].split(' ').next().map(str::to_owned);
        // Lines of text may be single pages pasted together, one of which has lost its title.
        assert_eq!((second("#").as_deref(), second("").as_deref()), (Some("Kent"), Some("-")));
    }

    #[test]
    fn where_a_rated_provider_stands_is_not_whom_a_release_is_about() {
        for (rated, expected) in [
            ("Rowan Court in Wigan", None),
            ("a care home in Wigan", None),
            ("Wigan Community Healthcare", None),
            ("the council", Some("Wigan")),
        ] {
            let report = tag(
                "x.txt",
                &format!(
                    "The Care Quality Commission (CQC) has rated {rated} as good.\nPeople in Wigan told us so.\nInspectors found:\n- They were kind.\n- Wigan residents told us more.\n- Staff across Wigan did."
                ),
            );
            let expected = expected.unwrap_or("-");
            assert!(lines(&report).iter().all(|line| line.starts_with(expected)), "{rated}");
            let code = if expected == "-" { "authority-unknown" } else { "authority-from-text" };
            assert_eq!(codes(&report)[0].0, code, "{rated}");
        }
    }
}
