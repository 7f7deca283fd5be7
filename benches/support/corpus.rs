//! Statement pages of realistic shape for all 153 authorities, written once into `target/`, the
//! same bytes on every machine. Three sizes: one assessment of each authority, ten, forty.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use findings::model::Catalogue;

use super::{language::Language, random::Random};

/// Of this generator: another version writes the files anew.
const VERSION: u32 = 2;
/// Each holds a word that the generated prose does not, so that the counts are exact. With one
/// paragraph in how many it stands in.
const PLANTED: [(&str, u64); 4] =
    [("quiet harbour scheme", 12), ("kestrel protocol", 90), ("lantern review panel", 1_000), ("quiet", 0)];
const EXPECT: &str = "I know what will happen next and who will help me, and I have a say in it.";
const COMMITMENT: &str = "We look after the people of our area with our partners, and we check that what we do makes a difference.";
const SUBHEADINGS: [&str; 8] = [
    "Safety management",
    "Safety during transitions",
    "Contingency planning",
    "Understanding local needs",
    "Ensuring sufficient capacity",
    "Timeliness of reviews",
    "Strategic planning",
    "Learning from feedback",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    /// 1,377 pages, about 24 MB.
    Small,
    /// Ten times that.
    Middle,
    /// Forty times.
    Large,
}

impl Size {
    pub(crate) fn waves(self) -> u32 {
        match self {
            Self::Small => 1,
            Self::Middle => 10,
            Self::Large => 40,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Middle => "middle",
            Self::Large => "large",
        }
    }

    /// `FINDINGS_BENCH_SIZE`, else what the bench prefers.
    pub(crate) fn chosen(default: Self) -> Self {
        match std::env::var("FINDINGS_BENCH_SIZE").as_deref() {
            Ok("small") => Self::Small,
            Ok("middle") => Self::Middle,
            Ok("large") => Self::Large,
            Ok(other) => panic!("FINDINGS_BENCH_SIZE is {other}: say small, middle or large"),
            Err(_) => default,
        }
    }
}

