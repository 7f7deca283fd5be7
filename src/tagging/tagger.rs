use std::sync::Arc;

use crate::model::{
    Authority, Block, Catalogue, Evidence, EvidenceSource, Kind, Page, Paragraph, ParagraphId, Problem,
    ProblemCode, Published, RatingFact, Reading, Report, ReportId, Score, ScoreFact, ScoreSource, Status,
    Tag,
};

use super::{
    address,
    authority::{Claim, weigh},
    emission::{self, Fate},
    file_names,
    forms::words,
    layouts::{LayoutForms, Role},
    names::{Names, is_council},
    outline::{Outline, Part, PartKind},
    overrides::{Override, Overrides},
    rated::{self, Rated},
    running_text,
    scores::Value,
};

/// Tags files, one at a time, by a catalogue; safe to share between threads.
#[derive(Debug)]
pub struct Tagger {
    layouts: Vec<LayoutForms>,
    names: Names,
    /// Words of statements' names, expected in file names.
    statement_words: Vec<String>,
    overrides: Overrides,
}

impl Tagger {
    pub fn new(catalogue: &Catalogue, overrides: Option<Overrides>) -> Self {
        let statement_words = catalogue
            .frameworks
            .iter()
            .flat_map(|f| &f.statements)
            .flat_map(|s| [&s.key, &s.name].into_iter().chain(&s.aliases).chain(&s.list_names))
            .flat_map(|name| words(name))
            .map(|word| word.text)
            .collect();
        Tagger {
            layouts: catalogue.frameworks.iter().map(LayoutForms::new).collect(),
            names: Names::new(&catalogue.authorities),
            statement_words,
            overrides: overrides.unwrap_or_default().by_keys(catalogue),
        }
    }

    /// The report that a file's blocks make. The id is evidence too: folders and file names say whom a
    /// report is about.
    pub fn tag(&self, id: ReportId, reading: Reading) -> Report {
        let layout = self.layouts.iter().map(|layout| (layout, self.outline(&reading.blocks, layout)));
        let mut best: Option<(&LayoutForms, (Outline, Option<Rated>))> = None;
        for (layout, found) in layout {
            let known = found.0.kind != Kind::Unrecognised;
            if best.is_none() || known {
                best = Some((layout, found));
            }
            if known {
                break;
            }
        }
        let Some((layout, (outline, rated))) = best else {
            return Report {
                id,
                kind: Kind::Unrecognised,
                paragraphs: Vec::new(),
                scores: Vec::new(),
                ratings: Vec::new(),
                problems: reading.problems,
            };
        };
        let fates = emission::fates(&reading.blocks, &outline, layout);
        let job = Job {
            tagger: self,
            layout,
            outline: &outline,
            rated: rated.as_ref(),
            fates: &fates,
            id: &id,
            reading: &reading,
        };
        let (pages, scores, mut problems) = job.pages();
        let ratings = job.ratings(&pages);
        problems.sort_by_key(|problem| problem.line);
        let mut all = reading.problems;
        all.extend(problems);
        let paragraphs = paragraphs(&id, reading.blocks, fates, &outline, &pages);
        Report { id, kind: outline.kind, paragraphs, scores, ratings, problems: all }
    }

    fn outline(&self, blocks: &[Block], layout: &LayoutForms) -> (Outline, Option<Rated>) {
        let rated = rated::find(blocks, layout, &self.names);
        (Outline::of(blocks, layout, &self.names, rated.as_ref()), rated)
    }
}

/// Gives each block its fate; moves the texts.
fn paragraphs(
    id: &ReportId,
    blocks: Vec<Block>,
    fates: Vec<Fate>,
    outline: &Outline,
    pages: &[Arc<Page>],
) -> Vec<Paragraph> {
    let headings: Vec<Option<String>> = fates
        .iter()
        .map(|fate| match fate {
            Fate::Paragraph { subheading: Some(at), .. } => Some(blocks[*at].text.clone()),
            _ => None,
        })
        .collect();
    let mut part = 0;
    let mut paragraphs: Vec<Paragraph> = Vec::with_capacity(blocks.len());
    for (at, ((block, fate), subheading)) in blocks.into_iter().zip(fates).zip(headings).enumerate() {
        while outline.parts.get(part + 1).is_some_and(|next| next.start <= at) {
            part += 1;
        }
        match fate {
            Fate::Tag => {}
            Fate::Continues => {
                if let Some(last) = paragraphs.last_mut() {
                    last.text.push(' ');
                    last.text.push_str(&block.text);
                }
            }
            Fate::Paragraph { section, .. } => {
                let number = u32::try_from(paragraphs.len() + 1).unwrap_or(u32::MAX);
                paragraphs.push(Paragraph {
                    id: ParagraphId { report: id.clone(), number },
                    text: block.text,
                    section,
                    subheading,
                    at: block.at,
                    page: Arc::clone(&pages[part]),
                });
            }
        }
    }
    paragraphs
}

