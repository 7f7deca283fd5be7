//! What lines at the edges of printed pages say: numbers of pages, and heads that are the same but for these.

/// "Page 12 of 40" and "Page 13 of 40" have the same shape.
pub(in crate::readers) fn shape(text: &str) -> String {
    let mut shape = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        match c {
            c if c.is_numeric() && shape.ends_with('#') => {}
            c if c.is_numeric() => shape.push('#'),
            c => shape.extend(c.to_lowercase()),
        }
    }
    shape
}

/// "11/03/2025, 14:05 Saltmere Council" and "https://… 1/1", as browsers print them, also on a page alone.
pub(in crate::readers) fn is_browsers(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let figures = |word: &str, marks: &[char], parts: usize| {
        let count = |part: &str| part.len() <= 4 && part.parse::<u16>().is_ok();
        word.split(marks).count() == parts && word.split(marks).all(count)
    };
    let dated = words.windows(2).any(|pair| {
        let date = pair[0].strip_suffix(',').is_some_and(|date| figures(date, &['/', '.', '-'], 3));
        date && figures(pair[1], &[':'], 2)
    });
    let numbered = words.last().is_some_and(|last| figures(last, &['/'], 2));
    dated || (numbered && words.iter().any(|word| word.contains("://")))
}

/// The address among lines that browsers print; none where they are of several pages.
pub(in crate::readers) fn address<'a>(lines: impl Iterator<Item = &'a str>) -> Option<String> {
    let printed = lines.filter(|line| line.contains("://") && is_browsers(line));
    let link = |line: &'a str| line.split_whitespace().find(|word| word.starts_with("http"));
    let mut links = printed.filter_map(link);
    links.next().filter(|first| links.all(|other| other == *first)).map(str::to_owned)
}

pub(in crate::readers) fn numbers(text: &str) -> Vec<u64> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect()
}

/// "3", "- 3 -", "Page 3", "3 of 12", "iv".
pub(in crate::readers) fn is_page_number(text: &str) -> bool {
    let shape = shape(text);
    let shape = shape.trim_matches(['-', '–', '—', '|', '.', '[', ']']);
    let roman = !shape.is_empty() && shape.len() <= 5 && shape.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    roman || matches!(shape, "#" | "page#" | "p#" | "#of#" | "page#of#" | "#/#" | "page#/#" | "pg#")
}
