//! What the engine's store holds of a document, taken out without the engine's own document between.

use tantivy::{
    DocAddress, Searcher,
    schema::{
        Field,
        document::{
            DeserializeError, DocumentDeserialize, DocumentDeserializer, ValueDeserialize, ValueDeserializer,
            ValueVisitor,
        },
    },
};

/// The stored fields of a document: one of our kinds has two at most.
#[derive(Default)]
pub(in crate::index) struct Stored(Vec<(Field, Value)>);

enum Value {
    Text(String),
    Bytes(Vec<u8>),
}

impl Stored {
    pub(in crate::index) fn of(searcher: &Searcher, address: DocAddress) -> tantivy::Result<Self> {
        searcher.doc(address)
    }

    pub(in crate::index) fn bytes(&self, field: Field) -> Option<&[u8]> {
        self.0.iter().find_map(|(of, value)| match value {
            Value::Bytes(bytes) if *of == field => Some(&bytes[..]),
            _ => None,
        })
    }

    pub(in crate::index) fn take_text(&mut self, field: Field) -> Option<String> {
        self.0.iter_mut().find_map(|(of, value)| match value {
            Value::Text(text) if *of == field => Some(std::mem::take(text)),
            _ => None,
        })
    }
}

impl DocumentDeserialize for Stored {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(mut from: D) -> Result<Self, DeserializeError> {
        let mut stored = Stored::default();
        while let Some(field) = from.next_field()? {
            stored.0.push(field);
        }
        Ok(stored)
    }
}

impl ValueDeserialize for Value {
    fn deserialize<'de, D: ValueDeserializer<'de>>(from: D) -> Result<Self, DeserializeError> {
        from.deserialize_any(TextOrBytes)
    }
}

struct TextOrBytes;

impl ValueVisitor for TextOrBytes {
    type Value = Value;

    fn visit_string(&self, text: String) -> Result<Value, DeserializeError> {
        Ok(Value::Text(text))
    }

    fn visit_bytes(&self, bytes: Vec<u8>) -> Result<Value, DeserializeError> {
        Ok(Value::Bytes(bytes))
    }
}
