//! Reads the data files that stand beside this file.

use serde::Deserialize;

use crate::text::{DIGEST_OF_NOTHING, digest};

use super::{
    Authorities, AuthorityEntry, Catalogue, CatalogueError, Framework, Kind, Layout, RatingBand, Scale,
    Section, SectionLabel, Statement, Theme,
};

const FRAMEWORKS: [(&str, &str); 1] = [("cqc-la-2023.toml", include_str!("cqc-la-2023.toml"))];
const AUTHORITIES: &str = include_str!("authorities.tsv");

#[derive(Deserialize)]
struct FrameworkFile {
    key: String,
    name: String,
    theme: Vec<ThemeRow>,
    statement: Vec<StatementRow>,
    scale: ScaleRow,
    rating: Vec<RatingRow>,
    #[serde(default)]
    layout: LayoutRow,
}

#[derive(Deserialize)]
struct ThemeRow {
    key: String,
    number: u8,
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
}

#[derive(Deserialize)]
struct StatementRow {
    key: String,
    number: u8,
    name: String,
    theme: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    list_names: Vec<String>,
    #[serde(default)]
    short_names: Vec<String>,
}

#[derive(Deserialize)]
struct ScaleRow {
    min: u8,
    max: u8,
    labels: Vec<String>,
}

