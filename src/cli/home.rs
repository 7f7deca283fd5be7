//! Where things are: the index folder, the corpus beside it, the data files of a corpus.

use std::{
    fs, io,
    mem::ManuallyDrop,
    path::{Path, PathBuf},
    thread::{self, JoinHandle},
    time::{Duration, UNIX_EPOCH},
};

use super::{args::Global, exit::Failure};
use super::{
    args::Progress,
    commands::{Order, build, name_problems},
    console::Console,
};
use crate::{
    backend::Versions,
    corpus,
    index::{Index, IndexError, index_command},
    model::{Catalogue, Field},
    output::{Repeat, count_of},
    query::Lexicon,
    readers,
    tagging::{self, Overrides},
    text,
};

/// The index folder, and whether somebody named it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Place {
    pub(in crate::cli) folder: PathBuf,
    /// By `--index` or `FINDINGS_INDEX`; a named index is never built by a query.
    pub(in crate::cli) named: bool,
}

/// The flag, then the variable, then `./index`.
pub(in crate::cli) fn index_place(global: &Global) -> Place {
    let variable = || std::env::var_os("FINDINGS_INDEX").filter(|value| !value.is_empty()).map(PathBuf::from);
    match global.index.clone().or_else(variable) {
        Some(folder) => Place { folder, named: true },
        None => Place { folder: PathBuf::from("index"), named: false },
    }
}

/// An index that is open until the process ends: giving its memory back piece by piece would take a tenth of a short
/// answer's time.
type OpenToTheEnd = ManuallyDrop<Index>;

/// The index of a query command; never built by it.
pub(in crate::cli) fn index(global: &Global) -> Result<OpenToTheEnd, Failure> {
    Ok(ManuallyDrop::new(Index::open(&index_place(global).folder)?))
}

/// As `index`, but the first command of a newcomer works: where nothing was named and nothing is
/// there, `./corpus` is indexed first, and that is said.
pub(in crate::cli) fn index_for_search(global: &Global, console: &Console) -> Result<OpenToTheEnd, Failure> {
    let place = index_place(global);
    if !place.named && is_empty_folder(&place.folder) {
        let corpus = Path::new("corpus");
        if !corpus.is_dir() {
            return Err(Failure::usage(
                "index-missing",
                "there is no index in `./index` and no corpus in `./corpus` to build one from\n\
                 build one: findings index FOLDER\nor say where it is: --index FOLDER, or the variable FINDINGS_INDEX",
            ));
        }
        console.remark("There is no index yet: building ./index from ./corpus, once.\n");
        let order = Order {
            corpus,
            index: &place.folder,
            rebuild: false,
            dry: false,
            threads: None,
            progress: Progress::Auto,
        };
        build(&order, console)?;
        let totals = name_problems(&Index::open_in_pieces(&place.folder)?, console)?;
        console.remark(&format!(
            "Indexed {} of {}.\n",
            count_of(totals.paragraphs, "paragraph", "paragraphs"),
            count_of(totals.files, "file", "files")
        ));
    }
    Ok(ManuallyDrop::new(Index::open(&place.folder)?))
}

/// What it takes to repeat an answer of this index.
pub(in crate::cli) fn repeat(index: &Index) -> Result<Repeat, Failure> {
    let values = index.values_of(Field::Assessment)?;
    // A month is the end of an assessment's name. There are thousands of names: they are compared as they stand.
    let months = values.iter().filter_map(|assessment| Some(assessment.rsplit_once('/')?.1));
    let covers = months.fold(None, |covers, month| {
        let (first, last) = covers.unwrap_or((month, month));
        Some((first.min(month), last.max(month)))
    });
    Ok(Repeat {
        digest: Some(index.digest()),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        covers: covers.map(|(first, last)| (first.to_owned(), last.to_owned())),
        ..repeat_of(&index.settings().versions)
    })
}

/// What it takes to repeat an answer that is of files and no index.
pub(in crate::cli) fn repeat_of(versions: &Versions) -> Repeat {
    let Versions { readers, tagger, words, catalogue, lexicon, .. } = versions;
    let short = |digest: &str| digest.chars().take(8).collect::<String>();
    Repeat {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        rules: format!("{readers}.{tagger}.{words}.{}{}", short(catalogue), short(lexicon)),
        ..Repeat::default()
    }
}

