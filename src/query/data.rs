//! Reads the corpus's own `synonyms.toml`.

use serde::Deserialize;

use super::lexicon::Lexicon;

/// `synonyms.toml` of a corpus cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {message}")]
pub struct LexiconError {
    pub file: String,
    pub message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    synonym: Vec<Row>,
}

/// Either `same = [..]`, terms that stand for each other, or `term` with `also`, found besides.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    #[serde(default)]
    same: Vec<String>,
    term: Option<String>,
    #[serde(default)]
    also: Vec<String>,
    /// Above 0, at most 1; up to 0.7 what is found is only related.
    weight: Option<f32>,
}

/// Every search for one of them looks for all.
const MOST_TERMS: usize = 200;

/// What a corpus itself says is meant, too: enough for a full match.
const OF_OWN: &str = " @0.8";

impl Lexicon {
    /// Adds the corpus's own terms to the embedded ones. `file` is named in the error.
    pub fn add_synonyms(&mut self, file: &str, toml: &str) -> Result<(), LexiconError> {
        let refuse = |message: String| LexiconError { file: file.to_owned(), message };
        let rows: File = toml::from_str(toml).map_err(|error| refuse(error.to_string()))?;
        for row in rows.synonym {
            if row.same.len().max(row.also.len()) > MOST_TERMS {
                return Err(refuse(format!("a [[synonym]] has more than {MOST_TERMS} terms; part it")));
            }
            if let Some(weight) = row.weight.filter(|weight| !(*weight > 0.0 && *weight <= 1.0)) {
                return Err(refuse(format!("the weight {weight} is not above 0 and at most 1")));
            }
            let weight = row.weight.map(|weight| weight.max(0.05));
            let weight = weight.map_or(String::new(), |weight| format!(" @{weight}"));
            let line = match (&row.term, row.same.len(), row.also.len()) {
                (None, 2.., 0) => format!("{}{weight}", clean(&row.same).join(" = ")),
                (Some(term), 0, 1..) => {
                    let weight = if weight.is_empty() { OF_OWN } else { &weight };
                    format!(
                        "{} > {}{weight}",
                        clean(std::slice::from_ref(term)).join(""),
                        clean(&row.also).join(" ; ")
                    )
                }
                _ => {
                    return Err(refuse(
                        "each [[synonym]] has either same = [two terms or more], or term = \"…\" and also = [\"…\"]"
                            .into(),
                    ));
                }
            };
            self.add_line(line.into());
        }
        Ok(())
    }
}

/// The marks of the lexicon's own file mean nothing here.
fn clean(terms: &[String]) -> Vec<String> {
    terms.iter().map(|term| term.replace(['=', '>', ';', '|', '@', '#', '~', '+', '!'], " ")).collect()
}
