//! What an index answers depends on the corpus alone, not on how it came to be what it is.

use std::{fs, path::Path, process::Command};

use findings::index::Index;

use super::rounds::{PROGRAM, clean, run, write_corpus};

const QUESTIONS: [&[&str]; 6] = [
    &["search", "hospital discharge", "--all", "--json", "--section", "all"],
    &["search", "slow rounds of discharge", "--json", "--explain", "--facets", "authority,section"],
    &["search", "discharge visitor", "--any", "--group-by", "authority", "--section", "all"],
    &["search", "disch*", "--format", "csv", "--section", "all"],
    &["count", "part OR visitor", "--by", "authority,section", "--json"],
    &["facets", "--json"],
];

fn answers(index: &Path) -> Vec<String> {
    let ask = |question: &&[&str]| {
        let output = Command::new(PROGRAM).args(*question).arg("--index").arg(index).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    QUESTIONS.iter().map(ask).collect()
}

fn updates_end_where_a_fresh_build_does(times: usize) {
    let sandbox = tempfile::tempdir().unwrap();
    let (corpus, index) = (sandbox.path().join("corpus"), sandbox.path().join("index"));
    write_corpus(&corpus, 0);
    run(&corpus, &index);
    for n in 1..=times {
        // One report changes; now and then one comes or goes.
        let report = corpus.join(format!("report-{:02}.txt", n % 30));
        let text = format!(
            "Staff told us in round {n} of discharge.\n\nHospital discharge was slow in part {}.\n",
            n % 7
        );
        fs::write(report, text).unwrap();
        let guest = corpus.join("guest.txt");
        if n % 5 == 0 {
            fs::write(guest, "A guest wrote of slow discharge from hospital.\n").unwrap();
        } else if n % 5 == 2 {
            let _ = fs::remove_file(guest);
        }
        run(&corpus, &index);
    }
    clean(&index, "after all updates");
    let fresh = sandbox.path().join("fresh");
    run(&corpus, &fresh);
    for ((question, updated), built) in QUESTIONS.iter().zip(answers(&index)).zip(answers(&fresh)) {
        assert!(updated == built, "{question:?}\nupdated: {updated}\nbuilt: {built}");
    }
    let segments = Index::open(&index).unwrap().segments();
    assert!(segments <= 10, "{segments} segments after {times} updates");
}

#[test]
fn small_updates_in_a_row_end_where_a_fresh_build_does() {
    updates_end_where_a_fresh_build_does(25);
}

#[test]
#[ignore = "takes minutes; run it when the writing of the index changes"]
fn three_hundred_small_updates_end_where_a_fresh_build_does() {
    updates_end_where_a_fresh_build_does(300);
}
