//! Web pages as people save them: the report without the site around it.

mod page;
mod rules;
mod tree;
mod walk;
mod weights;

use crate::model::{Problem, Reading};

/// Reads a decoded page.
pub(super) fn read(html: &str) -> Result<Reading, Problem> {
    let opened;
    let html = if page::is_xml(html) {
        opened = page::with_end_tags(html);
        &opened
    } else {
        html
    };
    let tree = tree::parse(html)?;
    let mut blocks = super::blocks::Blocks::default();
    walk::walk(&tree, &mut blocks)?;
    Ok(Reading {
        blocks: blocks.finish()?,
        url: page::address(&tree),
        published: page::published(&tree),
        ..Reading::default()
    })
}

pub(super) use page::declared_encoding;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::BlockKind;

    fn texts(html: &str) -> Vec<String> {
        let shown = |kind: &BlockKind| match kind {
            BlockKind::Heading(level) => format!("h{level} "),
            BlockKind::Paragraph => String::new(),
            BlockKind::BoldParagraph => "b ".to_owned(),
            BlockKind::ListItem => "* ".to_owned(),
            BlockKind::Quote => "> ".to_owned(),
            BlockKind::TableRow { .. } => "| ".to_owned(),
            BlockKind::Footnote => "^ ".to_owned(),
        };
        read(html).unwrap().blocks.iter().map(|b| format!("{}{}", shown(&b.kind), b.text)).collect()
    }

    #[test]
    fn every_structure_is_told() {
        let html = "<main><h1>Saltmere</h1><p>One <em>two</em>\n three.</p><p><strong>Timeliness</strong></p>\
            <ul><li>a<ul><li>inner</li></ul></li><li><p>b</p><p>more of b</p></li></ul>\
            <blockquote><p>“Quoted.”</p></blockquote>loose text\
            <table><caption>Scores</caption><tr><th>Area</th><th>Score</th></tr><tr><td>Needs</td><td>3</td></tr></table>\
            <pre>line one\n- line two</pre><dl><dt>Score</dt><dd>3</dd></dl>\
            <footer class='footnotes'><ol><li>A note.</li></ol></footer></main>";
        assert_eq!(
            texts(html),
            [
                "h1 Saltmere",
                "One two three.",
                "b Timeliness",
                "* a",
                "* inner",
                "* b",
                "more of b",
                "> “Quoted.”",
                "loose text",
                "Scores",
                "| Area | Score",
                "| Needs | 3",
                "line one",
                "* line two",
                "| Score | 3",
                "^ A note."
            ]
        );
    }

    #[test]
    fn what_is_around_the_report_is_left_out() {
        let around = [
            "<nav><ul><li>Menu</li></ul></nav>",
            "<header><p>Site name</p></header>",
            "<footer><p>Licence</p></footer>",
            "<aside><p>Aside</p></aside>",
            "<script>code()</script><style>p{}</style><noscript>Turn on scripts</noscript><template><p>T</p></template>",
            "<p hidden>Hidden</p><div style='display: none'>Hidden</div><span class='visually-hidden'>Hidden</span>",
            "<div aria-hidden='true'><p>Hidden</p></div>",
            "<div id='cookie-banner'><p>Cookies</p></div>",
            "<div class='block block--related-links'><a href='/x'>Related</a></div>",
            "<section class='feedback'><h2>Is this page useful?</h2></section>",
            "<div class='pager'><a href='#'>Next page</a></div><a rel='next' href='/n'>Next</a>",
            "<p class='print-link'><a href='#'>Print</a></p><p><a href='#top'>Back to top</a></p>",
            "<a class='skip-link' href='#main'>Skip to main content</a>",
            "<ul><li><a href='#a'>A</a></li><li><a href='#b'>B</a></li><li><a href='#c'>C</a></li></ul>",
            "<form><label>Search the site</label><button>Go</button></form>",
            "<svg><title>chevron</title><text>3</text></svg>",
        ];
        for part in around {
            let html =
                format!("<body><h1>Report</h1>{part}<p>{}</p></body>", "People waited for weeks. ".repeat(8));
            assert_eq!(texts(&html).len(), 2, "{part}: {:?}", texts(&html));
        }
    }

    #[test]
    fn what_an_accordion_has_folded_up_is_report() {
        let panel = "<h3><button aria-expanded='false'>Commitment</button></h3> <div aria-hidden='true'><p>We listen.</p></div>";
        assert_eq!(texts(&format!("<h1>Report</h1>{panel}")), ["h1 Report", "h3 Commitment", "We listen."]);
        assert_eq!(texts(&format!("<main><h1>Report</h1></main><header>{panel}</header>")), ["h1 Report"]);
    }

    #[test]
    fn what_holds_the_first_heading_or_most_of_the_words_stays() {
        assert_eq!(
            texts("<header><h1>Saltmere Council</h1></header><main><p>Words.</p></main>"),
            ["h1 Saltmere Council", "Words."]
        );
        assert_eq!(
            texts("<form><div class='sidebar-page'><p>All the words there are.</p></div></form>").len(),
            1
        );
        assert_eq!(
            texts("<h2 id='learning-from-feedback'>Learning from feedback</h2><p>Words.</p>").len(),
            2
        );
        assert_eq!(texts("<div class='has-sidebar related'><h1>T</h1><p>Words.</p></div>").len(), 2);
    }

    #[test]
    fn badges_breaks_and_neighbours_read_as_they_are_seen() {
        assert_eq!(texts("<p><span>Score</span><span>3</span></p>"), ["Score 3"]);
        assert_eq!(texts("<p>Safe<b>guard</b>ing</p>"), ["Safeguarding"]);
        assert_eq!(texts("<div class='score'><img alt='Score: 3'></div>"), ["Score: 3"]);
        assert_eq!(texts("<p><img alt='Score: 3'><img alt='People at a table'></p>"), ["Score: 3"]);
        assert_eq!(texts("<p>Safeguarding <span role='img' aria-label='Score: 2'></span></p>").len(), 1);
        assert_eq!(
            texts("<table><tr><td>Needs</td><td><img alt='3' src='3.svg'></td></tr></table>"),
            ["| Needs | 3"]
        );
        assert_eq!(
            texts(
                "<dl><dt>Statement</dt><dd>Needs</dd>\n<dt>Score</dt> <dd>3</dd><dt>One</dt><dd>a</dd><dd>b</dd></dl>"
            ),
            ["| Statement | Needs", "| Score | 3", "One", "a", "b"]
        );
        assert_eq!(texts("<dl><dt>Score</dt><dd hidden>3</dd></dl><p>Words.</p>"), ["Score", "Words."]);
        assert_eq!(texts("<p>Score: 3<br>3 - Evidence shows a good standard</p>").len(), 2);
        assert_eq!(texts("<p>People waited for<br>an assessment.</p>").len(), 1);
        assert_eq!(texts("<p>waited<sup><a href='#n1'>1</a></sup> for weeks</p>"), ["waited for weeks"]);
        assert_eq!(texts("<h2><button>Assessing needs</button></h2>"), ["h2 Assessing needs"]);
    }

    #[test]
    fn tables_that_lay_out_a_page_are_no_rows() {
        assert_eq!(
            texts("<table><tr><td><h1>Title</h1><p>One.</p></td><td><p>Two.</p></td></tr></table>").len(),
            3
        );
        let long = "People waited for weeks. ".repeat(20);
        assert_eq!(texts(&format!("<table><tr><td>{long}</td></tr></table>")), [long.trim()]);
    }

    #[test]
    fn the_page_says_where_and_when_it_was_published() {
        let html = "<!-- saved from url=(0025)https://www.example.org/a --><html><head><title>Needs - Example Council</title>\
            <link rel='canonical' href='https://www.example.org/b'>\
            <meta property='article:published_time' content='2025-01-10T09:00:00Z'></head><body>\n\n<p>Words.</p>";
        let reading = read(html).unwrap();
        assert_eq!(reading.url.as_deref(), Some("https://www.example.org/b"));
        assert_eq!(reading.published.as_deref(), Some("2025-01-10"));
        assert_eq!(reading.blocks[0].text, "Needs");
        assert_eq!(reading.blocks[1].at.line, 3);
    }

    #[test]
    fn xhtml_is_read_whole() {
        let xhtml = "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title/><script src='x'/></head>\
            <body><div id='a'/><p>Words.</p></body></html>";
        assert_eq!(texts(xhtml), ["Words."]);
    }

    #[test]
    fn depth_without_end_is_refused_in_time() {
        for element in ["<div>", "<b>", "<table><tr><td>", "<a href=x>", "<ul><li>", "<font><p>"] {
            let started = std::time::Instant::now();
            let answer = read(&element.repeat(100_000));
            assert!(started.elapsed().as_secs() < 20, "{element}");
            if let Err(problem) = answer {
                assert_eq!(problem.code.code(), "too-large");
            }
        }
    }
}
