//! Web pages as people save them: the report without the site around it.

mod page;
mod rules;
mod tree;
mod walk;
mod weights;

use tree::Tree;

use super::{
    lines::{broken_lines, page_feet},
    visible::visible,
};
use crate::model::{Problem, Reading};

/// Pages in pages in pages.
const MOST_FRAMES: usize = 4;

/// Reads a decoded page.
pub(super) fn read(html: &str) -> Result<Reading, Problem> {
    let mut tree = parse(html)?;
    let (mut url, mut published) = (page::address(&tree), page::published(&tree));
    let title_of =
        |tree: &Tree| page::title(tree).map(|id| visible(&tree.text(id))).filter(|t| !t.is_empty());
    let mut title = title_of(&tree);
    // A page that a viewer shows in a frame is the page, where the frame holds most of the words.
    let mut lines_above = 0;
    for _ in 0..MOST_FRAMES {
        let Some((id, framed)) = page::longest_frame(&tree) else { break };
        let inner = parse(framed)?;
        if weights::letters(&inner) <= weights::letters(&tree) {
            break;
        }
        lines_above += page::lines_above_frame(&tree, id, framed);
        url = page::address(&inner).or(url);
        published = page::published(&inner).or(published);
        title = title_of(&inner).or(title);
        tree = inner;
    }
    let mut blocks = super::blocks::Blocks::default();
    walk::walk(&tree, &mut blocks)?;
    let mut blocks = broken_lines::joined(page_feet::without(blocks.finish()?));
    blocks.iter_mut().for_each(|block| block.at.line += lines_above);
    Ok(Reading { blocks, url, title, published, ..Reading::default() })
}

fn parse(html: &str) -> Result<Tree, Problem> {
    if !page::is_xml(html) {
        return tree::parse(html);
    }
    tree::parse(&page::with_end_tags(&page::with_marked_text(html)))
}

