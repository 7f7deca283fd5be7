//! A flipped bit in any file of the index is found; until then a search answers right or says "damaged".

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::support::Sandbox;

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_in(&path));
        } else if path.extension().is_none_or(|ending| ending != "lock") {
            files.push(path);
        }
    }
    files
}

#[test]
fn a_flipped_bit_in_any_file_is_found_by_verify() {
    let sandbox = Sandbox::indexed();
    let question = ["search", "respite", "--json", "--facets", "authority"];
    let answer = sandbox.run(&question).stdout;
    let files = files_in(&sandbox.path("index"));
    assert!(files.len() >= 8, "{files:?}");
    for file in files {
        let whole = fs::read(&file).unwrap();
        let mut flipped = whole.clone();
        flipped[whole.len() / 2] ^= 4;
        fs::write(&file, &flipped).unwrap();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();

        let verified = sandbox.run(&["verify"]);
        // `CURRENT` may read as another format's, which is refused before anything is checked.
        let refused = name == "CURRENT" && verified.code == 2 && verified.stderr.contains("findings index");
        let found = verified.code == 1 && verified.stdout.contains(&name);
        assert!(found || refused, "{name}: {} {}{}", verified.code, verified.stdout, verified.stderr);

        let searched = sandbox.run(&question);
        match searched.code {
            0 => assert_eq!(searched.stdout, answer, "{name}"),
            2 => assert!(searched.stderr.contains("damaged"), "{name}: {}", searched.stderr),
            code => panic!("{name}: {code} {}", searched.stderr),
        }
        fs::write(&file, &whole).unwrap();
    }
    assert_eq!(sandbox.run(&["verify"]).code, 0);
}
