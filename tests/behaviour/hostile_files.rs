//! Files that are no files, that lead elsewhere, that cannot be read or never end: each is indexed or named, none
//! of them stops the run, and every neighbour is indexed.

use std::{
    ffi::OsStr,
    fs::{self, File, Permissions},
    os::unix::{
        ffi::OsStrExt,
        fs::{MetadataExt, PermissionsExt, symlink},
        net::UnixListener,
    },
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use super::{
    making::docx,
    support::{Run, Sandbox},
};

/// Far more than any of these runs takes; one that hangs is ended and fails its test.
const PATIENCE: Duration = Duration::from_secs(120);

fn page(word: &str) -> String {
    format!(
        "Westerley Council: local authority assessment\nSafeguarding\nScore: 2\nKey findings for this quality \
         statement\nConcerns about {word} were heard by staff, who told the team about them.\n"
    )
}

/// Output goes to files, so that a full pipe cannot be what the run waits for.
fn patiently(sandbox: &Sandbox, command: &mut Command) -> Run {
    let (out, err) = (sandbox.path("out"), sandbox.path("err"));
    command.stdout(File::create(&out).unwrap()).stderr(File::create(&err).unwrap());
    let mut child = command.spawn().unwrap();
    let began = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if began.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("still running after {PATIENCE:?}");
        }
        thread::sleep(Duration::from_millis(20));
    };
    let text = |path| String::from_utf8(fs::read(path).unwrap()).expect("what is printed is UTF-8");
    Run { code: status.code().unwrap_or(-1), stdout: text(out), stderr: text(err) }
}

fn index(sandbox: &Sandbox) -> Run {
    patiently(sandbox, &mut sandbox.command(&["index", "--progress", "none"]))
}

fn assert_named(run: &Run, name: &str, code: &str, words: &str) {
    let line = format!("skipped: {name}: {code}: ");
    let found = run.stderr.lines().find(|shown| shown.starts_with(&line));
    assert!(found.is_some_and(|shown| shown.contains(words)), "{name}: {code} … {words}: {}", run.stderr);
}

fn assert_found(sandbox: &Sandbox, word: &str) {
    assert_eq!(sandbox.run(&["search", word, "-c"]).stdout, "1\n", "{word}");
}

#[test]
fn what_is_no_ordinary_file_is_named_and_never_waited_for() {
    let sandbox = Sandbox::empty();
    sandbox.write("corpus/a/good.txt", page("zebras"));
    sandbox.write("outside/secret.txt", page("gorillas"));
    let at = |name: &str| sandbox.path("corpus").join(name);
    assert!(Command::new("mkfifo").arg(at("pipe.txt")).status().unwrap().success());
    let _listener = UnixListener::bind(at("socket.txt")).unwrap();
    symlink("self.txt", at("self.txt")).unwrap();
    symlink("nowhere.txt", at("nowhere.txt.txt")).unwrap();
    symlink("..", at("a/up")).unwrap();
    symlink(sandbox.path("outside"), at("outside")).unwrap();
    symlink(sandbox.path("outside/secret.txt"), at("secret.txt")).unwrap();
    symlink("/dev/zero", at("zero.txt")).unwrap();
    let run = index(&sandbox);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_named(&run, "pipe.txt", "unreadable", "is a pipe");
    assert_named(&run, "socket.txt", "unreadable", "is a socket");
    assert_named(&run, "self.txt", "link-skipped", "in a circle");
    assert_named(&run, "nowhere.txt.txt", "link-skipped", "leads nowhere");
    assert_named(&run, "a/up", "link-skipped", "read at their own place");
    assert_named(&run, "outside", "link-skipped", "leads out of the corpus");
    assert_named(&run, "secret.txt", "link-skipped", "leads out of the corpus");
    assert_named(&run, "zero.txt", "link-skipped", "leads out of the corpus");
    assert_found(&sandbox, "zebras");
    assert_eq!(sandbox.run(&["search", "gorillas", "-c"]).stdout, "0\n");
}

/// Tells whether the tests run as one to whom no file is closed.
fn is_root(sandbox: &Sandbox) -> bool {
    fs::metadata(sandbox.path(".")).unwrap().uid() == 0
}

#[test]
fn closed_files_and_folders_are_named() {
    let sandbox = Sandbox::empty();
    sandbox.write("corpus/good.txt", page("zebras"));
    sandbox.write("corpus/closed.txt", page("lions"));
    sandbox.write("corpus/folder/inside.txt", page("tigers"));
    let set =
        |name: &str, mode| fs::set_permissions(sandbox.path(name), Permissions::from_mode(mode)).unwrap();
    let mut command = sandbox.command(&["index", "--progress", "none"]);
    if is_root(&sandbox) {
        // Root may read everything: another user runs the program, in a folder that is open to all.
        let program = command.get_program().to_owned();
        set(".", 0o777);
        command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(program);
        command.args(["index", "--progress", "none"]).current_dir(sandbox.path(".")).stdin(Stdio::null());
        let may = Command::new("setpriv")
            .args(["--reuid=65534", "--regid=65534", "--clear-groups", "ls"])
            .arg(sandbox.path("corpus"))
            .output();
        if !may.is_ok_and(|run| run.status.success()) {
            return;
        }
    }
    set("corpus/closed.txt", 0);
    set("corpus/folder", 0);
    let run = patiently(&sandbox, &mut command);
    set("corpus/folder", 0o755);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_named(&run, "closed.txt", "unreadable", "no permission");
    assert_named(&run, "folder", "unreadable", "permission");
    assert_found(&sandbox, "zebras");
}

