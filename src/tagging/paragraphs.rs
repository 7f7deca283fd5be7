//! Blocks with their fates become paragraphs.

use std::sync::Arc;

use crate::model::{Block, Page, Paragraph, ParagraphId, ReportId};

use super::{emission::Fate, outline::Outline};

/// Gives each block its fate; moves the texts.
pub(super) fn paragraphs(
    id: &ReportId,
    blocks: Vec<Block>,
    fates: Vec<Fate>,
    outline: &Outline,
    pages: &[Arc<Page>],
) -> Vec<Paragraph> {
    let headings: Vec<Option<String>> = fates
        .iter()
        .map(|fate| match fate {
            Fate::Paragraph { subheading: Some(at), .. } => Some(blocks[*at].text.clone()),
            _ => None,
        })
        .collect();
    let mut part = 0;
    let mut paragraphs: Vec<Paragraph> = Vec::with_capacity(blocks.len());
    for (at, ((block, fate), subheading)) in blocks.into_iter().zip(fates).zip(headings).enumerate() {
        while outline.parts.get(part + 1).is_some_and(|next| next.start <= at) {
            part += 1;
        }
        match fate {
            Fate::Tag => {}
            Fate::Continues => {
                if let Some(last) = paragraphs.last_mut() {
                    last.text.push(' ');
                    last.text.push_str(&block.text);
                }
            }
            Fate::Paragraph { section, .. } => {
                let number = u32::try_from(paragraphs.len() + 1).unwrap_or(u32::MAX);
                paragraphs.push(Paragraph {
                    id: ParagraphId { report: id.clone(), number },
                    text: block.text,
                    section,
                    subheading,
                    at: block.at,
                    page: Arc::clone(&pages[part]),
                });
            }
        }
    }
    paragraphs
}