/// The rules of this program.
pub(in crate::cli) fn versions() -> Versions {
    Versions {
        readers: readers::VERSION,
        tagger: tagging::VERSION,
        words: text::VERSION,
        catalogue: Catalogue::embedded_digest(),
        lexicon: Lexicon::embedded_digest(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// How long a query looks whether the corpus has changed: no answer should wait longer, and it is enough
/// for the reports of all authorities.
const GLANCE: Duration = Duration::from_millis(5);

/// A glance at the corpus, begun: it goes on while the answer is worked out.
#[derive(Debug)]
pub(in crate::cli) struct Glance(JoinHandle<Option<bool>>);

/// Begins to look whether the corpus is newer than the index.
pub(in crate::cli) fn glance(index: &Index) -> Glance {
    let folder = PathBuf::from(&index.settings().corpus);
    let since = UNIX_EPOCH + Duration::from_nanos(u64::try_from(index.last_run().started_ns).unwrap_or(0));
    let files = index.files();
    Glance(thread::spawn(move || corpus::changed_since(&folder, files, since, GLANCE)))
}

/// Says, if it could be seen at a glance, that the corpus is newer than the index.
pub(in crate::cli) fn note_changes(
    glance: Glance,
    global: &Global,
    console: &Console,
    notes: &mut Vec<String>,
) {
    if !matches!(glance.0.join(), Ok(Some(true))) {
        return;
    }
    let command = index_command(&index_place(global).folder.display().to_string(), false);
    let note =
        format!("the corpus has changed since it was indexed; `{command}` brings the index up to date");
    if console.speaks_json() {
        notes.push(note);
    } else {
        console.remark(&format!("note: {}\n", text::escape(&note)));
    }
}

/// The corpus that the index was made of, gone or not: another one would replace all it holds. `./corpus` where there is
/// no index yet; an error where a named one is too damaged to say.
pub(in crate::cli) fn corpus_of(place: &Place) -> Result<PathBuf, Failure> {
    let recorded = match Index::open(&place.folder) {
        Ok(index) => Some(PathBuf::from(&index.settings().corpus)),
        Err(IndexError::Damaged { .. }) if place.named => {
            let index = place.folder.display();
            let message = format!(
                "the index in `{index}` is damaged and cannot say which reports it was made of\nname their folder: findings index FOLDER --rebuild --index {index}"
            );
            return Err(Failure::usage("corpus-unknown", message));
        }
        Err(_) => None,
    };
    let here = PathBuf::from("corpus");
    // Named as a person would name it, where that is the same.
    let is_here = |corpus: &PathBuf| fs::canonicalize(&here).is_ok_and(|real| real == *corpus);
    Ok(recorded.filter(|corpus| !is_here(corpus)).unwrap_or(here))
}

/// A folder that is missing or holds dot files alone.
pub(in crate::cli) fn is_empty_folder(folder: &Path) -> bool {
    match fs::read_dir(folder) {
        Ok(mut entries) => {
            entries.all(|entry| entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with('.')))
        }
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

/// A data file of a corpus, if it has one.
pub(in crate::cli) fn data_file(folder: &Path, name: &str) -> Result<Option<String>, Failure> {
    let path = folder.join(name);
    corpus::load_settings(&path).map_err(|reason| Failure::Other {
        code: "catalogue",
        message: format!("cannot read `{}`: {reason}", path.display()),
    })
}

/// The overrides of a corpus, if it has any; a value that the catalogue does not know is an error.
pub(in crate::cli) fn overrides(folder: &Path, catalogue: &Catalogue) -> Result<Option<Overrides>, Failure> {
    let Some(text) = data_file(folder, "overrides.toml")? else { return Ok(None) };
    let read = Overrides::parse("overrides.toml", &text)
        .and_then(|overrides| overrides.check(catalogue).map(|()| overrides));
    read.map(Some).map_err(|error| Failure::Other { code: "overrides", message: error.to_string() })
}

/// The embedded catalogue with the authorities of a corpus.
pub(in crate::cli) fn catalogue(authorities: Option<&str>) -> Result<Catalogue, Failure> {
    let mut catalogue = Catalogue::embedded();
    if let Some(text) = authorities {
        catalogue.add_authorities("authorities.toml", text)?;
    }
    Ok(catalogue)
}