#[test]
fn files_that_come_and_go_stop_nothing() {
    let sandbox = Sandbox::empty();
    for n in 0..60 {
        sandbox.write(&format!("corpus/kept/{n}.txt"), page(&format!("zebra{n}")));
        sandbox.write(&format!("corpus/moved/{n}.txt"), page(&format!("lion{n}")));
    }
    let (inside, away) = (sandbox.path("corpus/moved"), sandbox.path("away"));
    fs::create_dir(&away).unwrap();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                for n in 0..60 {
                    let name = format!("{n}.txt");
                    fs::rename(inside.join(&name), away.join(&name)).unwrap();
                    fs::rename(away.join(&name), inside.join(&name)).unwrap();
                }
            }
        });
        for _ in 0..5 {
            let run = index(&sandbox);
            assert_eq!(run.code, 0, "{}", run.stderr);
            for line in run.stderr.lines().filter(|line| line.starts_with("skipped: ")) {
                assert!(line.contains(": vanished: ") && line.contains("moved/"), "{line}");
            }
        }
        done.store(true, Ordering::Relaxed);
    });
    for n in [0, 30, 59] {
        assert_found(&sandbox, &format!("zebra{n}"));
    }
}

/// Linux keeps names as bytes; other systems refuse such names themselves.
#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_is_read_and_shown_with_its_bytes_escaped() {
    let sandbox = Sandbox::empty();
    sandbox.write("corpus/good.txt", page("zebras"));
    let name = OsStr::from_bytes(b"caf\xe9 100%.txt");
    fs::write(sandbox.path("corpus").join(name), page("lions")).unwrap();
    assert_eq!(index(&sandbox).code, 0);
    let found = sandbox.run(&["search", "lions", "--json"]).json();
    assert_eq!(found["hits"][0]["id"], "caf%E9 100%25.txt#1");
    let shown = sandbox.run(&["show", "caf%E9 100%25.txt#1"]);
    assert!(shown.stdout.contains("lions"), "{}{}", shown.stdout, shown.stderr);
    assert_found(&sandbox, "zebras");
}

#[test]
fn an_archive_reaches_nothing_outside_itself() {
    let sandbox = Sandbox::empty();
    sandbox.write("corpus/good.txt", page("zebras"));
    sandbox.write("secret.xml", docx::document_xml(&docx::paragraph("", "Gorillas were heard.")));
    let target = |path: &str| {
        format!(
            "<Relationships><Relationship Id=\"1\" Type=\"x/officeDocument\" Target=\"{path}\"/></Relationships>"
        )
    };
    let document = docx::document_xml(&docx::paragraph("", "Lions were heard by the staff of the team."));
    for (name, path) in [("up.docx", "../../secret.xml"), ("root.docx", "/etc/passwd")] {
        let bytes = docx::archive(&[
            ("_rels/.rels", &target(path)),
            ("word/document.xml", &document.replace("Lions", name)),
            ("../../evil.txt", "evil"),
            ("/tmp/findings-evil.txt", "evil"),
        ]);
        sandbox.write(&format!("corpus/{name}"), bytes);
    }
    let entity = "<!DOCTYPE d [<!ENTITY x SYSTEM \"../secret.xml\">]><w:document><w:body><w:p><w:r><w:t>Tigers &x; were \
                  heard.</w:t></w:r></w:p></w:body></w:document>";
    sandbox.write("corpus/entity.docx", docx::archive(&[("word/document.xml", entity)]));
    let run = index(&sandbox);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(sandbox.run(&["search", "gorillas", "--any", "-c"]).stdout, "0\n");
    for word in ["zebras", "tigers", "\"up docx\"", "\"root docx\""] {
        assert_found(&sandbox, word);
    }
    let mut left: Vec<_> = fs::read_dir(sandbox.path("."))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, ["corpus", "err", "index", "out", "secret.xml"]);
    assert!(!std::path::Path::new("/tmp/findings-evil.txt").exists());
}

#[test]
fn endless_lines_and_nuls_are_bounded() {
    let sandbox = Sandbox::empty();
    sandbox.write("corpus/good.txt", page("zebras"));
    File::create(sandbox.path("corpus/sparse.txt")).unwrap().set_len(1 << 30).unwrap();
    sandbox.write("corpus/zeros.txt", [0_u8; 4096]);
    sandbox.write("corpus/nuls.txt", page("lio\0ns"));
    sandbox.write("corpus/line.txt", "word ".repeat(400_000) + "tigers");
    sandbox.write("corpus/letters.txt", "x".repeat(2_000_000) + " leopards");
    let run = index(&sandbox);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_named(&run, "sparse.txt", "too-large", "64 MB");
    assert_named(&run, "zeros.txt", "binary", "no text");
    for word in ["zebras", "lions", "tigers", "leopards"] {
        assert_found(&sandbox, word);
    }
}
