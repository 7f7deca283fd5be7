//! Pure text: words, stems, sentences, characters made harmless.
//!
//! In come strings, out go spans of the same strings (bytes, 0-based, half-open, on character
//! boundaries) and folded forms. One normaliser serves the index, the query and the highlights:
//! whatever two of them disagreed on would be a hit without a mark.
//!
//! `RawHash` is the hash of this room's own tables of words, for others that look words up as often; `ascii_runs`, `up_to_eight`
//! and `packed` are how it reads many bytes at a time, and `digest` tells apart what is compiled in.
//!
//! Nothing here fails, reads a file or knows what a report is. The data files beside this one
//! (spellings, compounds, stems) are compiled in; changing them changes what an index holds, so
//! `VERSION` goes up with them.

mod digest;
mod escape;
mod extent;
mod forms;
mod initials;
mod runs;
mod sentences;
mod spelling;
mod system;
mod words;

pub use digest::{DIGEST_OF_NOTHING, digest};
pub use escape::{escape, is_harmful};
pub use forms::{RawHash, fold_prefix, stem, stem_hash};
pub use initials::{Initials, initials_of_stems};
pub use runs::{ascii_runs, packed, up_to_eight};
pub use sentences::sentences;
pub use system::{moment, system_words};
pub use words::{Word, Words, words, words_with};

/// Of the rules and data files of this room. An index made by another version must be rebuilt.
pub const VERSION: u32 = 2;