/// One file's way from its outline to tags.
struct Job<'a> {
    tagger: &'a Tagger,
    layout: &'a LayoutForms,
    outline: &'a Outline,
    rated: Option<&'a Rated>,
    fates: &'a [Fate],
    id: &'a ReportId,
    reading: &'a Reading,
}

/// What a statement page says of its score.
struct PageScore {
    tag: Option<Tag<Score>>,
    line: Option<u32>,
    provisional: bool,
}

impl Job<'_> {
    fn pages(&self) -> (Vec<Arc<Page>>, Vec<ScoreFact>, Vec<Problem>) {
        let mut problems = Vec::new();
        let parts = &self.outline.parts;
        let given = self.tagger.overrides.of(self.id.as_str());
        let authorities = self.authorities(&given, &mut problems);
        let published = self.published(&given);
        let known = self.outline.kind != Kind::Unrecognised;
        let scores: Vec<Option<PageScore>> = (0..parts.len())
            .map(|part| {
                (parts[part].kind == PartKind::Statement).then(|| self.page_score(part, &mut problems))
            })
            .collect();
        let rating = self.rating(&given);
        let status = self.status(&given, &scores);
        if !known {
            problems.push(Problem::new(
                ProblemCode::NotAReport,
                None,
                "no layout of a report was recognised: the text is indexed as `other`, without statement or score; \
                 a line in overrides.toml can give it tags",
            ));
        }
        let mut facts = Vec::new();
        let mut pages = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let authority = authorities[index].clone();
            let published = published[index].clone();
            let assessment = authority
                .as_ref()
                .zip(published.as_ref())
                .map(|(authority, published)| assessment(&authority.value, published.value));
            let statement = self.statement(part, &given, &mut problems);
            let mut score = scores[index].as_ref().and_then(|score| score.tag.clone());
            if let Some(override_) = given.iter().find_map(|g| g.score) {
                score = Some(Tag::new(override_, EvidenceSource::OverrideFile, None));
            }
            if let Some(stated) = &scores[index] {
                let line = stated
                    .line
                    .or_else(|| part.label.as_ref().and_then(|l| l.at).and_then(|at| self.line(at)));
                facts.push(ScoreFact {
                    authority: authority.as_ref().map(|a| a.value.name.clone()),
                    assessment: assessment.clone(),
                    statement: statement.as_ref().map(|s| s.value.clone()),
                    score: score.as_ref().map(|s| s.value),
                    status: status.as_ref().map(|s| s.value),
                    source: ScoreSource::StatementPage,
                    at: crate::model::Location { line: line.unwrap_or(1), ..self.location(part.start) },
                });
            }
            self.list_facts(
                index,
                authority.as_ref(),
                assessment.as_ref(),
                status.as_ref(),
                &mut facts,
                &mut problems,
            );
            let framework = known || statement.is_some() || score.is_some();
            pages.push(Arc::new(Page {
                path: path_of(self.id),
                title: part.title.map(|at| self.reading.blocks[at].text.clone()),
                url: self.reading.url.clone(),
                kind: self.part_kind(part),
                authority,
                statement,
                score,
                published,
                rating: rating.clone(),
                status: status.clone(),
                framework: framework.then(|| self.layout.framework.key.clone()),
                assessment,
            }));
        }
        (pages, facts, problems)
    }

    fn line(&self, at: usize) -> Option<u32> {
        self.reading.blocks.get(at).map(|block| block.at.line)
    }

    fn location(&self, at: usize) -> crate::model::Location {
        self.reading.blocks.get(at).map_or_else(Default::default, |block| block.at)
    }

    fn part_kind(&self, part: &Part) -> Kind {
        if self.outline.kind == Kind::WholeReport && !self.shares_title(part) {
            return match part.kind {
                PartKind::Statement => Kind::StatementPage,
                PartKind::Overview => Kind::Overview,
                PartKind::Landing => Kind::Landing,
                _ => Kind::WholeReport,
            };
        }
        self.outline.kind
    }

    /// Whether other parts belong to the same report: pages of several councils in one file are not one.
    fn shares_title(&self, part: &Part) -> bool {
        let several = self.titles().len() > 1;
        let pages = self.outline.parts.iter().filter(|p| p.title == part.title && p.kind != PartKind::Front);
        !several || pages.count() > 1
    }

    /// Title lines with different authorities, the first of each.
    fn titles(&self) -> Vec<(usize, super::names::Named)> {
        let mut found: Vec<(usize, super::names::Named)> = Vec::new();
        for part in &self.outline.parts {
            let Some(at) = part.title else { continue };
            let Some(named) = self.title_name(at) else { continue };
            if !found.iter().any(|(_, other)| *other == named) {
                found.push((at, named));
            }
        }
        found
    }

    fn title_name(&self, at: usize) -> Option<super::names::Named> {
        let Role::Title { name, .. } = &self.outline.roles[at] else { return None };
        Some(self.tagger.names.resolve(&self.reading.blocks[at].text[name.clone()]))
    }

    fn authorities(&self, given: &[&Override], problems: &mut Vec<Problem>) -> Vec<Option<Tag<Authority>>> {
        let parts = &self.outline.parts;
        let titles = self.titles();
        let mut claims = Vec::new();
        if let Some(name) = given.iter().find_map(|g| g.authority.as_deref()) {
            claims.push(Claim::new(self.tagger.names.resolve(name), EvidenceSource::OverrideFile, None));
        } else if titles.len() > 1 {
            return self.several(&titles, problems);
        }
        for (at, named) in &titles {
            claims.push(Claim::new(named.clone(), EvidenceSource::TitleLine, self.line(*at)));
        }
        if let Some(rated) = self.rated.filter(|_| self.outline.kind == Kind::PressRelease) {
            for named in rated.authority.iter().chain(&rated.rival) {
                claims.push(Claim::new(named.clone(), EvidenceSource::RatedSentence, self.line(rated.at)));
            }
        }
        self.names_of_file(&mut claims);
        if claims.is_empty() {
            self.name_in_text(&mut claims);
        }
        let (tag, found) = weigh(&claims);
        if tag.is_none() && found.is_empty() && self.outline.kind != Kind::Unrecognised {
            problems.push(Problem::new(
                ProblemCode::AuthorityUnknown,
                None,
                "neither title, address, file name nor text says which authority this is about; a line in \
                 overrides.toml settles it",
            ));
        }
        problems.extend(found);
        // Each page points to its own title line.
        parts
            .iter()
            .map(|part| {
                let mut tag = tag.clone()?;
                if let (EvidenceSource::TitleLine, Some(at)) = (tag.evidence.from, part.title) {
                    tag.evidence.line = self.line(at);
                }
                Some(tag)
            })
            .collect()
    }

    /// Pages of several councils in one file: each has the authority of its own title line.
    fn several(
        &self,
        titles: &[(usize, super::names::Named)],
        problems: &mut Vec<Problem>,
    ) -> Vec<Option<Tag<Authority>>> {
        let list: Vec<String> = titles
            .iter()
            .map(|(at, named)| format!("{} in line {}", named.authority.name, self.line(*at).unwrap_or(1)))
            .collect();
        problems.push(Problem::new(
            ProblemCode::SeveralAuthorities,
            titles.get(1).and_then(|(at, _)| self.line(*at)),
            format!("title lines name {}: each page was given the authority of its own title; parting the file settles it", list.join(", ")),
        ));
        for (at, named) in titles.iter().filter(|(_, named)| !named.listed) {
            problems.push(Problem::new(
                ProblemCode::AuthorityNotListed,
                self.line(*at),
                format!("`{}` is not on the list of authorities and was kept as written; an entry in authorities.toml lists it", named.authority.name),
            ));
        }
        let parts = &self.outline.parts;
        let mut tags = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let named = part.title.and_then(|at| self.title_name(at).map(|named| (at, named)));
            // Single pages pasted together: one that has lost its title need not be the last title's.
            let pages: Vec<usize> = (0..parts.len())
                .filter(|i| parts[*i].title == part.title && parts[*i].kind == PartKind::Statement)
                .collect();
            let pasted = pages.len() == 2
                && pages[1] == index
                && !parts.iter().any(|p| p.title == part.title && p.kind == PartKind::Overview);
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

    fn path_parts(&self) -> Vec<&str> {
        self.id.as_str().split('/').collect()
    }

    /// Claims of the page's address, of folders and of the file name.
    fn names_of_file(&self, claims: &mut Vec<Claim>) {
        let names = &self.tagger.names;
        let address =
            self.reading.url.as_deref().and_then(|url| address::of_url(url, names)).and_then(|a| a.authority);
        claims.extend(address.map(|named| Claim::new(named, EvidenceSource::PageAddress, None)));
        let parts = self.path_parts();
        for (index, part) in parts.iter().enumerate().rev() {
            let (part, from) = if index + 1 == parts.len() {
                (stem(part), EvidenceSource::FileName)
            } else {
                (*part, EvidenceSource::FolderName)
            };
            if let Some(named) = address::of_path_part(part, names).and_then(|a| a.authority) {
                claims.push(Claim::new(named, EvidenceSource::PageAddress, None));
            } else if let Some(named) = file_names::authority_in(part, &self.tagger.statement_words, names) {
                claims.push(Claim::new(named, from, None));
            }
        }
    }

    fn name_in_text(&self, claims: &mut Vec<Claim>) {
        let texts: Vec<usize> = (0..self.fates.len())
            .filter(
                |at| matches!(self.fates[*at], Fate::Paragraph { section, .. } if section.shown_by_default()),
            )
            .collect();
        // Any text may name a place three times; only a report is about it.
        let report = self.outline.kind != Kind::Unrecognised;
        let found = running_text::authority_in(
            texts.iter().map(|at| self.reading.blocks[*at].text.as_str()),
            report,
            &self.tagger.names,
        );
        if let Some((named, first)) = found {
            claims.push(Claim::new(named, EvidenceSource::RunningText, self.line(texts[first])));
        }
    }

    /// For each part: of its own date line, else of the file's.
    fn published(&self, given: &[&Override]) -> Vec<Option<Tag<Published>>> {
        let parts = &self.outline.parts;
        if let Some(date) = given.iter().find_map(|g| g.published) {
            return vec![Some(Tag::new(date, EvidenceSource::OverrideFile, None)); parts.len()];
        }
        let dated = |part: usize| {
            self.outline.range(part).find_map(|at| match &self.outline.roles[at] {
                Role::Date(Some(date)) => Some(Tag::new(*date, EvidenceSource::DateLine, self.line(at))),
                _ => None,
            })
        };
        let file = || {
            let names = &self.tagger.names;
            let page = self
                .reading
                .published
                .as_deref()
                .and_then(|date| Published::parse(date.get(..10).unwrap_or(date)));
            let page = page.map(|date| Tag::new(date, EvidenceSource::DateLine, None));
            let slug = || {
                let url = self
                    .reading
                    .url
                    .as_deref()
                    .and_then(|url| address::of_url(url, names))
                    .and_then(|a| a.published);
                let path = || {
                    let parts = self.path_parts();
                    parts
                        .iter()
                        .rev()
                        .find_map(|part| address::of_path_part(stem(part), names).and_then(|a| a.published))
                };
                url.or_else(path).map(|date| Tag::new(date, EvidenceSource::PageAddress, None))
            };
            page.or_else(slug)
        };
        let own: Vec<Option<Tag<Published>>> = (0..parts.len()).map(dated).collect();
        let of_file = file();
        (0..parts.len())
            .map(|index| {
                let same_report =
                    |i: &usize| parts[*i].title == parts[index].title || self.titles().len() <= 1;
                own[index]
                    .clone()
                    .or_else(|| (0..parts.len()).filter(same_report).find_map(|i| own[i].clone()))
                    .or_else(|| of_file.clone())
            })
            .collect()
    }

    fn statement(
        &self,
        part: &Part,
        given: &[&Override],
        problems: &mut Vec<Problem>,
    ) -> Option<Tag<String>> {
        if let Some(key) = given.iter().find_map(|g| g.statement.as_deref()) {
            return Some(Tag::new(key.to_owned(), EvidenceSource::OverrideFile, None));
        }
        let label = part.label.as_ref()?;
        let line = label.at.and_then(|at| self.line(at));
        if label.statement.is_none() {
            let said = label.at.map(|at| {
                format!("`{}` is no quality statement that is known", self.reading.blocks[at].text)
            });
            let said = said.unwrap_or_else(|| "the page has no statement's label above its score".to_owned());
            problems.push(Problem::new(
                ProblemCode::UnknownStatement,
                line.or_else(|| self.line(part.start)),
                format!("{said}: its paragraphs were given no statement, and its score was kept; a line in overrides.toml settles it"),
            ));
        }
        label.statement.clone().map(|key| Tag::new(key, EvidenceSource::Label, line))
    }

    /// The score of a statement page: the score line wins over its label words, and out of range is none.
    fn page_score(&self, part: usize, problems: &mut Vec<Problem>) -> PageScore {
        let range = self.outline.range(part);
        let mut line = None;
        let mut stated: Option<(Value, Evidence)> = None;
        let mut provisional = false;
        let mut words: Option<(Option<Score>, usize)> = None;
        let mut number: Option<(Value, usize)> = None;
        for at in range.clone().take(10) {
            let here = Evidence { from: EvidenceSource::ScoreLine, line: self.line(at) };
            match &self.outline.roles[at] {
                Role::Score { value, label, provisional: p } if stated.is_none() => {
                    stated = Some((value.clone(), here));
                    provisional |= p;
                    line = self.line(at);
                    words = words.or(label.map(|label| (label, at)));
                }
                Role::Item { value, label, provisional: p, .. } if at == range.start => {
                    stated = Some((value.clone(), here));
                    provisional |= p;
                    line = self.line(at);
                    words = words.or(label.map(|label| (Some(label), at)));
                }
                Role::Label { value, label, .. } => {
                    words = words.or(Some((*label, at)));
                    number = number.or_else(|| value.clone().map(|value| (value, at)));
                }
                Role::Section(_) | Role::Skip | Role::Date(_) | Role::Title { .. } | Role::Score { .. } => {}
                _ if at == range.start => {}
                _ => break,
            }
        }
        let by_number = || {
            number.as_ref().map(|(value, at)| {
                (value.clone(), Evidence { from: EvidenceSource::LabelWords, line: self.line(*at) })
            })
        };
        let by_words = || {
            words.and_then(|(label, at)| {
                label.map(|label| {
                    (Value::On(label), Evidence { from: EvidenceSource::LabelWords, line: self.line(at) })
                })
            })
        };
        let stated =
            stated.filter(|(value, _)| *value != Value::Missing).or_else(by_number).or_else(by_words);
        let scale = &self.layout.framework.scale;
        let tag = match stated {
            Some((Value::On(score), evidence)) => {
                line = line.or(evidence.line);
                Some(Tag { value: score, evidence })
            }
            Some((Value::Off(written), evidence)) => {
                line = line.or(evidence.line);
                problems.push(Problem::new(
                    ProblemCode::ScoreOutOfRange,
                    evidence.line,
                    format!("the score `{written}` is outside the scale of {} to {}, so no score was given; a line in overrides.toml settles it", scale.min, scale.max),
                ));
                None
            }
            _ => {
                let label = self.outline.parts[part].label.as_ref().and_then(|l| l.at).unwrap_or(range.start);
                problems.push(Problem::new(
                    ProblemCode::MissingScore,
                    self.line(label),
                    "the page states no score, so its paragraphs were given none; a line in overrides.toml settles it",
                ));
                None
            }
        };
        if let Some(tag) = &tag {
            let said = words.and_then(|(label, at)| label.map(|label| (label, at)));
            let numbered = number.and_then(|(value, at)| value.score().map(|score| (score, at)));
            let other = said.into_iter().chain(numbered).find(|(score, _)| *score != tag.value);
            if let Some((other, at)) = other {
                problems.push(Problem::new(
                    ProblemCode::ScoreLabelMismatch,
                    self.line(at),
                    format!(
                        "the score line gives {}, but this line says {other} ({}); the score line was taken",
                        tag.value,
                        scale.label(other).unwrap_or("no words")
                    ),
                ));
            }
        }
        if provisional {
            problems.push(Problem::new(
                ProblemCode::IndicativeScore,
                line,
                "the score is indicative: it comes from a pilot and is no formal score",
            ));
        }
        PageScore { tag, line, provisional }
    }

    /// Scores that stand in lists, as an overview or a press release has them.
    fn list_facts(
        &self,
        part: usize,
        authority: Option<&Tag<Authority>>,
        assessment: Option<&String>,
        status: Option<&Tag<Status>>,
        facts: &mut Vec<ScoreFact>,
        problems: &mut Vec<Problem>,
    ) {
        let range = self.outline.range(part);
        let press = self.outline.kind == Kind::PressRelease;
        let scale = &self.layout.framework.scale;
        let mut provisional = None;
        let mine = || self.outline.items.iter().filter(|item| range.contains(&item.at));
        let none_scored = mine().count() > 1 && mine().all(|item| item.value == Value::Missing);
        if let Some(first) = mine().next().filter(|_| none_scored) {
            problems.push(Problem::new(
                ProblemCode::MissingScore,
                self.line(first.at),
                "the list names quality statements but gives none of them a score",
            ));
        }
        for item in self.outline.items.iter().filter(|item| range.contains(&item.at)) {
            let line = self.line(item.at);
            let name =
                self.reading.blocks[item.at].text.trim_matches([' ', '-', '\u{2013}', '\u{2014}', ':', '|']);
            match &item.value {
                Value::Missing if none_scored => {}
                Value::Missing => problems.push(Problem::new(
                    ProblemCode::MissingScore,
                    line,
                    format!("the list gives no score for `{name}`"),
                )),
                Value::Off(written) => problems.push(Problem::new(
                    ProblemCode::ScoreOutOfRange,
                    line,
                    format!(
                        "the score `{written}` is outside the scale of {} to {} and was left out",
                        scale.min, scale.max
                    ),
                )),
                Value::On(score) => {
                    if let Some(label) = item.label.filter(|label| label != score) {
                        problems.push(Problem::new(
                            ProblemCode::ScoreLabelMismatch,
                            line,
                            format!(
                                "the score is {score}, but its words stand for {label}; the figure was taken"
                            ),
                        ));
                    }
                }
            }
            if item.statement.is_none() {
                problems.push(Problem::new(
                    ProblemCode::UnknownStatement,
                    line,
                    format!("`{name}` is no quality statement that is known: its score was kept without one"),
                ));
            }
            if item.provisional {
                provisional = provisional.or(Some(line));
            }
            facts.push(ScoreFact {
                authority: authority.map(|a| a.value.name.clone()),
                assessment: assessment.cloned(),
                statement: item.statement.clone(),
                score: item.value.score(),
                status: status.map(|s| s.value),
                source: if press { ScoreSource::PressRelease } else { ScoreSource::Overview },
                at: self.location(item.at),
            });
        }
        let rated = self.rated.filter(|rated| press && rated.provisional).map(|rated| self.line(rated.at));
        if let Some(line) = provisional.or(rated) {
            problems.push(Problem::new(
                ProblemCode::IndicativeScore,
                line,
                "the scores are indicative: they come from a pilot and are no formal scores",
            ));
        }
    }

    fn rating(&self, given: &[&Override]) -> Option<Tag<String>> {
        if let Some(key) = given.iter().find_map(|g| g.rating.clone()) {
            return Some(Tag::new(key, EvidenceSource::OverrideFile, None));
        }
        match self.outline.kind {
            Kind::PressRelease => {
                let rated = self.rated?;
                let key = rated.rating.clone()?;
                Some(Tag::new(key, EvidenceSource::RatedSentence, self.line(rated.at)))
            }
            Kind::Overview | Kind::WholeReport if self.titles().len() <= 1 => (0..self.outline.parts.len())
                .filter(|p| matches!(self.outline.parts[*p].kind, PartKind::Overview | PartKind::Front))
                .find_map(|p| {
                    self.outline.range(p).find_map(|at| match &self.outline.roles[at] {
                        Role::Rating { key: Some(key), .. } => {
                            Some(Tag::new(key.clone(), EvidenceSource::RatingLine, self.line(at)))
                        }
                        _ => None,
                    })
                }),
            _ => None,
        }
    }

    /// Every overall rating and percentage that the file states, line by line.
    fn ratings(&self, pages: &[Arc<Page>]) -> Vec<RatingFact> {
        let mut facts = Vec::new();
        let press = self.outline.kind == Kind::PressRelease;
        for (index, page) in pages.iter().enumerate() {
            let part = &self.outline.parts[index];
            let fact =
                |rating: Option<String>, percent: Option<u8>, source: ScoreSource, at: usize| RatingFact {
                    authority: page.authority.as_ref().map(|a| a.value.name.clone()),
                    assessment: page.assessment.clone(),
                    rating,
                    percent,
                    status: page.status.as_ref().map(|s| s.value),
                    source,
                    at: self.location(at),
                };
            if press {
                let rated = self.rated.filter(|rated| rated.rating.is_some());
                facts.extend(
                    rated.map(|rated| fact(rated.rating.clone(), None, ScoreSource::PressRelease, rated.at)),
                );
            }
            if part.kind != PartKind::Overview {
                continue;
            }
            for at in self.outline.range(index).filter(|at| self.outline.item_of[*at].is_none()) {
                let (rating, percent) = match &self.outline.roles[at] {
                    Role::Rating { key, percent, .. } => (key.clone(), *percent),
                    // "Score: 75" above the list is the overall percentage, not a score off the scale.
                    Role::Score { value: Value::Off(written), .. } => {
                        (None, written.parse().ok().filter(|p| *p <= 100))
                    }
                    Role::Text => (None, self.layout.percent_within(&self.reading.blocks[at].text)),
                    _ => (None, None),
                };
                if rating.is_some() || percent.is_some() {
                    facts.push(fact(rating, percent, ScoreSource::Overview, at));
                }
            }
        }
        facts
    }

    fn status(&self, given: &[&Override], scores: &[Option<PageScore>]) -> Option<Tag<Status>> {
        if let Some(status) = given.iter().find_map(|g| g.status) {
            return Some(Tag::new(status, EvidenceSource::OverrideFile, None));
        }
        if matches!(self.outline.kind, Kind::Unrecognised | Kind::Landing) {
            return None;
        }
        let page = scores
            .iter()
            .flatten()
            .find(|score| score.provisional)
            .map(|score| (EvidenceSource::ScoreLine, score.line));
        let item = || {
            let item = self.outline.items.iter().find(|item| item.provisional)?;
            Some((EvidenceSource::ScoreList, self.line(item.at)))
        };
        let rating = || {
            let at = self.outline.roles.iter().position(|role| match role {
                Role::Rating { provisional, .. } => *provisional,
                _ => false,
            })?;
            Some((EvidenceSource::RatingLine, self.line(at)))
        };
        let rated = || {
            let rated =
                self.rated.filter(|rated| rated.provisional && self.outline.kind == Kind::PressRelease)?;
            Some((EvidenceSource::RatedSentence, self.line(rated.at)))
        };
        let heading = || {
            let at = self.reading.blocks.iter().zip(&self.outline.roles).position(|(block, role)| {
                matches!(role, Role::Section(_)) && self.layout.is_provisional(&words(&block.text))
            })?;
            Some((EvidenceSource::RatingLine, self.line(at)))
        };
        match page.or_else(item).or_else(rating).or_else(rated).or_else(heading) {
            Some((from, line)) => Some(Tag::new(Status::Indicative, from, line)),
            None => Some(Tag::new(Status::Formal, EvidenceSource::Layout, None)),
        }
    }
}

/// Whether what stands where a title has its name is one: a listed authority, a council's form or, where
/// a colon sets it off, words with capitals. "The following is taken from X" is none.
pub(super) fn names_a_council(name: &str, of_council: bool, names: &Names) -> bool {
    let named = names.resolve(name);
    let small = ["of", "and", "upon", "on", "the", "with", "in", "le", "by"];
    let capitals = named
        .authority
        .name
        .split([' ', '-'])
        .filter(|word| !small.contains(word))
        .all(|word| !word.starts_with(char::is_lowercase));
    named.listed || (capitals && (!of_council || is_council(&words(name))))
}

/// "Barnet", January 2025 → `barnet/2025-01`.
fn assessment(authority: &Authority, published: Published) -> String {
    let name = words(&authority.name).into_iter().map(|w| w.text).collect::<Vec<_>>().join("-");
    format!("{name}/{:04}-{:02}", published.year, published.month)
}

fn stem(file_name: &str) -> &str {
    match file_name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && extension.len() <= 8 => stem,
        _ => file_name,
    }
}

/// The id is shown as the path; its escapes stay, since what they stand for cannot be shown.
fn path_of(id: &ReportId) -> String {
    id.as_str().to_owned()
}
