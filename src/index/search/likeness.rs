//! Which paragraphs a quotation may come from, found by its rarest words: whoever altered it left some of them, and
//! what holds most of them is looked at closely by those who asked.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;
use tantivy::{DocId, Term};

use super::{bits::Bits, order::Scored, segment::SegmentView};
use crate::{
    backend::Likeness,
    index::{error::IndexError, open::Index},
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
            // A few at a time share what they learn of how rare words are.
            let parts = quotations.par_chunks(4).map(|part| self.guarded(|| self.places_of(part)));
            let places: Vec<_> = parts.collect::<Result<_, _>>()?;
            let wanted: BTreeSet<(u32, DocId)> = places.into_iter().flatten().collect();
            let load = |(segment, doc): (u32, DocId)| self.load(segment as usize, doc);
            let mut paragraphs = wanted.into_iter().map(load).collect::<Result<Vec<_>, _>>()?;
            paragraphs.sort_by(|a, b| a.id.cmp(&b.id));
            Ok(paragraphs)
        })
    }

    /// Segment and document of the paragraphs that hold most of the rare words of one of the quotations.
    fn places_of(&self, quotations: &[Likeness]) -> Result<Vec<(u32, DocId)>, IndexError> {
        let mut rarity: HashMap<String, usize> = HashMap::new();
        let mut wanted = Vec::new();
        for quotation in quotations {
            let words = self.rarest(&quotation.text, &mut rarity)?;
            let mut places = self.best(&self.scored(&words, None)?, MOST)?;
            let best = places.iter().map(|place| place.relevance).fold(0.0, f32::max);
            if !quotation.authorities.is_empty() {
                let own = self.of_authorities(&quotation.authorities)?;
                places.extend(self.best(&self.scored(&words, Some(&own))?, MOST)?);
            }
            // What holds a third of the best's words or less is not what was quoted.
            places.retain(|place| place.relevance * 3.0 > best);
            wanted.extend(places.into_iter().map(|place| (place.segment, place.doc)));
        }
        Ok(wanted)
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
                    let count = self.live_count(&term)?;
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

    /// Of each segment the paragraphs with any of the words and the worth of those they hold, inside `scope`.
    fn scored(
        &self,
        words: &[(String, f32)],
        scope: Option<&[Bits]>,
    ) -> Result<Vec<Scored<'static>>, IndexError> {
        let mut scored = Vec::with_capacity(self.segments.len());
        for (n, segment) in self.segments.iter().enumerate() {
            let mut worth = vec![0.0_f32; segment.len() as usize];
            let mut docs = Bits::empty(segment.len());
            for (word, value) in words {
                let mut found = self.paragraphs_in(segment, word)?;
                if let Some(scope) = scope {
                    found.and(&scope[n]);
                }
                found.iter().for_each(|doc| worth[doc as usize] += value);
                docs.or(&found);
            }
            let docs = docs.docs();
            let relevance = docs.iter().map(|doc| worth[*doc as usize]).collect();
            scored.push(Scored { docs: docs.into(), relevance });
        }
        Ok(scored)
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
}
