//! Bytes to text: which encoding, and what was lost.
//!
//! A mark at the start decides; then valid UTF-8; then UTF-16 where every second byte is zero; then
//! a guess, in which Windows-1252 is favoured because the reports are English.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

use super::scan;
use crate::model::{Problem, ProblemCode};

pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    /// Where it had to be guessed.
    pub(super) encoding: Option<&'static str>,
    pub(super) problems: Vec<Problem>,
}

/// `Err` for bytes that are no text.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Problem> {
    decode_declared(bytes, None)
}

/// As `decode`; a label that the source declares is preferred to a guess, and to nothing else: pages
/// keep their label when they are saved in another encoding.
pub(super) fn decode_declared<'a>(bytes: &'a [u8], label: Option<&str>) -> Result<Decoded<'a>, Problem> {
    let declared = label
        .and_then(|label| Encoding::for_label(label.as_bytes()))
        .filter(|declared| *declared != UTF_8 && declared.is_ascii_compatible());
    let (encoding, guessed, start) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, false, length),
        None => match utf16_without_mark(bytes) {
            Some(encoding) => (encoding, true, 0),
            None if is_binary(bytes) => return Err(binary()),
            None if is_mostly_utf8(bytes) => (UTF_8, false, 0),
            None => match declared {
                Some(declared) => (declared, false, 0),
                None => (guess(bytes), true, 0),
            },
        },
    };
    let body = &bytes[start..];
    let (text, mixed_line) = if encoding == UTF_8 {
        decode_mixed_utf8(body)
    } else {
        (encoding.decode_without_bom_handling(body).0, None)
    };
    let mut problems = Vec::new();
    if let Some(line) = mixed_line {
        let message = "holds bytes that are not UTF-8; they were read as Windows-1252: compare with the original, \
                       or save it as UTF-8";
        problems.push(Problem::new(ProblemCode::DecodingLossy, line, message));
    } else if let Some(at) = first_lost(&text) {
        let why = match encoding == UTF_8 && text[at..].starts_with(char::is_control) {
            true => "are control codes, as a wrong conversion leaves them,".to_owned(),
            false => format!("could not be read as {}", encoding.name()),
        };
        let message = format!("some characters {why} and are lost: save it again as UTF-8");
        problems.push(Problem::new(ProblemCode::DecodingLossy, line_of(&text, at), message));
    }
    let encoding = guessed.then(|| encoding.name());
    Ok(Decoded { text, encoding, problems })
}

/// Where the first replacement character stands, whoever put it there, or C1 control, which
/// Windows-1252 gives for bytes that mean nothing. In UTF-8 they begin with 0xEF and 0xC2.
fn first_lost(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut from = 0;
    loop {
        let at = from + scan::first(&bytes[from..], |byte| matches!(byte, 0xC2 | 0xEF))?;
        if text[at..].starts_with(lost) {
            return Some(at);
        }
        from = at + 1;
    }
}

fn lost(c: char) -> bool {
    c == '\u{FFFD}' || ('\u{80}'..='\u{9F}').contains(&c) && c != '\u{85}'
}

/// Valid UTF-8, or UTF-8 with something else pasted in: more good sequences than bad bytes.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    if std::str::from_utf8(bytes).is_ok() {
        return true;
    }
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += chunk.invalid().len();
    }
    good > bad
}

/// Text, and the line of the first byte that is not UTF-8.
fn decode_mixed_utf8(bytes: &[u8]) -> (Cow<'_, str>, Option<u32>) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), None);
    }
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut first_bad = None;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            first_bad = first_bad.or(Some(text.len()));
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
        }
    }
    let line = first_bad.map(|at| line_of(&text, at));
    (Cow::Owned(text), line)
}

fn line_of(text: &str, at: usize) -> u32 {
    let breaks = super::lines::numbered(&text[..at]).last().map_or(1, |(number, _)| number);
    let ended = text[..at].ends_with(['\n', '\r']);
    breaks + u32::from(ended && at > 0)
}

/// English text in UTF-16 has a zero in every second byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    if sample.len() < 4 {
        return None;
    }
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    match () {
        () if odd * 10 >= pairs * 7 && even * 20 <= pairs => Some(UTF_16LE),
        () if even * 10 >= pairs * 7 && odd * 20 <= pairs => Some(UTF_16BE),
        () => None,
    }
}

/// Text has no NULs and hardly any control characters; a stray one in a text is forgiven.
fn is_binary(bytes: &[u8]) -> bool {
    let controls = scan::count(bytes, |byte| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127));
    controls * 200 > bytes.len() && controls > 2
}

