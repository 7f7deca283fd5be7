use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

/// The folder of this project.
pub(crate) fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A temporary folder to run the program in.
#[derive(Debug)]
pub(crate) struct Sandbox {
    folder: TempDir,
}

/// What a run left behind.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}{}", self.stdout, self.stderr))
    }
}

impl Sandbox {
    pub(crate) fn empty() -> Self {
        Sandbox { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// With the invented reports of `tests/fixtures/corpus` as `./corpus`.
    pub(crate) fn with_corpus() -> Self {
        let sandbox = Sandbox::empty();
        copy_folder(&project().join("tests/fixtures/corpus"), &sandbox.path("corpus"));
        sandbox
    }

    /// With the same reports, indexed in `./index`.
    pub(crate) fn indexed() -> Self {
        let sandbox = Sandbox::with_corpus();
        let run = sandbox.run(&["index", "--progress", "none"]);
        assert_eq!(run.code, 0, "the fixtures cannot be indexed: {}", run.stderr);
        sandbox
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
        fs::write(path, bytes).expect("a file can be written");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("the file is there and is text")
    }

    /// The program, to be started in this folder, away from the settings of whoever runs the tests.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_findings"));
        command.args(args).current_dir(self.folder.path()).stdin(Stdio::null());
        command.env_remove("FINDINGS_INDEX").env_remove("NO_COLOR").env("TERM", "xterm");
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        run(&mut self.command(args))
    }

    /// Runs and compares with `tests/fixtures/expected/<name>.txt`: command, code and both streams.
    pub(crate) fn expect(&self, name: &str, args: &[&str]) -> Run {
        let run = self.run(args);
        let shown = format!(
            "$ findings {}\nexit {}\n--- stdout\n{}--- stderr\n{}",
            args.join(" "),
            run.code,
            run.stdout,
            run.stderr
        );
        // Places of this machine never stand in a fixture.
        let folder = self.folder.path().canonicalize().expect("the sandbox is there");
        let shown =
            without_digests(&without_relevance(&shown.replace(&*folder.to_string_lossy(), "SANDBOX")));
        compare(name, &shown);
        run
    }
}

pub(crate) fn run(command: &mut Command) -> Run {
    let output = command.output().expect("the program starts");
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
        stderr: without_place(&String::from_utf8(output.stderr).expect("standard error is UTF-8")),
    }
}

/// What the temporary folder lies on is a matter of the machine.
fn without_place(text: &str) -> String {
    text.split_inclusive('\n').filter(|line| !line.contains("lies on a network file system")).collect()
}

/// Relevance moves with every change of the ranking; that hits are ordered by it is tested elsewhere.
fn without_relevance(text: &str) -> String {
    let mut parts = text.split("\"relevance\":");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str("\"relevance\":0");
        out.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.'));
    }
    out
}

/// Digests and the versions of the rules move with every change of a rule; that equal ones mean equal answers
/// is tested elsewhere.
pub(crate) fn without_digests(text: &str) -> String {
    let mut out = String::new();
    let mut run = String::new();
    for c in text.chars().chain(['\0']) {
        if c.is_ascii_digit() || ('a'..='f').contains(&c) {
            run.push(c);
            continue;
        }
        out.push_str(if run.len() == 16 { "DIGEST" } else { &run });
        run.clear();
        out.extend(Some(c).filter(|c| *c != '\0'));
    }
    let parts: Vec<&str> = out.split(".DIGEST").collect();
    let (last, parts) = parts.split_last().expect("a text has at least one part");
    let mut masked = String::new();
    for part in parts {
        masked.push_str(part.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.'));
        masked.push_str("RULES");
    }
    masked + last
}

/// `UPDATE_EXPECTED=1` writes what was seen; read the difference like code before it is committed.
fn compare(name: &str, shown: &str) {
    let path = project().join("tests/fixtures/expected").join(format!("{name}.txt"));
    if env::var_os("UPDATE_EXPECTED").is_some() {
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
        fs::write(&path, shown).expect("an expectation can be written");
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == shown, "{} differs:\n{}", path.display(), difference(&expected, shown));
}

/// The lines from the first that differs to the last, old ones with a minus and new ones with a plus.
fn difference(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let mut out = String::new();
    for line in &old[start.saturating_sub(2)..start] {
        out.push_str(&format!("  {line}\n"));
    }
    for line in &old[start..old.len() - end] {
        out.push_str(&format!("- {line}\n"));
    }
    for line in &new[start..new.len() - end] {
        out.push_str(&format!("+ {line}\n"));
    }
    out
}

pub(crate) fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the fixtures are there") {
        let entry = entry.expect("the fixtures can be listed");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a fixture can be copied");
        }
    }
}
