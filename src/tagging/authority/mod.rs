//! Which authority a report is about: the claims of title, rated sentence, address and names, weighed.

pub(super) mod address;
mod bearing;
mod claims;
pub(super) mod file_names;
pub(super) mod longer_names;
mod running_text;
pub(super) mod titles;

use crate::model::{Authority, EvidenceSource, Problem, ProblemCode, Tag};

use super::lines::names::Named;

/// What one piece of evidence says.
#[derive(Clone, Debug)]
struct Claim {
    pub named: Named,
    pub from: EvidenceSource,
    pub line: Option<u32>,
}

impl Claim {
    pub(super) fn new(named: Named, from: EvidenceSource, line: Option<u32>) -> Self {
        Claim { named, from, line }
    }

    fn words(&self) -> String {
        let line = self.line.map(|line| format!(" {line}")).unwrap_or_default();
        format!("{}{line} names {}", self.from, self.named.authority.name)
    }
}

/// Folder and file name are one rank: neither outweighs the other.
fn rank(from: EvidenceSource) -> EvidenceSource {
    match from {
        EvidenceSource::FileName => EvidenceSource::FolderName,
        other => other,
    }
}

/// The most trusted claim; none where two of its rank contradict each other.
fn weigh(claims: &[Claim]) -> (Option<Tag<Authority>>, Vec<Problem>) {
    let Some(best) = claims.iter().min_by_key(|claim| rank(claim.from)) else { return (None, Vec::new()) };
    let overridden = best.from == EvidenceSource::OverrideFile;
    let rival = claims.iter().find(|claim| claim.named != best.named && !overridden);
    let mut problems = Vec::new();
    if let Some(rival) = rival {
        let tied = rank(rival.from) == rank(best.from);
        let done = if tied {
            "no authority was given".to_owned()
        } else {
            format!("{} was taken, as the more trusted", best.named.authority.name)
        };
        problems.push(Problem::new(
            ProblemCode::AuthorityConflict,
            best.line.or(rival.line),
            format!(
                "the {}, but the {}; {done}; a line for this file in overrides.toml settles it",
                best.words(),
                rival.words()
            ),
        ));
        if tied {
            return (None, problems);
        }
    }
    // Of two forms of one rank the listed or the longer says more.
    let name = &best.named.authority.name;
    if !best.named.listed {
        problems.push(Problem::new(
            ProblemCode::AuthorityNotListed,
            best.line,
            format!("`{name}` is not on the list of authorities and was kept as written; an entry in authorities.toml lists it"),
        ));
    }
    match best.from {
        EvidenceSource::RunningText => problems.push(Problem::new(
            ProblemCode::AuthorityFromText,
            best.line,
            format!("the authority {name} was taken from the running text, which names it repeatedly and no other; a line in overrides.toml confirms it"),
        )),
        EvidenceSource::FolderName | EvidenceSource::FileName | EvidenceSource::PageAddress if best.line.is_none() => {
            problems.push(Problem::new(
                ProblemCode::AuthorityFromName,
                None,
                format!("the text names no authority; {name} was taken from the {}; a line in overrides.toml confirms it", best.from),
            ));
        }
        _ => {}
    }
    (Some(Tag::new(best.named.authority.clone(), best.from, best.line)), problems)
}
