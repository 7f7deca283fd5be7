//! Pages that a document holds as they are, and that Word takes in when it opens the file: what websites export to
//! Word is often no more than that.

use crate::model::{BlockKind, Location, Problem};
use crate::readers::{blocks::Blocks, html, signature};

const UNREAD: &str =
    "holds a part of another format, whose words are missing; open it in Word and save it again";

/// Adds the blocks of web pages; what is to be said of other parts, if there are any.
pub(super) fn read(pages: &[String], blocks: &mut Blocks) -> Result<Option<&'static str>, Problem> {
    let mut unread = None;
    for page in pages {
        if !signature::is_html(page) {
            unread = Some(UNREAD);
            continue;
        }
        for block in html::read(page)?.blocks {
            let at = Location { line: blocks.next_number(), page: None };
            match block.kind {
                BlockKind::TableRow { cells } => blocks.push_row(&cells, at),
                kind => blocks.push(kind, &block.text, at),
            }
        }
    }
    Ok(unread)
}
