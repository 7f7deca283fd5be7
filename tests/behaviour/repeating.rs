//! What it takes to repeat an answer stands with every answer, and the same digest means the same bytes.

use std::fs;

use crate::support::{Run, Sandbox, copy_folder, project};

const ID: &str = "thornhithe/thornhithe-0325-theme3-pathways.txt#5";

/// Every command that answers from an index, with the code it ends with.
const ANSWERS: [(&[&str], i32); 17] = [
    (&["search", "hospital discharge", "--facets", "authority"], 0),
    (&["search", "hospital discharge", "--group-by", "score", "--explain"], 0),
    (&["search", "carers", "--score", "1,2", "--all"], 0),
    (&["search", "the trampoline of carers"], 0),
    (&["count", "carers"], 0),
    (&["count", "carers", "--by", "authority,score", "--by", "statement"], 0),
    (&["count", "carers", "--unit", "authorities", "--by", "score"], 0),
    (&["facets"], 0),
    (&["facets", "statement", "--score", "1"], 0),
    (&["show", ID], 0),
    (&["cite", ID], 0),
    (&["search", "carers", "--cite"], 0),
    (&["scores", "--score", "1"], 0),
    (&["scores", "--check"], 0),
    (&["compare", "Thornhithe", "Brackmouth"], 0),
    (&["compare", "Thornhithe", "Brackmouth", "carers"], 0),
    (&["check", "draft.txt"], 1),
];

fn sample(threads: &str) -> Sandbox {
    let sandbox = Sandbox::empty();
    copy_folder(&project().join("corpus"), &sandbox.path("corpus"));
    sandbox
        .write("draft.txt", "Thornhithe scored 2 for safeguarding. “The moon was seen over the harbour.”\n");
    assert_eq!(sandbox.run(&["index", "--progress", "none", "--threads", threads]).code, 0);
    sandbox
}

fn ask(sandbox: &Sandbox, args: &[&str], format: &str) -> Run {
    sandbox.run(&[args, &["--format", format]].concat())
}

#[test]
fn every_answer_says_what_it_takes_to_repeat_it() {
    let sandbox = sample("2");
    let status = sandbox.run(&["status", "--json"]).json();
    let digest = status["digest"].as_str().unwrap().to_owned();
    assert_eq!(digest.len(), 16, "{digest}");
    let program = format!("findings {}", env!("CARGO_PKG_VERSION"));
    for (args, code) in ANSWERS {
        let json = ask(&sandbox, args, "json");
        assert_eq!((json.code, &*json.stderr), (code, ""), "{args:?}");
        let json = json.json();
        assert_eq!(json["index"]["digest"], *digest, "{args:?}");
        for key in ["program", "rules", "assessments"] {
            assert!(!json["index"][key].is_null(), "{args:?}: {key}");
        }
        if matches!(args[0], "search" | "count") && !args.contains(&"--cite") {
            assert_eq!(json["query"]["text"], args[1], "{args:?}");
        }
        for format in ["text", "markdown", "csv", "html"] {
            let run = ask(&sandbox, args, format);
            assert_eq!(run.code, code, "{args:?}: {}", run.stderr);
            // A table, and citations that are pasted, hold nothing else: there it stands beside them.
            let pasted = args[0] == "cite" || args.contains(&"--cite");
            let beside = format == "csv" || pasted && matches!(format, "text" | "markdown");
            let told = if beside { &run.stderr } else { &run.stdout };
            assert!(told.contains(&digest) && told.contains(&program), "{args:?} as {format}: {told}");
            if matches!(args[0], "search" | "count") && !pasted {
                let understood = json["query"]["understood"].as_str().unwrap();
                let first = understood.split(' ').next().unwrap();
                assert!(told.contains(first), "{args:?} as {format}: {told}");
            }
        }
    }
    for args in [&["status"][..], &["status", "--problems"], &["verify"]] {
        assert_eq!(sandbox.run(&[args, &["--json"]].concat()).json()["digest"], *digest, "{args:?}");
        assert!(sandbox.run(args).stdout.contains(&digest), "{args:?}");
    }
    // Of files alone there is no index to name, only the rules they are read by.
    let tags = ask(&sandbox, &["tags", "corpus"], "json").json();
    assert!(tags["index"]["digest"].is_null() && tags["index"]["rules"].is_string(), "{}", tags["index"]);
    assert!(ask(&sandbox, &["tags", "corpus"], "text").stdout.contains(&program));
}

#[test]
fn the_same_digest_means_the_same_bytes() {
    let (one, other) = (sample("1"), sample("4"));
    // The other one comes to the same corpus by another way.
    let page = "corpus/thornhithe/thornhithe-0325-theme1-needs.txt";
    let text = other.read(page);
    for (changed, extra) in [(text.replace("carers", "neighbours"), true), (text, false)] {
        other.write(page, changed);
        if extra {
            other.write("corpus/visitor.txt", "Carers of nobody waited for a bus.\n");
        } else {
            fs::remove_file(other.path("corpus/visitor.txt")).unwrap();
        }
        assert_eq!(other.run(&["index", "--progress", "none"]).code, 0);
    }
    for (args, code) in ANSWERS {
        for format in ["text", "json", "html"] {
            let (first, second) = (ask(&one, args, format), ask(&other, args, format));
            assert_eq!((first.code, &first.stdout), (code, &second.stdout), "{args:?} as {format}");
            assert_eq!(first.stderr, second.stderr, "{args:?} as {format}");
        }
    }
}
