//! `overrides.toml`: tags for files whose text cannot settle them.

use std::collections::HashSet;

use crate::model::{Catalogue, Published, Score, Status};

/// The tags of one line; what it leaves out stays as tagged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Override {
    /// Pattern of report ids: `*` within a name, `**` over folders, `?` one character.
    pub path: String,
    /// Where it begins in the file, from 1.
    pub line: u32,
    pub authority: Option<String>,
    pub statement: Option<String>,
    pub score: Option<Score>,
    pub published: Option<Published>,
    pub rating: Option<String>,
    pub status: Option<Status>,
}

/// All lines of the file, in order; a later one wins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// What the file is called in messages.
    pub(super) file: String,
    pub(super) lines: Vec<Override>,
}

impl Overrides {
    /// Statements and ratings by their keys; what the catalogue does not know is left out.
    pub(super) fn by_keys(mut self, catalogue: &Catalogue) -> Self {
        for line in &mut self.lines {
            line.statement =
                line.statement.take().and_then(|name| catalogue.find_statement(&name).map(|s| s.key.clone()));
            line.rating =
                line.rating.take().and_then(|name| catalogue.find_rating(&name).map(|r| r.key.clone()));
            line.score =
                line.score.filter(|score| catalogue.frameworks.iter().any(|f| f.scale.contains(score.0)));
        }
        self
    }

    /// Those that match none of these report ids: misspelt, or of a file that is gone.
    pub fn idle(&self, ids: &HashSet<&str>) -> Vec<&Override> {
        let names_one = |path: &str| !path.contains(['*', '?']);
        let used = |line: &&Override| match names_one(&line.path) {
            true => ids.contains(line.path.as_str()),
            false => ids.iter().any(|id| matches(&line.path, id)),
        };
        self.lines.iter().filter(|line| !used(line)).collect()
    }

    /// Those that match a report id, the last first.
    pub(super) fn of(&self, id: &str) -> Vec<&Override> {
        self.lines.iter().rev().filter(|line| matches(&line.path, id)).collect()
    }
}

/// Whether a path fits a pattern: `*` and `?` stay within a name, `**` crosses folders. Linear in memory,
/// and at worst pattern times path in time.
fn matches(pattern: &str, path: &str) -> bool {
    let pattern: Vec<Glob> = globs(pattern);
    let path: Vec<char> = path.chars().collect();
    // reachable[i]: the pattern so far can end before path[i].
    let mut reachable = vec![false; path.len() + 1];
    reachable[0] = true;
    for glob in pattern {
        let mut next = vec![false; path.len() + 1];
        match glob {
            Glob::Char(c) => (0..path.len()).for_each(|i| next[i + 1] = reachable[i] && path[i] == c),
            Glob::One => (0..path.len()).for_each(|i| next[i + 1] = reachable[i] && path[i] != '/'),
            Glob::Name | Glob::Folders => {
                let mut open = false;
                for i in 0..=path.len() {
                    open |= reachable[i];
                    next[i] = open;
                    if i < path.len() && path[i] == '/' && matches!(glob, Glob::Name) {
                        open = false;
                    }
                }
            }
            Glob::AnyFolder => {
                // "**/": nothing, or anything that ends with "/".
                let mut open = false;
                for i in 0..=path.len() {
                    open |= reachable[i];
                    next[i] = reachable[i] || (open && i > 0 && path[i - 1] == '/');
                }
            }
        }
        reachable = next;
    }
    reachable[path.len()]
}

enum Glob {
    Char(char),
    One,
    Name,
    Folders,
    AnyFolder,
}

fn globs(pattern: &str) -> Vec<Glob> {
    let mut globs = Vec::new();
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        let (glob, length) = if rest.starts_with("**/") {
            (Glob::AnyFolder, 3)
        } else if rest.starts_with("**") {
            (Glob::Folders, 2)
        } else {
            match c {
                '*' => (Glob::Name, 1),
                '?' => (Glob::One, 1),
                c => (Glob::Char(c), c.len_utf8()),
            }
        };
        globs.push(glob);
        rest = &rest[length..];
    }
    globs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_keep_to_a_folder_unless_told() {
        for (pattern, path, expected) in [
            ("barnet/*.txt", "barnet/a.txt", true),
            ("barnet/*.txt", "barnet/x/a.txt", false),
            ("barnet/**", "barnet/x/a.txt", true),
            ("**/a.txt", "a.txt", true),
            ("**/a.txt", "x/y/a.txt", true),
            ("**/a.txt", "x/ba.txt", false),
            ("00?.txt", "001.txt", true),
            ("*.txt", "x/a.txt", false),
            ("a.txt", "a.txt.bak", false),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} {path}");
        }
    }
}
