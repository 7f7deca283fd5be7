use std::io::{Cursor, Read};

use zip::{ZipArchive, result::ZipError};

use super::damaged;
use crate::model::{Problem, ProblemCode};
use crate::readers::decode::decode;

/// Limits for packed files, so that a small one cannot unpack to fill the memory. Source: OWASP
/// ASVS 5.0, 5.2.3, read November 2026; the figures are ours.
const UNPACKED_LIMIT_BYTES: u64 = 200 * 1024 * 1024;
const PARTS_LIMIT: u16 = 10_000;
const RATIO_LIMIT: u64 = 200;
const RATIO_MATTERS_FROM_BYTES: u64 = 10 * 1024 * 1024;

/// The parts of a Word file. Nothing is ever written to disk, so that no name in it can lead anywhere.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    left_bytes: u64,
}

impl<'a> Archive<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Problem> {
        // Asked before the list is read: each of its entries costs more memory than it has bytes.
        if declared_parts(bytes).is_some_and(|parts| parts > PARTS_LIMIT) {
            return Err(too_large(&format!("holds more than {PARTS_LIMIT} parts")));
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
        if zip.len() > usize::from(PARTS_LIMIT) {
            return Err(too_large(&format!("holds more than {PARTS_LIMIT} parts")));
        }
        let mut unpacked = 0_u64;
        for index in 0..zip.len() {
            let part = zip.by_index_raw(index).map_err(|_| damaged())?;
            unpacked = unpacked.saturating_add(part.size());
            let ratio_is_odd = part.size() > RATIO_MATTERS_FROM_BYTES
                && part.size() / part.compressed_size().max(1) > RATIO_LIMIT;
            if ratio_is_odd {
                let message = format!(
                    "has a part that unpacks to {RATIO_LIMIT} times its size and was not read; open it in Word and save it again"
                );
                return Err(Problem::new(ProblemCode::TooLarge, None, message));
            }
            if unpacked > UNPACKED_LIMIT_BYTES {
                return Err(too_large(&format!(
                    "unpacks to more than {} MB",
                    UNPACKED_LIMIT_BYTES / 1024 / 1024
                )));
            }
        }
        Ok(Archive { zip, left_bytes: UNPACKED_LIMIT_BYTES })
    }

    /// The text of a part; `None` if there is none of that name.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Problem> {
        let part = match self.zip.by_name(name.trim_start_matches('/')) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(_)) => {
                return Err(Problem::new(
                    ProblemCode::Encrypted,
                    None,
                    "is packed with a password or in an unusual way; open it in Word and save it again",
                ));
            }
            Err(_) => return Err(damaged()),
        };
        let mut bytes = Vec::new();
        // Sizes may be declared wrongly: what counts is what comes out.
        part.take(self.left_bytes + 1).read_to_end(&mut bytes).map_err(|_| damaged())?;
        let length = bytes.len() as u64;
        if length > self.left_bytes {
            return Err(too_large(&format!(
                "unpacks to more than {} MB",
                UNPACKED_LIMIT_BYTES / 1024 / 1024
            )));
        }
        self.left_bytes -= length;
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(error) => Ok(Some(decode(error.as_bytes()).map_err(|_| damaged())?.text.into_owned())),
        }
    }
}

/// How many entries the end of the archive says there are (65,535 stands for more).
fn declared_parts(bytes: &[u8]) -> Option<u16> {
    let tail = &bytes[bytes.len().saturating_sub(22 + 65_535)..];
    let at = tail.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let count = tail.get(at + 10..at + 12)?;
    Some(u16::from_le_bytes([count[0], count[1]]))
}

fn too_large(what: &str) -> Problem {
    let message = format!("{what} and was not read; save the report without pictures and attachments");
    Problem::new(ProblemCode::TooLarge, None, message)
}
