//! Markdown with everything that a report may hold, and its words by taking its marks away line by line.

use super::{assert_same, words};
use crate::model::Format;

const REPORT: &str = r#"Title words here
================

## Heading words {#place}

A paragraph with *slanted*, **heavy**, ~~struck~~ and `coded` words, wrapped at a column and parted in a well-
known place, [linked words](https://hidden.example/address "tooltip"), [named words][ref] and <https://shown.example>.\
After a hard break; Tom &amp; Jerry, 5 \* 3, under_scored_name and a mark[^1]. Seen[^long] twice[^1].

[ref]: https://hidden.example/reference

- First bullet
  - Inner bullet
    goes on below
- [ ] Open task
- Loose bullet

  with a second paragraph

* * *

1. Ordered one
2) Restarted two

> A quotation
> over lines
>
> - with a bullet
>
> > and a quoted quotation

| Area | Points |
|------|:------:|
| Cell words | **three** |
| Escaped \| pipe | |

| unfinished row

```text
fenced words stay
```

    indented code words

Term
: Definition words

<!-- hidden comment -->
<div class="hidden-class"><p>Marked paragraph</p><table><tr><td>Marked cell</td></tr></table></div>

<br clear="all" style="page-break-before:always" />

![hidden unless the picture is lost](hidden.png)

Plain label
Score: 2
2 – Evidence words

[^1]: Footnote words
    going on.
[^long]: Longer footnote

    in two paragraphs.
"#;

/// What is left of the lines when the marks are gone. It knows no structure but the line.
fn without_marks(markdown: &str) -> String {
    let mut shown = String::new();
    for line in markdown.lines() {
        let line = line.trim_start_matches([' ', '>']);
        let fence = line.starts_with("```");
        let definition = line.starts_with('[') && !line.starts_with("[^") && line.contains("]: ");
        if fence || definition {
            continue;
        }
        let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let line = match number.strip_prefix(['.', ')']) {
            Some(rest) if rest.starts_with(' ') && number.len() < line.len() => rest,
            _ => line,
        };
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            let past = |end: &str| rest.find(end).map(|at| at + end.len());
            let hidden = match c {
                '<' if rest.starts_with("<http") => None,
                '<' => past(">"),
                '[' if rest.starts_with("[^") => past("]"),
                '!' if rest.starts_with("![") => past(")"),
                ']' if rest.starts_with("](") => past(")"),
                ']' if rest.starts_with("][") => rest[1..].find(']').map(|at| at + 2),
                '{' if rest.starts_with("{#") => past("}"),
                '&' => past(";"),
                _ => None,
            };
            if !matches!(c, '*' | '`' | '~') {
                shown.push(if hidden.is_some() { ' ' } else { c });
            }
            rest = &rest[hidden.unwrap_or(c.len_utf8())..];
        }
        shown.push('\n');
    }
    shown
}

#[test]
fn every_word_of_markdown_is_in_one_block() {
    let wanted = words(&without_marks(REPORT));
    assert!(wanted.len() > 90 && !wanted.iter().any(|word| word == "hidden"), "{wanted:?}");
    for text in [REPORT.to_owned(), REPORT.replace('\n', "\r\n")] {
        assert_same(Format::Markdown, text.as_bytes(), &wanted);
    }
}