pub(super) use page::declared_encoding;
pub(super) use rules::is_said_to_visitors;

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
                "^ Scores",
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
            "<div id='footer'><p><a href='/c'>Contact us</a> | <a href='/p'>Privacy</a></p></div>",
            "<aside><p>Aside</p></aside>",
            "<script>code()</script><style>p{}</style><noscript>Turn on scripts</noscript><template><p>T</p></template>",
            "<p hidden>Hidden</p><div style='display: none'>Hidden</div><span class='visually-hidden'>Hidden</span>",
            "<div aria-hidden='true'><p>Hidden</p></div>",
            "<div id='cookie-banner'><p>Cookies</p></div>",
            "<div class='block block--related-links'><a href='/x'>Related</a></div>",
            "<section class='feedback'><h2>Is this page useful?</h2></section>",
            "<div class='pager'><a href='#'>Next page</a></div><a rel='next' href='/n'>Next</a>",
            "<div class='tags'><a href='/t'>Adult social care</a></div>",
            "<p class='print-link'><a href='#'>Print</a></p><p><a href='#top'>Back to top</a></p>",
            "<a class='skip-link' href='#main'>Skip to main content</a>",
            "<ul><li><a href='#a'>A</a></li><li><a href='#b'>B</a></li><li><a href='#c'>C</a></li></ul>",
            "<form><label>Search the site</label><button>Go</button></form>",
            "<div id='comments' class='comments-area'><h2>One reply</h2><ol><li><p>I waited too.</p></li></ol></div>",
            "<div class='entry-meta'>Posted on <time>20 March</time> by <a href='/e'>the editor</a></div>",
            "<a class='domain reader-domain' href='/'>saltmere.example</a><div class='reader-estimated-time'>6 minutes</div>",
            "<div id='wm-ipp-print'>The Wayback Machine - https://web.archive.org/web/2025/x</div>",
            "<p class='links'><a href='/n'>Next page</a></p>",
            "<table><tr><td class='menu'><a href='/a'>Home</a><br><a href='/b'>News</a></td></tr></table>",
            "<svg><title>chevron</title><text>3</text></svg>",
        ];
        for part in around {
            let html =
                format!("<body><h1>Report</h1>{part}<p>{}</p></body>", "People waited for weeks. ".repeat(8));
            assert_eq!(texts(&html).len(), 2, "{part}: {:?}", texts(&html));
        }
    }

    #[test]
    fn of_several_pages_in_one_file_each_is_read() {
        let page = |place: &str| {
            let text = format!("<h1>{place} Council</h1><p>{}</p>", "People waited for weeks. ".repeat(8));
            format!(
                "<html><head><title>{place}</title></head><body><nav><a href='/'>Home</a></nav><main>{text}</main><footer>Licence</footer></body></html>"
            )
        };
        let read = texts(&format!("{}{}", page("Saltmere"), page("Dunmore")));
        assert_eq!(read.len(), 4, "{read:?}");
        assert_eq!((read[0].as_str(), read[2].as_str()), ("h1 Saltmere Council", "h1 Dunmore Council"));
        // A box that calls itself the main part is no page, and neither is one within the other.
        let banner = "<div role='main'>We use cookies.</div>";
        assert_eq!(texts(&format!("{banner}{}", page("Saltmere"))).len(), 2);
        assert_eq!(texts(&format!("<div role='main'>{}</div>", page("Saltmere"))).len(), 2);
    }

    #[test]
    fn a_badge_that_names_its_figure_only_to_those_who_hear_it_names_it() {
        let hidden = "<span class='visually-hidden'>Score: </span>";
        let badge = format!("<div class='score-badge'>{hidden}<span>2</span></div>");
        assert_eq!(texts(&format!("<h1>T</h1>{badge}<p>{hidden}Words.</p>"))[1..], ["Score: 2", "Words."]);
    }

    #[test]
    fn lines_of_a_whole_sentence_each_are_a_list_without_bullets() {
        let list = "Staff knew.<br>Letters were short.<br>“Nobody rang us back.”";
        assert_eq!(texts(&format!("<p>The team found:</p><p>{list}</p>")).len(), 4);
        assert_eq!(texts("<p>Staff knew.<br>Letters were short.</p>").len(), 1);
        assert_eq!(texts(&format!("<p>{list} That was in<br>May.</p>")).len(), 1);
    }

    #[test]
    fn links_above_the_title_lead_away_from_the_page() {
        let menu = "<ul><li><a href='/a'>Meetings</a></li><li><a href='/b'>Councillors of the borough</a></li><li><a href='/c'>Decisions</a></li></ul>";
        let page = format!("<div><a href='/'>Sign in</a></div>{menu}<h1>Report</h1>{menu}<p>Words.</p>");
        assert_eq!(
            texts(&page),
            ["h1 Report", "* Meetings", "* Councillors of the borough", "* Decisions", "Words."]
        );
        assert_eq!(texts(&format!("{menu}<p>Words.</p>")).len(), 4);
    }

    #[test]
    fn the_day_of_publication_is_what_an_element_of_that_name_says() {
        let day = |html: &str| read(html).unwrap().published;
        let info = "<dl class='article-info'><dd class='published'><time datetime='2025-05-01T09:00'>1 May</time></dd></dl><p>Words.</p>";
        assert_eq!(day(info).as_deref(), Some("2025-05-01"));
        assert_eq!(day("<p>Changed <time class='updated' datetime='2025-05-01'>1 May</time></p>"), None);
    }

    #[test]
    fn what_an_accordion_has_folded_up_is_report() {
        let panel = "<h3><button aria-expanded='false'>Commitment</button></h3> <div aria-hidden='true'><p>We listen.</p></div>";
        assert_eq!(texts(&format!("<h1>Report</h1>{panel}")), ["h1 Report", "h3 Commitment", "We listen."]);
        assert_eq!(texts(&format!("<main><h1>Report</h1></main><header>{panel}</header>")), ["h1 Report"]);
    }

    #[test]
    fn a_tab_is_the_heading_of_the_panel_that_it_shows() {
        let tabs = "<main><h1>T</h1><p>Text</p><ul role='tablist'><li><a role='tab' href='#a'>One</a></li>\
            <li><a role='tab' aria-controls='b' href='/x'>Two</a></li></ul>\
            <div role='tabpanel' id='a'><p>Words of one</p></div>\
            <div role='tabpanel' id='b' hidden><h3>Second</h3><p>Words of two</p></div></main>";
        assert_eq!(texts(tabs), ["h1 T", "Text", "h2 One", "Words of one", "h3 Second", "Words of two"]);
    }

    #[test]
    fn what_a_heading_has_above_it_is_no_part_of_its_words() {
        let page = "<main><h1><span class='govuk-caption-xl'>Report</span> Saltmere</h1><p>Text</p>\
            <span class='nhsuk-caption-l'>Area 7</span><h2>Safeguarding</h2><p>More</p></main>";
        assert_eq!(texts(page), ["h1 Report", "h1 Saltmere", "Text", "h2 Area 7", "h2 Safeguarding", "More"]);
    }

    #[test]
    fn a_button_in_a_heading_is_its_words_only_where_it_has_no_others() {
        let page = "<main><h1>T</h1><h2>Safeguarding <button>Copy link</button><a href='#s'>#</a></h2><p>Text</p>\
            <h2><button>Care</button></h2><p>More</p></main>";
        assert_eq!(texts(page), ["h1 T", "h2 Safeguarding", "Text", "h2 Care", "More"]);
    }

    #[test]
    fn a_button_that_unfolds_text_is_the_heading_of_it() {
        let words = "People told us that they were seen within a week and knew whom to ring.";
        let page = format!(
            "<main><h1>T</h1><p>Text</p><button aria-expanded='false' aria-controls='m'>Menu</button><ul id='m'><li>One</li></ul>\
            <dl><dt><button aria-expanded='true' aria-controls='p'>Timeliness</button></dt><dd id='p'>{words}</dd></dl></main>"
        );
        assert_eq!(texts(&page), ["h1 T", "Text", "* One", "b Timeliness", words]);
    }

    #[test]
    fn a_quotation_beside_the_text_is_report() {
        let page = "<main><h1>T</h1><p>Text</p><aside><blockquote>“Nobody rang.”</blockquote></aside>\
            <aside><p>Elsewhere</p></aside></main>";
        assert_eq!(texts(page), ["h1 T", "Text", "> “Nobody rang.”"]);
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
    fn a_section_that_is_named_after_its_heading_is_report() {
        let section = |id: &str, heading: &str, text: &str| {
            texts(&format!(
                "<h1>T</h1><p>{}</p><section id='{id}'><h3>{heading}</h3><p>{text}</p></section>",
                "We saw them. ".repeat(9)
            ))
            .len()
        };
        assert_eq!(section("learning-from-feedback", "Learning from feedback", "Staff were heard."), 4);
        assert_eq!(section("social-work-practice", "Social work practice", "Staff were heard."), 4);
        assert_eq!(section("feedback", "Feedback", "Is anything wrong with this page?"), 2);
        assert_eq!(
            section("related-links", "Related links", "<a href='/a'>How we assess local authorities</a>"),
            2
        );
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
        assert_eq!(texts("<table><tr><td><img alt='A council'></td></tr></table><p>Words.</p>"), ["Words."]);
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
        // As Word, pandoc and LibreOffice write them.
        for mark in [
            "<a href='#_ftn1' name='_ftnref1'><span class=MsoFootnoteReference>[1]</span></a>",
            "<a href='#fn1' role='doc-noteref'><sup>1</sup></a>",
            "<a class='sdfootnoteanc' href='#sdfootnote1sym'><sup>12</sup></a>",
        ] {
            assert_eq!(
                texts(&format!("<p>They waited{mark} for weeks.{mark}</p>")),
                ["They waited for weeks."]
            );
        }
        let note = "<div id='sdfootnote1'><p><a href='#sdfootnote1anc'>1</a>A survey of 2024.</p></div>";
        assert_eq!(
            texts(&format!("<h1>T</h1>{note}<p>See page <a href='#p'>3</a>.</p>"))[1..],
            ["^ A survey of 2024.", "See page 3."]
        );
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
    fn a_row_that_is_the_page_is_a_box_of_its_paragraphs() {
        let text = "<p>People waited for weeks.</p>\n<p>&nbsp;</p>\n".repeat(6);
        let page = format!("<table><tr><td><a href='a'>Home</a></td><td>{text}</td></tr></table>");
        assert_eq!(texts(&page)[1..], ["People waited for weeks."; 6]);
        let text = "People waited for weeks.<br>\n<br>".repeat(6);
        let page = format!("<table><tr><td><a href='a'>Home</a></td><td>{text}</td></tr></table>");
        assert_eq!(texts(&page)[1..], ["People waited for weeks."; 6]);
        let row = "<tr><td>Needs</td><td><p>People waited.</p><p>They still do.</p></td></tr>";
        assert_eq!(
            texts(&format!("<table>{}</table>", row.repeat(3))),
            ["| Needs | People waited. They still do."; 3]
        );
    }

    #[test]
    fn captions_and_who_is_quoted_head_nothing() {
        let page = "<h1>T</h1><figure><blockquote>“Quoted.”</blockquote><figcaption>A carer</figcaption></figure>\
            <figure><img><figcaption>Figure 1: waits</figcaption></figure>\
            <table><caption>Scores</caption><tr><td>Needs</td><td>3</td></tr></table>";
        assert_eq!(
            texts(page),
            ["h1 T", "> “Quoted.”", "> A carer", "^ Figure 1: waits", "^ Scores", "| Needs | 3"]
        );
    }

    #[test]
    fn a_page_within_a_frame_is_the_page_where_it_holds_the_words() {
        let inner =
            "\n\n<h1>T</h1>\n<p>People waited for &amp;quot;weeks&amp;quot;.</p>".replace('<', "&lt;");
        let page = format!("<p>Viewer</p>\n<iframe srcdoc='{inner}'></iframe>");
        let blocks = read(&page).unwrap().blocks;
        assert_eq!(blocks[1].text, "People waited for \"weeks\".");
        assert_eq!(blocks[1].at.line, 5);
        assert_eq!(texts(&format!("<p>{}</p>{page}", "Words of the page. ".repeat(9))).len(), 2);
    }

    #[test]
    fn the_page_says_where_and_when_it_was_published() {
        let html = "<!-- saved from url=(0025)https://www.example.org/a --><html><head><title>Needs - Example Council</title>\
            <link rel='canonical' href='https://www.example.org/b'>\
            <meta property='article:published_time' content='2025-01-10T09:00:00Z'></head><body>\n\n<p>Words.</p>";
        let reading = read(html).unwrap();
        assert_eq!(reading.url.as_deref(), Some("https://www.example.org/b"));
        assert_eq!(reading.published.as_deref(), Some("2025-01-10"));
        assert_eq!(reading.title.as_deref(), Some("Needs - Example Council"));
        assert_eq!(reading.blocks[0].text, "Needs");
        assert_eq!(reading.blocks[1].at.line, 3);
        let saved = "<!--\n Page saved with SingleFile \n url: https://www.example.org/c \n saved date: today\n--><p>Words.</p>";
        assert_eq!(read(saved).unwrap().url.as_deref(), Some("https://www.example.org/c"));
    }

    #[test]
    fn xhtml_is_read_whole() {
        let xhtml = "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title/><script src='x'/></head>\
            <body><div id='a'/><p>Words.</p></body></html>";
        assert_eq!(texts(xhtml), ["Words."]);
        let marked = "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><script>//<![CDATA[\nif (a < b) c()\n//]]></script></head>\
            <body><p><![CDATA[Fewer than <5> & more]]></p><p>Words.<![CDATA[ And]]> more.</p></body></html>";
        assert_eq!(texts(marked), ["Fewer than <5> & more", "Words. And more."]);
    }

    #[test]
    fn a_page_that_was_made_of_a_pdf_keeps_its_items_apart_and_loses_its_outline() {
        let page = "<body><a name=1></a><b>Safeguarding</b><br/>\nScore: 3<br/>\n\
            People told us that they had been asked what they wanted, and that it was<br/>done. Staff knew them.<br/>\n\
            Staff named what had made the difference to them and to the people there:<br/>\n\
            •&#160;smaller teams<br/>•&#160;time to talk about difficult decisions before they were made by others<br/>\
            •&#160;an end to the practice of moving cases at the end of each month, which<br/>people found upsetting<br/>\n\
            <hr/><a name=\"outline\"></a><h1>Document Outline</h1><ul><li><a href=\"r.html#1\">Safeguarding</a><ul>\
            <li><a href=\"r.html#1\">Making it personal</a></li><li><a href=\"r.html#2\">Concerns</a></li></ul></li></ul></body>";
        let found = texts(page);
        let items: Vec<&String> = found.iter().filter(|text| text.contains('•')).collect();
        assert_eq!(items.len(), 3, "{found:?}");
        assert!(items[2].ends_with("people found upsetting"));
        assert!(!found.iter().any(|text| text.contains("Concerns")));
    }

    #[test]
    fn a_heading_that_was_run_together_with_its_text_stands_apart_on_the_page_of_a_print() {
        let page = |id: &str| {
            texts(&format!(
                "<div id='{id}'><p><b>Eligibility for care </b>However, some did not know.</p><p><b>Staff</b> said so.</p></div>"
            ))
        };
        assert_eq!(
            page("page0"),
            ["b Eligibility for care", "However, some did not know.", "Staff said so."]
        );
        assert_eq!(page("main").len(), 2);
    }

    #[test]
    fn dashes_begin_items_and_bold_lines_are_headings_between_breaks() {
        let page = "<div>They named these:<br>- smaller teams<br>- time to talk about difficult decisions before they were made, and after<br>\
            - an end to the practice of moving cases at the end of the month<br><br><b>What was said in the district</b><br>\
            Nobody rang (that is what we heard) for a week. It was said by the lead officer<br>(DASS) and <b>others</b>.</div>";
        let found = texts(page);
        assert_eq!(found.len(), 6, "{found:?}");
        assert_eq!(found[4], "b What was said in the district");
    }

    #[test]
    fn the_edges_of_printed_pages_are_left_out_but_for_a_title() {
        let page = |head: &str| {
            format!(
                "<div title=\"header\"><p>{head}</p></div><h1>Safeguarding</h1><p>Words.</p><div title=\"footer\"><p>Report, page 1</p></div>"
            )
        };
        assert_eq!(texts(&page("Saltmere Council")), ["h1 Safeguarding", "Words."]);
        assert_eq!(texts(&page("Saltmere Council: local authority assessment")).len(), 3);
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
