//! Reads the data files that stand beside this file.

use serde::Deserialize;

use super::{
    Authorities, AuthorityEntry, Catalogue, CatalogueError, Framework, RatingBand, Scale, Statement, Theme,
};

const FRAMEWORKS: [(&str, &str); 1] = [("cqc-la-2023.toml", include_str!("cqc-la-2023.toml"))];
const AUTHORITIES: &str = include_str!("authorities.toml");

#[derive(Deserialize)]
struct FrameworkFile {
    key: String,
    name: String,
    theme: Vec<ThemeRow>,
    statement: Vec<StatementRow>,
    scale: ScaleRow,
    rating: Vec<RatingRow>,
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

impl Catalogue {
    /// What is compiled in: the frameworks and the 153 authorities.
    pub fn embedded() -> Self {
        let frameworks = FRAMEWORKS
            .iter()
            .map(|(file, text)| read_framework(file, text).expect("an embedded framework file is valid"))
            .collect();
        let authorities = read_authorities("authorities.toml", AUTHORITIES)
            .expect("the embedded list of authorities is valid");
        Catalogue { frameworks, authorities: Authorities::new(authorities) }
    }

    /// Adds the corpus's own `authorities.toml`; its names win over the embedded ones.
    pub fn add_authorities(&mut self, file: &str, toml: &str) -> Result<(), CatalogueError> {
        read_authorities(file, toml)?.into_iter().for_each(|entry| self.authorities.add(entry));
        Ok(())
    }
}

fn read_framework(file: &str, text: &str) -> Result<Framework, CatalogueError> {
    let file: FrameworkFile = parse(file, text)?;
    Ok(Framework {
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
