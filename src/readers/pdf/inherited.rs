//! Fonts that all pages share. groff writes them into the tree of pages itself, where the library does not look:
//! it would take every letter for half as wide as it is high, and some for others.

use lopdf::{Document, LoadOptions, Object, ObjectId};

use super::unread::OBJECTS_BYTES;

/// Nested as deep as the tree of any page.
const MOST_NODES: usize = 10_000;

/// The file with such resources as an object of their own; none where there are none.
pub(super) fn with_shared_resources(bytes: &[u8]) -> Option<Vec<u8>> {
    let options = LoadOptions { max_decompressed_size: Some(OBJECTS_BYTES), ..LoadOptions::default() };
    let mut document = Document::load_mem_with_options(bytes, options).ok()?;
    if document.trailer.has(b"Encrypt") {
        return None;
    }
    let is_node = |object: &Object| object.type_name().is_ok_and(|name| name == b"Pages");
    let nodes: Vec<ObjectId> = document
        .objects
        .iter()
        .filter(|(_, object)| is_node(object))
        .map(|(id, _)| *id)
        .take(MOST_NODES)
        .collect();
    let mut any = false;
    for id in nodes {
        let Ok(node) = document.get_dictionary_mut(id) else { continue };
        let Ok(Object::Dictionary(_)) = node.get(b"Resources") else { continue };
        let Some(resources) = node.remove(b"Resources") else { continue };
        let shared = document.add_object(resources);
        if let Ok(node) = document.get_dictionary_mut(id) {
            node.set("Resources", Object::Reference(shared));
            any = true;
        }
    }
    let mut mended = Vec::with_capacity(bytes.len());
    (any && document.save_to(&mut mended).is_ok()).then_some(mended)
}

#[test]
fn letters_of_fonts_that_all_pages_share_are_as_wide_as_they_are() {
    use crate::readers::making::pdf::{Line, document, document_of_shared_fonts};
    let text = "People waited for weeks.".to_owned();
    let page = vec![Line { x: 70.0, y: 760.0, size: 10.0, bold: false, text }];
    let own = document(std::slice::from_ref(&page));
    assert!(with_shared_resources(&own).is_none());
    let widths = |file: &[u8]| -> Vec<f32> {
        super::items::read(file).unwrap().items.iter().map(|item| item.width).collect()
    };
    assert_eq!(widths(&document_of_shared_fonts(&[page])), widths(&own));
}