/// A corpus that lies on disk, and what is known about it.
#[derive(Clone, Debug)]
pub(crate) struct Generated {
    pub(crate) root: PathBuf,
    pub(crate) reports: u64,
    /// Paragraphs of the findings; framework text not counted.
    pub(crate) findings: u64,
    pub(crate) text_bytes: u64,
    /// Phrase or word → paragraphs that hold it.
    pub(crate) planted: Vec<(&'static str, u64)>,
}

impl Generated {
    pub(crate) fn planted(&self, phrase: &str) -> u64 {
        self.planted.iter().find(|(planted, _)| *planted == phrase).expect("the phrase is planted").1
    }
}

/// Writes the corpus unless it is there already.
pub(crate) fn generate(size: Size) -> Generated {
    let root = target_folder().join("bench-corpus").join(size.name());
    let marker = root.join(format!(".complete-{VERSION}"));
    if let Some(generated) = fs::read_to_string(&marker).ok().and_then(|counts| recall(&root, &counts)) {
        return generated;
    }
    let _ = fs::remove_dir_all(&root);
    let mut generated =
        Generated { root: root.clone(), reports: 0, findings: 0, text_bytes: 0, planted: planted_none() };
    let language = Language::new();
    let catalogue = Catalogue::embedded();
    let mut page = String::new();
    for wave in 0..size.waves() {
        let month = format!("{:02}{:02}", wave % 12 + 1, 24 + wave / 12);
        let folder = root.join(format!("wave-{wave:02}"));
        fs::create_dir_all(&folder).expect("the target folder can be written");
        for (a, authority) in catalogue.authorities.iter().enumerate() {
            for (s, statement) in catalogue.frameworks[0].statements.iter().enumerate() {
                let mut random = Random::new(u64::from(wave) << 32 | (a as u64) << 8 | s as u64);
                page.clear();
                let theme = catalogue.theme_of(&statement.key).expect("every statement has a theme").number;
                let score = score(&mut random);
                let label = catalogue.frameworks[0].scale.labels[usize::from(score) - 1].as_str();
                write_head(&mut page, &authority.official, &statement.name, score, label, theme < 4);
                write_findings(&mut page, &language, &mut random, &mut generated);
                let name = format!("{}-{month}-theme{theme}-{}.txt", slug(&authority.name), statement.key);
                fs::write(folder.join(name), &page).expect("the target folder can be written");
                generated.reports += 1;
                generated.text_bytes += page.len() as u64;
            }
        }
    }
    fs::write(&marker, remember(&generated)).expect("the target folder can be written");
    generated
}

/// Where cargo builds: the bench's own place is `<target>/<profile>/deps/`.
pub(crate) fn target_folder() -> PathBuf {
    let program = std::env::current_exe().expect("a running program has a path");
    program.ancestors().nth(3).expect("cargo puts benches three folders deep").to_owned()
}

/// Scores as published ones are spread: few at the ends.
fn score(random: &mut Random) -> u8 {
    match random.below(100) {
        0..4 => 1,
        4..44 => 2,
        44..94 => 3,
        _ => 4,
    }
}

fn write_head(page: &mut String, official: &str, statement: &str, score: u8, label: &str, expect: bool) {
    write!(page, "{official}: local authority assessment\nDownloads\n{statement}\nScore: {score}\n")
        .and_then(|()| writeln!(page, "{score} - Evidence shows {label}"))
        .expect("writing to memory cannot fail");
    if expect {
        page.push_str("What people expect\n");
        page.push_str(EXPECT);
        page.push('\n');
    }
    page.push_str("The local authority commitment\n");
    page.push_str(COMMITMENT);
    page.push_str("\nKey findings for this quality statement\n");
}

fn write_findings(page: &mut String, language: &Language, random: &mut Random, generated: &mut Generated) {
    let with_subheadings = random.below(2) == 0;
    for n in 0..random.between(16, 34) {
        if with_subheadings && n % 6 == 0 {
            page.push_str(SUBHEADINGS[random.below(SUBHEADINGS.len() as u64) as usize]);
            page.push('\n');
        }
        language.write_prose(random.between(40, 90), random, page);
        let mut holds_quiet = false;
        for (i, (phrase, one_in)) in PLANTED.iter().enumerate() {
            if *one_in > 0 && random.below(*one_in) == 0 {
                page.push_str(" We heard of the ");
                page.push_str(phrase);
                page.push('.');
                generated.planted[i].1 += 1;
                holds_quiet |= phrase.contains("quiet");
            }
        }
        generated.planted[3].1 += u64::from(holds_quiet);
        // A pair of frequent words side by side, as in real reports.
        if random.below(10) == 0 {
            page.push_str(" People waited for hospital discharge and there were delays.");
        }
        page.push(' ');
        let mut rest = String::new();
        language.write_prose(random.between(20, 60), random, &mut rest);
        page.push_str(&rest);
        page.push('\n');
        generated.findings += 1;
    }
}

fn slug(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn planted_none() -> Vec<(&'static str, u64)> {
    PLANTED.iter().map(|(phrase, _)| (*phrase, 0)).collect()
}

fn remember(generated: &Generated) -> String {
    let counts = [generated.reports, generated.findings, generated.text_bytes].into_iter();
    let counts = counts.chain(generated.planted.iter().map(|(_, count)| *count));
    counts.map(|count| count.to_string()).collect::<Vec<_>>().join(" ")
}

fn recall(root: &Path, counts: &str) -> Option<Generated> {
    let counts: Vec<u64> = counts.split(' ').map(|count| count.parse().ok()).collect::<Option<_>>()?;
    let [reports, findings, text_bytes, planted @ ..] = counts.as_slice() else { return None };
    Some(Generated {
        root: root.to_owned(),
        reports: *reports,
        findings: *findings,
        text_bytes: *text_bytes,
        planted: PLANTED.iter().map(|(phrase, _)| *phrase).zip(planted.iter().copied()).collect(),
    })
}
