/// The words of the paragraphs, as exact terms (`text::Word::exact_terms`). An index answers from
/// its dictionary.
pub trait Vocabulary {
    /// In how many paragraphs the term stands.
    fn paragraphs_with(&self, term: &str) -> usize;

    /// The terms that begin so, in alphabetical order, at most `limit`; whether there are more.
    fn beginning_with(&self, prefix: &str, limit: usize) -> (Vec<String>, bool);

    /// The terms within so many edits (1 or 2) that share the first letter, with the number of
    /// paragraphs, commonest first, ties by term; at most `limit`.
    fn spelled_like(&self, term: &str, edits: u8, limit: usize) -> Vec<(String, usize)>;
}
