//! Which paragraphs a quotation may come from, found by its rarest words: whoever altered it left some of them, and
//! what holds most of them is looked at closely by those who asked.

use std::collections::{BTreeSet, HashMap};

use tantivy::{DocId, Term};

use super::{bits::Bits, error::IndexError, open::Index, segment::SegmentView};
use crate::{
    backend::Likeness,
    model::{Field, Paragraph},
    text::words,
};

/// Words of a quotation that are looked for.
const RAREST: usize = 12;

/// Paragraphs that are given for one quotation, and as many again of the councils it is said to be of.
const MOST: usize = 24;

impl Index {
    /// For each quotation the paragraphs of any section that hold most of its rare words, all together in the order
    /// of their ids. Of equals the first by id, so that the answer depends on the paragraphs alone.
    pub fn likest(&self, quotations: &[Likeness]) -> Result<Vec<Paragraph>, IndexError> {
        self.guarded(|| {
            let mut rarity: HashMap<String, usize> = HashMap::new();
            let mut wanted: BTreeSet<(usize, DocId)> = BTreeSet::new();
            for quotation in quotations {
                let words = self.rarest(&quotation.text, &mut rarity)?;
                let scored = self.scored(&words)?;
                wanted.extend(self.best(&scored, |_, _| true)?);
                if !quotation.authorities.is_empty() {
                    let own = self.of_authorities(&quotation.authorities)?;
                    wanted.extend(self.best(&scored, |segment, doc| own[segment].contains(doc))?);
                }
            }
            let load = |(segment, doc): (usize, DocId)| self.load(&self.segments[segment], doc);
            let mut paragraphs = wanted.into_iter().map(load).collect::<Result<Vec<_>, _>>()?;
            paragraphs.sort_by(|a, b| a.id.cmp(&b.id));
            Ok(paragraphs)
        })
    }

    /// The rarest words of a text with what each is worth.
    fn rarest(
        &self,
        text: &str,
        rarity: &mut HashMap<String, usize>,
    ) -> Result<Vec<(String, f32)>, IndexError> {
        let terms: BTreeSet<String> =
            words(text).flat_map(|word| word.exact_terms().map(str::to_owned).collect::<Vec<_>>()).collect();
        let mut counted = Vec::with_capacity(terms.len());
        for term in terms {
            let count = match rarity.get(&term) {
                Some(count) => *count,
                None => {
                    let mut count = 0;
                    for segment in &self.segments {
                        count += self.docs_with_word(segment, &term)?.count();
                    }
                    rarity.insert(term.clone(), count);
                    count
                }
            };
            if count > 0 {
                counted.push((count, term));
            }
        }
        counted.sort_unstable();
        counted.truncate(RAREST);
        let all = self.opened.payload.paragraphs as f32;
        Ok(counted.into_iter().map(|(count, term)| (term, (1.0 + all / count as f32).ln())).collect())
    }

    /// Of each segment the live paragraphs with any of the words, and the worth of those they hold.
    fn scored(&self, words: &[(String, f32)]) -> Result<Vec<Vec<(DocId, f32)>>, IndexError> {
        let mut scored = Vec::with_capacity(self.segments.len());
        for segment in &self.segments {
            let mut worth = vec![0.0_f32; segment.len() as usize];
            for (word, value) in words {
                for doc in self.docs_with_word(segment, word)?.iter() {
                    worth[doc as usize] += value;
                }
            }
            let live = segment.paragraphs().map_err(|error| self.fail(&error))?;
            scored.push(
                live.iter().map(|doc| (doc, worth[doc as usize])).filter(|(_, worth)| *worth > 0.0).collect(),
            );
        }
        Ok(scored)
    }

    /// The `MOST` with the highest worth among those that may be.
    fn best(
        &self,
        scored: &[Vec<(DocId, f32)>],
        may_be: impl Fn(usize, DocId) -> bool,
    ) -> Result<Vec<(usize, DocId)>, IndexError> {
        let mut all: Vec<(f32, usize, DocId)> = Vec::new();
        for (segment, docs) in scored.iter().enumerate() {
            let docs = docs.iter().filter(|(doc, _)| may_be(segment, *doc));
            all.extend(docs.map(|(doc, worth)| (*worth, segment, *doc)));
        }
        if all.len() > MOST {
            all.select_nth_unstable_by(MOST - 1, |a, b| b.0.total_cmp(&a.0));
            let least = all[MOST - 1].0;
            let mut equals: Vec<(f32, usize, DocId)> = Vec::new();
            all.retain(|one| {
                let equal = one.0.total_cmp(&least).is_eq();
                if equal {
                    equals.push(*one);
                }
                !equal && one.0 > least
            });
            let free = MOST - all.len();
            if equals.len() > free {
                self.first_by_id(&mut equals, free)?;
            }
            all.extend(equals);
        }
        Ok(all.into_iter().map(|(_, segment, doc)| (segment, doc)).collect())
    }

    /// Keeps the `most` whose ids come first.
    fn first_by_id(&self, places: &mut Vec<(f32, usize, DocId)>, most: usize) -> Result<(), IndexError> {
        let fail = |error: tantivy::TantivyError| self.fail(&error);
        let names: Vec<Vec<String>> =
            self.segments.iter().map(SegmentView::report_names).collect::<Result<_, _>>().map_err(fail)?;
        let mut keyed = Vec::with_capacity(places.len());
        for place in &*places {
            let (report, number) = self.segments[place.1].id_key(place.2).map_err(fail)?;
            let name = usize::try_from(report).ok().and_then(|report| names[place.1].get(report));
            keyed.push((name.map(String::as_str).unwrap_or_default(), number, *place));
        }
        keyed.select_nth_unstable_by(most, |a, b| (a.0, a.1).cmp(&(b.0, b.1)));
        *places = keyed[..most].iter().map(|(.., place)| *place).collect();
        Ok(())
    }

    fn of_authorities(&self, names: &[String]) -> Result<Vec<Bits>, IndexError> {
        let field = self.opened.columns.facet(Field::Authority);
        let of_segment = |segment: &SegmentView| {
            let mut docs = Bits::empty(segment.len());
            // A report without a council may be anybody's.
            for name in names.iter().map(String::as_str).chain([""]) {
                segment.add_docs(&Term::from_field_text(field, name), &mut docs)?;
            }
            Ok(docs)
        };
        let all: tantivy::Result<Vec<Bits>> = self.segments.iter().map(of_segment).collect();
        all.map_err(|error| self.fail(&error))
    }

    fn docs_with_word(&self, segment: &SegmentView, word: &str) -> Result<Bits, IndexError> {
        let mut docs = Bits::empty(segment.len());
        let term = Term::from_field_text(self.opened.columns.exact, word);
        segment.add_docs(&term, &mut docs).map_err(|error| self.fail(&error))?;
        Ok(docs)
    }
}