fn binary() -> Problem {
    Problem::new(
        ProblemCode::Binary,
        None,
        "holds bytes that are no text and was not read; if it is a report, open it and save it as text, PDF or docx",
    )
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if looks_like_old_mac(bytes) {
        return MACINTOSH;
    }
    let (mut high, mut usual) = (0_usize, 0_usize);
    for byte in bytes.iter().filter(|byte| **byte >= 0x80) {
        high += 1;
        usual += usize::from(is_usual_in_english(*byte));
    }
    // A few quotation marks and pound signs are too little for statistics of letters.
    if usual == high && high * 20 <= bytes.len() {
        return WINDOWS_1252;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(Some(b"uk"), Utf8Detection::Deny)
}

/// Windows-1252 for € … ‘ ’ “ ” • – — ™, no-break space, £ © ® ° · ½ and é.
fn is_usual_in_english(byte: u8) -> bool {
    matches!(
        byte,
        0x80 | 0x85 | 0x91..=0x97 | 0x99 | 0xA0 | 0xA3 | 0xA7 | 0xA9 | 0xAD | 0xAE | 0xB0 | 0xB7 | 0xBC..=0xBE | 0xE9
    )
}

/// In Mac Roman the apostrophe of "people's" is 0xD5, in Windows-1252 a capital O with a tilde.
fn looks_like_old_mac(bytes: &[u8]) -> bool {
    let apostrophes = bytes
        .windows(3)
        .filter(|w| w[0].is_ascii_lowercase() && w[1] == 0xD5 && w[2].is_ascii_lowercase())
        .count();
    apostrophes > 0 && !bytes.contains(&0x92)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Carers’ waits – “too long”\nCost £5, café\n";

    fn read(bytes: &[u8]) -> (String, Option<&'static str>, Vec<ProblemCode>) {
        let decoded = decode(bytes).map_err(|problem| problem.code).unwrap();
        let codes = decoded.problems.iter().map(|problem| problem.code).collect();
        (decoded.text.into_owned(), decoded.encoding, codes)
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    }

    #[test]
    fn every_usual_encoding_gives_the_same_text() {
        let windows = WINDOWS_1252.encode(TEXT).0.into_owned();
        let mac: Vec<u8> = b"people\xD5s waits\rCost \xA35".to_vec();
        let with = |mark: &[u8], body: Vec<u8>| [mark, &body].concat();
        let cases = [
            (TEXT.as_bytes().to_vec(), None),
            (with(b"\xEF\xBB\xBF", TEXT.as_bytes().to_vec()), None),
            (with(b"\xFF\xFE", utf16(TEXT, false)), None),
            (with(b"\xFE\xFF", utf16(TEXT, true)), None),
            (utf16(TEXT, false), Some("UTF-16LE")),
            (utf16(TEXT, true), Some("UTF-16BE")),
            (windows, Some("windows-1252")),
        ];
        for (bytes, encoding) in cases {
            assert_eq!(read(&bytes), (TEXT.to_owned(), encoding, vec![]));
        }
        assert_eq!(read(&mac), ("people’s waits\rCost £5".to_owned(), Some("macintosh"), vec![]));
    }

    #[test]
    fn utf8_with_windows_bytes_pasted_in_keeps_both_and_says_so() {
        let bytes = [TEXT.as_bytes(), b"people\x92s"].concat();
        let decoded = decode(&bytes).map_err(|_| ()).unwrap();
        assert!(decoded.text.ends_with("people’s"));
        assert_eq!(decoded.problems[0].code, ProblemCode::DecodingLossy);
        assert_eq!(decoded.problems[0].line, Some(3));
    }

    #[test]
    fn lost_characters_are_said_with_their_line() {
        let decoded = decode("one\r\ntwo\u{FFFD}".as_bytes()).map_err(|_| ()).unwrap();
        assert_eq!(decoded.problems[0].line, Some(2));
        for (bytes, why) in [
            (
                "one\u{FFFD}",
                "some characters could not be read as UTF-8 and are lost: save it again as UTF-8",
            ),
            (
                "one\u{9B}",
                "some characters are control codes, as a wrong conversion leaves them, and are lost: save it again as UTF-8",
            ),
        ] {
            let decoded = decode(bytes.as_bytes()).map_err(|_| ()).unwrap();
            assert_eq!(&*decoded.problems[0].message, why);
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_binary_and_a_stray_nul_is_not() {
        assert_eq!(decode(&[0; 64]).map(|_| ()).unwrap_err().code, ProblemCode::Binary);
        assert_eq!(
            decode(b"\x7fELF\x01\x02\x03\x00\x00\x00\x00words").map(|_| ()).unwrap_err().code,
            ProblemCode::Binary
        );
        let mut text = "words ".repeat(200).into_bytes();
        text.push(0);
        assert!(decode(&text).is_ok());
    }
}