#[derive(Deserialize)]
struct RatingRow {
    key: String,
    name: String,
    from_percent: u8,
    to_percent: u8,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct LayoutRow {
    titles: Vec<String>,
    titles_of_councils: Vec<String>,
    headlines: Vec<String>,
    regulators: Vec<String>,
    score_lines: Vec<String>,
    score_leads: Vec<String>,
    label_lines: Vec<String>,
    provisional: Vec<String>,
    rating_lines: Vec<String>,
    date_lines: Vec<String>,
    label: Vec<LabelRow>,
    contents: Vec<String>,
    pagers: Vec<String>,
    skip: Vec<String>,
    lead_ins: Vec<String>,
    closings: Vec<String>,
    papers: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelRow {
    forms: Vec<String>,
    section: String,
    page: Option<String>,
    #[serde(default)]
    subheading: bool,
    #[serde(default)]
    score_list: bool,
    #[serde(default)]
    begins_page: bool,
}

#[derive(Deserialize)]
struct AuthoritiesFile {
    #[serde(default)]
    authority: Vec<AuthorityRow>,
}

#[derive(Deserialize)]
struct AuthorityRow {
    name: String,
    official: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    gss: Option<String>,
    region: Option<String>,
    kind: Option<String>,
}

impl Framework {
    /// From the text of a framework file; `file` names it in messages.
    pub fn read(file: &str, toml: &str) -> Result<Self, CatalogueError> {
        read_framework(file, toml)
    }
}

impl Catalogue {
    /// What is compiled in: the frameworks and the 153 authorities.
    pub fn embedded() -> Self {
        let frameworks = FRAMEWORKS
            .iter()
            .map(|(file, text)| read_framework(file, text).expect("an embedded framework file is valid"))
            .collect();
        let authorities = AUTHORITIES.lines().filter(|line| !line.starts_with('#')).map(listed_authority);
        Catalogue { frameworks, authorities: Authorities::new(authorities) }
    }

    /// Of the embedded data files: an index tagged by others must be read again.
    pub fn embedded_digest() -> String {
        const DIGEST: u64 = {
            let (mut frameworks, mut n) = (DIGEST_OF_NOTHING, 0);
            while n < FRAMEWORKS.len() {
                frameworks = digest(frameworks, FRAMEWORKS[n].1);
                n += 1;
            }
            digest(frameworks, AUTHORITIES)
        };
        format!("{DIGEST:016x}")
    }

    /// Adds the corpus's own `authorities.toml`; its names win over the embedded ones. A table `[[authority]]` each,
    /// of which only `name` is required. A name that another council has is an error: it would be taken from that one.
    pub fn add_authorities(&mut self, file: &str, toml: &str) -> Result<(), CatalogueError> {
        for entry in read_authorities(file, toml)? {
            if let Some((name, other)) = self.authorities.taken(&entry) {
                let message = format!(
                    "`{name}`, a name of {}, is already one of {other}; give each council names of its own",
                    entry.name
                );
                return Err(CatalogueError { file: file.to_owned(), message });
            }
            self.authorities.add(entry);
        }
        Ok(())
    }
}

fn read_framework(file: &str, text: &str) -> Result<Framework, CatalogueError> {
    let name = file;
    let file: FrameworkFile = parse(name, text)?;
    Ok(Framework {
        layout: read_layout(name, file.layout)?,
        key: file.key,
        name: file.name,
        themes: file
            .theme
            .into_iter()
            .map(|t| Theme { key: t.key, number: t.number, name: t.name, aliases: t.aliases })
            .collect(),
        statements: file
            .statement
            .into_iter()
            .map(|s| Statement {
                key: s.key,
                number: s.number,
                name: s.name,
                theme: s.theme,
                aliases: s.aliases,
                list_names: s.list_names,
                short_names: s.short_names,
            })
            .collect(),
        scale: Scale { min: file.scale.min, max: file.scale.max, labels: file.scale.labels },
        ratings: file
            .rating
            .into_iter()
            .map(|r| RatingBand {
                key: r.key,
                name: r.name,
                from_percent: r.from_percent,
                to_percent: r.to_percent,
            })
            .collect(),
    })
}

fn read_layout(file: &str, row: LayoutRow) -> Result<Layout, CatalogueError> {
    let labels: Result<Vec<SectionLabel>, CatalogueError> =
        row.label.into_iter().map(|label| read_label(file, label)).collect();
    Ok(Layout {
        titles: row.titles,
        titles_of_councils: row.titles_of_councils,
        headlines: row.headlines,
        regulators: row.regulators,
        score_lines: row.score_lines,
        score_leads: row.score_leads,
        label_lines: row.label_lines,
        provisional: row.provisional,
        rating_lines: row.rating_lines,
        date_lines: row.date_lines,
        labels: labels?,
        contents: row.contents,
        pagers: row.pagers,
        skip: row.skip,
        lead_ins: row.lead_ins,
        closings: row.closings,
        papers: row.papers,
    })
}

fn read_label(file: &str, row: LabelRow) -> Result<SectionLabel, CatalogueError> {
    let unknown = |what: &str, value: &str| CatalogueError {
        file: file.to_owned(),
        message: format!("there is no {what} called `{value}`"),
    };
    let page = match row.page {
        Some(key) => Some(Kind::from_key(&key).ok_or_else(|| unknown("kind of report", &key))?),
        None => None,
    };
    Ok(SectionLabel {
        section: Section::from_key(&row.section).ok_or_else(|| unknown("section", &row.section))?,
        forms: row.forms,
        page,
        subheading: row.subheading,
        score_list: row.score_list,
        begins_page: row.begins_page,
    })
}

/// A line of the embedded list, whose columns stand in its head.
fn listed_authority(line: &str) -> AuthorityEntry {
    let mut columns = line.split('\t').map(str::to_owned);
    let mut next = || columns.next().unwrap_or_default();
    AuthorityEntry {
        name: next(),
        official: next(),
        aliases: next().split("; ").filter(|alias| !alias.is_empty()).map(str::to_owned).collect(),
        gss: Some(next()),
        region: Some(next()),
        kind: Some(next()),
    }
}

fn read_authorities(file: &str, text: &str) -> Result<Vec<AuthorityEntry>, CatalogueError> {
    let rows: AuthoritiesFile = parse(file, text)?;
    Ok(rows
        .authority
        .into_iter()
        .map(|row| AuthorityEntry {
            official: row.official.unwrap_or_else(|| row.name.clone()),
            name: row.name,
            aliases: row.aliases,
            gss: row.gss,
            region: row.region,
            kind: row.kind,
        })
        .collect())
}

fn parse<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, CatalogueError> {
    toml::from_str(text).map_err(|error| CatalogueError { file: file.to_owned(), message: error.to_string() })
}
