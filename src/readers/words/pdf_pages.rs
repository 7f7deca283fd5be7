//! Pages with everything that a report's may hold; the words are those that the maker was given to draw.

use super::{assert_same, fresh, words};
use crate::{
    model::Format,
    readers::making::pdf::{LAYOUT, Layout, Line, Look, document, report},
};

/// Draws lines down the pages and notes what it was given.
struct Maker {
    pages: Vec<Vec<Line>>,
    y: f32,
    given: Vec<String>,
}

impl Maker {
    fn draw(&mut self, x: f32, y: f32, size: f32, text: &str) {
        let line = Line { x, y, size, bold: size > 12.0, text: text.to_owned() };
        self.pages.last_mut().unwrap().push(line);
    }

    fn line(&mut self, size: f32, text: &str) {
        self.draw(70.0, self.y, size, text);
        self.y -= size * 1.3;
    }

    /// The lines of one paragraph; `given` is what a reader sees, with no word parted.
    fn paragraph(&mut self, lines: &[&str], given: &str) {
        for line in lines {
            self.line(10.0, line);
        }
        self.y -= 9.0;
        self.given.extend(words(given));
    }

    fn heading(&mut self, size: f32, text: &str) {
        self.line(size, text);
        self.y -= 8.0;
        self.given.extend(words(text));
    }

    fn rows(&mut self, rows: &[[&str; 2]]) {
        self.y -= 12.0;
        for [left, right] in rows {
            self.draw(70.0, self.y, 10.0, left);
            self.draw(340.0, self.y, 10.0, right);
            self.y -= 15.0;
            self.given.extend(words(left).into_iter().chain(words(right)));
        }
        self.y -= 20.0;
    }

    fn note(&mut self, text: &str) {
        self.draw(70.0, 80.0, 7.0, &format!("1 {text}"));
        self.given.extend(words(text));
    }

    /// The running head and the number of the page are drawn, and are no words of the report.
    fn page(&mut self) {
        let number = self.pages.len();
        self.draw(70.0, 810.0, 8.0, "Saltmere Council | Report");
        self.draw(280.0, 40.0, 8.0, &number.to_string());
        self.pages.push(Vec::new());
        self.y = 770.0;
    }
}

#[test]
fn every_word_of_pages_is_in_one_block() {
    let mut maker = Maker { pages: vec![Vec::new()], y: 770.0, given: Vec::new() };
    for page in 0..4 {
        let part = |name: &str, count| fresh(&format!("{name}{}", ["a", "b", "c", "d"][page]), count);
        maker.heading(if page == 0 { 18.0 } else { 14.0 }, &part("heading", 3));
        let (long, more) = (part("long", 8), part("more", 8));
        maker.paragraph(
            &[&long, &format!("{more} assess-"), "ments co-", "production ended there."],
            &format!("{long} {more} assessments co-production ended there."),
        );
        for item in ["first", "second"] {
            let text = part(item, 5);
            maker.draw(70.0, maker.y, 10.0, "\u{2022}");
            maker.draw(84.0, maker.y, 10.0, &format!("{text}."));
            maker.y -= 16.0;
            maker.given.extend(words(&text));
        }
        maker.rows(&[[&part("head", 2), "Score"], [&part("row", 2), "two"], [&part("last", 3), "four"]]);
        maker.note(&part("note", 5));
        // A paragraph that goes on overleaf, parted within a word.
        let (before, after) = (part("before", 8), part("after", 6));
        maker.line(10.0, &format!("{before} {}", part("still", 4)));
        maker.line(10.0, &format!("{} went on overleaf with safe-", part("so", 2)));
        maker.page();
        maker.paragraph(
            &[&format!("guarding enquiries {after}.")],
            &format!(
                "{before} {} {} went on overleaf with safeguarding enquiries {after}.",
                part("still", 4),
                part("so", 2)
            ),
        );
    }
    maker.page();
    maker.pages.pop();
    assert_same(Format::Pdf, &document(&maker.pages), &maker.given);
}

#[test]
fn every_word_of_a_laid_out_report_is_in_one_block() {
    let texts: Vec<(Look, String)> = (0..60)
        .map(|n| {
            let look = [Look::Heading, Look::Label, Look::Text, Look::Text, Look::Item, Look::Item][n % 6];
            let count = if matches!(look, Look::Heading | Look::Label) { 2 } else { 30 };
            let letters = [n / 26, n % 26].map(|at| char::from(b'a' + u8::try_from(at).unwrap()));
            (look, fresh(&format!("word{}{}", letters[0], letters[1]), count))
        })
        .collect();
    let paragraphs: Vec<(Look, &str)> = texts.iter().map(|(look, text)| (*look, text.as_str())).collect();
    let given: Vec<String> = texts.iter().flat_map(|(_, text)| words(text)).collect();
    for layout in [LAYOUT, Layout { columns: 2, chars: 36, ..LAYOUT }] {
        assert_same(Format::Pdf, &report(&paragraphs, layout), &given);
    }
}
