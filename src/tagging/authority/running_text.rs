//! Authorities named in running text: the weakest evidence, taken only where nothing speaks against it.
//!
//! Reports name neighbours, hospitals and partner councils freely, so a name counts only where a listed
//! authority is named at least three times, or a full council name at least twice, and no other at all. How each
//! sentence bears on the question whose report it is, `bearing.rs` says: an aside fills a paragraph, so the place is
//! the one assessed where three paragraphs name it, or two speak of it or name its council in full, and none sets it apart
//! as another party. Where some do, those that speak of it as the one assessed must outnumber them by three, or by two that let its
//! people speak. A county's name is also that of a wider area, whose hospitals and boards serve other councils, so there two
//! must speak of the place itself. A page is not another's, either, whose name or window names the council that it speaks of. More
//! pages stay without an authority, which are listed and settled by one line in overrides.toml; one with a wrong authority is
//! believed.

use std::{collections::HashSet, sync::LazyLock};

use super::{
    bearing::{Bearing, bearing},
    longer_names::{OPENERS, all_capital, inside_a_name, is_capital, names_another_thing, starts_sentence},
};
use crate::tagging::lines::{
    forms::Word,
    names::{Named, Names, plain_words, says_council, written},
    rated::{gap_is_plain, named_at, unlisted},
};

/// Paragraphs beyond those that set the place apart.
const ENOUGH_PARAGRAPHS: usize = 3;
/// Of those in which its people speak, and of those that name its council in full.
const ENOUGH_WHERE_SURE: usize = 2;

#[derive(Default)]
struct Count {
    bare: usize,
    full: usize,
    /// Paragraphs in which those who are assessed speak.
    heard: usize,
    /// Whether the place itself is spoken of as the one that is assessed, beyond names that hold it.
    plain_assessed: bool,
    /// Paragraphs that speak of the place as the one that is assessed.
    assessed: usize,
    /// Paragraphs that speak of the place, these included, and those of them that do not merely name its plans and boards.
    there: usize,
    there_itself: usize,
    /// Paragraphs that name it, these included, and those of them that are no speaker's words.
    named: usize,
    named_by_itself: usize,
    /// Paragraphs that set it apart.
    apart: usize,
    /// The most telling of the paragraph that is being read.
    paragraph: Bearing,
    first: usize,
}

impl Count {
    fn add(&mut self, mention: &Spoken) {
        match mention.sort {
            Sort::Full => self.full += 1,
            Sort::Bare => self.bare += 1,
            Sort::Doubtful | Sort::Rival => {}
        }
        if matches!(mention.sort, Sort::Full | Sort::Bare) || mention.bearing == Bearing::Apart {
            self.paragraph = self.paragraph.max(mention.bearing);
        }
    }

    fn end_paragraph(&mut self) {
        let bearing = std::mem::take(&mut self.paragraph);
        if bearing == Bearing::Apart {
            self.apart += 1;
            return;
        }
        self.heard += usize::from(bearing == Bearing::Heard);
        self.plain_assessed |= bearing >= Bearing::Assessed;
        self.assessed += usize::from(bearing >= Bearing::Within);
        self.there += usize::from(bearing >= Bearing::There);
        self.there_itself += usize::from(bearing >= Bearing::There && bearing != Bearing::Within);
        self.named += usize::from(bearing >= Bearing::Quoted);
        self.named_by_itself += usize::from(bearing >= Bearing::Named);
    }

    /// Of an authority that the file's name or window hints at: its council is spoken of, more often than set apart.
    fn is_meant(&self) -> bool {
        self.full >= 2 && self.there >= ENOUGH_WHERE_SURE && self.there > self.apart
    }

    /// `wider`: more than one council's area goes by the name.
    fn is_assessed(&self, wider: bool) -> bool {
        let in_full = self.full >= 2 && self.there >= ENOUGH_WHERE_SURE;
        let named_again = self.named >= ENOUGH_PARAGRAPHS && self.named_by_itself >= 2;
        let again = match self.there_itself {
            0 => false,
            1 => named_again && !wider,
            _ => named_again || !wider,
        };
        if self.apart == 0 && (in_full || again) {
            return true;
        }
        let heard = self.heard >= ENOUGH_WHERE_SURE;
        let enough = if heard { ENOUGH_WHERE_SURE } else { ENOUGH_PARAGRAPHS };
        self.plain_assessed && (heard || !wider) && self.assessed >= enough + self.apart
    }
}

/// `bare_names`: whether a name without a council's form counts at all; `hints`: whom the file's name or window names.
/// Beside the hinted one others may be named, if each time they are set apart. Gives the authority and the index of the
/// first text that names it.
pub(super) fn authority_in<'a>(
    texts: impl Iterator<Item = &'a str>,
    bare_names: bool,
    hints: &[Named],
    names: &Names,
) -> Option<(Named, usize)> {
    let mut found: Option<(Named, Count)> = None;
    let mut others_apart = false;
    for (index, text) in texts.enumerate() {
        for (named, mention) in mentions(text, names) {
            if mention.bearing == Bearing::Apart && !hints.is_empty() && !hints.contains(&named) {
                others_apart = true;
                continue;
            }
            let (known, count) =
                found.get_or_insert_with(|| (named.clone(), Count { first: index, ..Count::default() }));
            // A form with a bare twin ("Dunmore Council" and "Dunmore") is one authority.
            if *known != named {
                return None;
            }
            count.add(&mention);
        }
        if let Some((_, count)) = &mut found {
            count.end_paragraph();
        }
    }
    let (named, count) = found?;
    let enough = count.full >= 2 || (bare_names && named.listed && count.bare + count.full >= 3);
    let hinted = !hints.is_empty() && hints.iter().all(|hint| *hint == named);
    let assessed =
        (count.is_assessed(names.is_wider(&named)) && !others_apart) || (hinted && count.is_meant());
    (enough && assessed).then_some((named, count.first))
}

/// Whether texts bear out a name that by itself may be a word: they name that authority unmistakably, and no other.
pub(super) fn bears_out<'a>(texts: impl Iterator<Item = &'a str>, wanted: &Named, names: &Names) -> bool {
    let mut borne_out = false;
    for (named, mention) in texts.flat_map(|text| mentions(text, names)) {
        if named != *wanted {
            return false;
        }
        let place = !matches!(mention.sort, Sort::Rival);
        borne_out |= matches!(mention.sort, Sort::Full)
            || (place && matches!(mention.bearing, Bearing::Heard | Bearing::Assessed | Bearing::There));
    }
    borne_out
}

enum Sort {
    Full,
    Bare,
    /// A name that is a word too or is shared, where it can be the place: "in Reading".
    Doubtful,
    /// Named, but as something that stands elsewhere or serves others ("Barnet Hospital"): no support, yet a reason for doubt.
    Rival,
}

/// How a text speaks of a name in one place.
struct Spoken {
    sort: Sort,
    bearing: Bearing,
}

/// What stands further from a name than this does not bear on it, however long the sentence.
const NEAR_WORDS: usize = 250;

impl Spoken {
    /// `start..end` are the words of the name.
    fn of(text: &str, words: &[Word], start: usize, end: usize, sort: Sort) -> Self {
        let full = matches!(sort, Sort::Full);
        let from = start.saturating_sub(NEAR_WORDS);
        let near = &words[from..words.len().min(end + NEAR_WORDS)];
        Spoken { bearing: bearing(text, near, start - from, end - from, full), sort }
    }
}

fn mentions(text: &str, names: &Names) -> Vec<(Named, Spoken)> {
    let words = plain_words(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if !is_capital(text, &words[at]) {
            at += 1;
            continue;
        }
        let longer = longer_council(text, &words, at, names);
        if let (Some(mention), None) = (names.at(&words, at), &longer) {
            let end = at + mention.words;
            let inside = inside_a_name(text, &words, at, end);
            let elsewhere = names_another_thing(text, &words, at, end);
            // "Reading" at the start of a sentence is the word; "Bury St Edmunds" is another place.
            let word = mention.doubtful && (inside || elsewhere || starts_sentence(text, &words, at));
            // "Liverpool City Region" is no Liverpool City.
            let full = mention.full && (says_council(&words[at..end]) || !inside);
            if !word && all_capital(text, &words[at..end]) {
                let sort = if full {
                    Sort::Full
                } else if elsewhere {
                    Sort::Rival
                } else if mention.doubtful {
                    Sort::Doubtful
                } else {
                    Sort::Bare
                };
                found.push((names.named(mention.index), Spoken::of(text, &words, at, end, sort)));
            }
            at = end;
        } else if let Some(named) = longer.or_else(|| council(text, &words, at)) {
            let end = (at + plain_words(&named.authority.name).len().max(1)).min(words.len());
            let assessed = may_be_assessed(&words[at..end], names) && !NOT_ASSESSED.contains(&named.same);
            let sort = if assessed { Sort::Full } else { Sort::Rival };
            found.push((named, Spoken::of(text, &words, at, end, sort)));
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

/// Councils that are known, by their names without a council's words, and that no report is about.
static NOT_ASSESSED: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let lines = include_str!("not_assessed.txt").lines();
    lines.filter(|line| !line.starts_with('#')).map(|name| written(name).same).collect()
});

/// Whether an unlisted council can be the one that a report is about: districts have no duties of social
/// care, and a council whose name holds a listed one ("East Suffolk Council") is most often a district there.
fn may_be_assessed(name: &[Word], names: &Names) -> bool {
    let district = name.windows(2).any(|pair| pair[1].text == "district" && pair[0].text != "metropolitan");
    !district && (0..name.len()).all(|at| names.at(name, at).is_none())
}

/// "Surrey Heath Borough Council", where only its first word is listed.
fn longer_council(text: &str, words: &[Word], at: usize, names: &Names) -> Option<Named> {
    let mention = names.at(words, at).filter(|mention| !mention.full)?;
    let named = named_at(text, words, at, names).filter(|named| !named.listed)?;
    (plain_words(&named.authority.name).len() > mention.words).then_some(named)
}

/// Words before "of" that are part of a council's name; "Staff of Dunmore Council" are none.
const HEADS: [&str; 9] = ["city", "borough", "county", "council", "royal", "isle", "isles", "vale", "forest"];

/// A council's form of an unlisted name; "any other North London Council" is a class and no name.
fn council(text: &str, words: &[Word], at: usize) -> Option<Named> {
    let class = at > 0
        && matches!(words[at - 1].text.as_str(), "other" | "any" | "every" | "each" | "no" | "some" | "most");
    let opener = |i: usize| starts_sentence(text, words, i) && OPENERS.contains(&words[i].text.as_str());
    let within = at > 0
        && is_capital(text, &words[at - 1])
        && gap_is_plain(&text[words[at - 1].at.end..words[at].at.start])
        && !opener(at - 1);
    let of = words.get(at + 1).is_some_and(|next| next.text == "of")
        && starts_sentence(text, words, at)
        && !HEADS.contains(&words[at].text.as_str());
    if class || within || of || opener(at) {
        return None;
    }
    unlisted(text, words, at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Catalogue;

    static NAMES: LazyLock<Names> = LazyLock::new(|| Names::new(&Catalogue::embedded().authorities));

    fn found<'a>(paragraphs: impl Iterator<Item = &'a str>) -> Option<String> {
        authority_in(paragraphs, true, &[], &NAMES).map(|(named, _)| named.authority.name)
    }

    /// Each sentence is a paragraph.
    fn found_in(text: &str) -> Option<String> {
        found(text.split_inclusive(['.', '\n']).map(str::trim))
    }

    #[test]
    fn a_doubtful_name_needs_the_text_to_bear_it_out() {
        let names = Names::new(&Catalogue::embedded().authorities);
        let reading = names.resolve("Reading");
        for (text, expected) in [
            ("Reading Borough Council had a plan.", true),
            ("People who live in Reading agreed.", true),
            ("Reading the plan took time. They liked Reading.", false),
            ("People who live in Reading and in Barnet agreed.", false),
            ("Staff agreed.", false),
        ] {
            assert_eq!(bears_out(text.lines(), &reading, &names), expected, "{text}");
        }
    }

    #[test]
    fn a_name_counts_when_it_is_repeated_and_alone() {
        for (text, expected) in [
            (
                "Staff in Barnet said so.\nIn Barnet, the council agreed. Homes across Barnet were full.",
                Some("Barnet"),
            ),
            ("Staff in Barnet said so. Barnet knew.", None),
            ("Kent County Council knew. The plan of Kent County Council was new.", Some("Kent")),
            ("Kent County Council knew, and Kent County Council asked.", None),
            ("Kent County Council knew. The team came from Kent County Council.", None),
            (
                "Dunmore Council shared a team with the trust. The night team was provided by Dunmore Council.",
                Some("Dunmore Council"),
            ),
            (
                "Within Dunmore Council, staff knew. Across Dunmore Council, they did. Staff at Dunmore Council said so.",
                Some("Dunmore Council"),
            ),
            ("In Barnet, and in Barnet, and in Barnet, as in Enfield.", None),
            ("At Barnet Hospital. At Barnet Hospital. At Barnet Hospital.", None),
            ("In Enfield, in Enfield, in Enfield, near Barnet Hospital.", None),
            ("The Barnet Plan, the Barnet Board, the Barnet Partnership.", None),
            ("The Barnet Plan. The Barnet Board, and homes in Barnet.", None),
            ("The Barnet Plan. The Barnet Board. Homes across Barnet.", Some("Barnet")),
            ("At the University of York. At the University of York. At the University of York.", None),
            (
                "All across Barnet did. Within Barnet, all were. People in Barnet said more than any other North London Council.",
                Some("Barnet"),
            ),
            ("Reading was taught. Reading helped. Reading mattered.", None),
            (
                "People at Reading Borough Council told us so.\nIn Reading, people waited. Staff at Reading Borough Council told us more.",
                Some("Reading"),
            ),
            (
                "Healthwatch Barnet knew.\nThe Barnet Board met.\nClubs across Barnet were full.",
                Some("Barnet"),
            ),
            (
                "Reading was taught across Barnet. Barnet people said they liked it. Within Barnet, there were books.",
                Some("Barnet"),
            ),
            (
                "Across North Somerset, people agreed. In North Somerset, the council did. Clubs within North Somerset met.",
                Some("North Somerset"),
            ),
            ("Newcastle-under-Lyme, Newcastle-under-Lyme, Newcastle-under-Lyme.", None),
            ("Dunmore Council knew. Dunmore Council asked Penhallow Council.", None),
            (
                "Within Dunmore Council staff knew. However Dunmore Council staff told us more. Staff told us Dunmore Council was new.",
                Some("Dunmore Council"),
            ),
            (
                "Staff of Kent County Council told us so. Staff of Kent County Council told us more.",
                Some("Kent"),
            ),
            (
                "Leaders of Dunmore Council told us so. Leaders of Dunmore Council told us more.",
                Some("Dunmore Council"),
            ),
            // People, wards, colleges and regions that have a place's name.
            ("Jane Kent said so.\nMs Kent agreed.\nWe thanked Jane Kent.", None),
            ("On Duchess of Cornwall ward. Of Duchess of Cornwall ward. The Duchess of Cornwall ward.", None),
            (
                "South Gloucestershire and Stroud College knew.\nAt South Gloucestershire and Stroud College.\nSouth Gloucestershire and Stroud College.",
                None,
            ),
            (
                "Liverpool City Region led.\nThe plan of Liverpool City Region.\nIn Liverpool City Region.",
                None,
            ),
            // Governments and examples.
            (
                "Leaders waited for Westminster to decide. Money from Westminster came late. What Westminster decides matters.",
                None,
            ),
            (
                "They visited Manchester. They asked how Manchester did this, and wished to be like Manchester.",
                None,
            ),
            // Partners, neighbours, peers.
            (
                "A peer challenge led by Essex County Council took place. The team learned from Essex County Council.",
                None,
            ),
            (
                "Bradford Council placed people here. The authority wrote to Bradford Council about them.",
                None,
            ),
            ("Neighbouring authority Bradford Council shared a hub. Bradford Council paid.", None),
            (
                "The local authority, Bradford Council, had a plan. Staff at Bradford Council told us so.",
                Some("Bradford"),
            ),
            (
                "Bradford Council (the council) had a plan. Staff at Bradford Council told us so.",
                Some("Bradford"),
            ),
            ("People were placed in Blackpool. Homes in Blackpool were far away. Blackpool was far.", None),
            ("In the case of Kent County Council it was so. Kent County Council v P.", None),
            // Districts, and councils of elsewhere and of the past.
            (
                "East Suffolk Council ran grants. Housing was for East Suffolk Council. East Suffolk Council agreed.",
                None,
            ),
            ("Lancaster City Council ran grants. Lancaster City Council agreed.", None),
            ("Northamptonshire County Council ran it. Northamptonshire County Council had paid.", None),
            ("Cardiff Council ran it. Cardiff Council had paid.", None),
            ("South Dunmore District Council ran grants. South Dunmore District Council agreed.", None),
            (
                "Surrey Heath Borough Council is in Surrey. Surrey Heath Borough Council. Surrey. Surrey.",
                None,
            ),
        ] {
            assert_eq!(found_in(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_paragraph_of_names_takes_no_longer_than_one_of_other_words() {
        let named = "Barnet ".repeat(8_000);
        let begun = std::time::Instant::now();
        assert_eq!(found([named.as_str()].into_iter()), None);
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    }

    #[test]
    fn an_aside_on_another_place_does_not_say_whose_report_it_is() {
        for aside in [
            "Leaders had visited Barnet. In Barnet, people rang one number, and staff in Barnet were trained by carers. Barnet Council had paid for it.",
            "A review in Barnet was read. The Barnet Board had made 13 recommendations. In Barnet, three people had died, and staff in Barnet had not been heard.",
            "Homes in Barnet were good. Managers in Barnet came to help.\nStaff in Barnet had been trained.\nBarnet people had moved here.",
            "Children\u{2019}s services were run jointly. Barnet Council led them. Barnet Council had the director, and Barnet Council held the budget.",
            "She had raised concerns at Barnet Council. At Barnet Council she had not been heard.",
        ] {
            let page = format!("Callers were rung back.\n{aside}\nStaff agreed.");
            assert_eq!(found(page.lines()), None, "{aside}");
        }
    }

    #[test]
    fn what_a_place_is_in_relation_to_the_reports_own_is_another_place() {
        for text in [
            "The network was hosted by Kent. Kent ran the training.\nKent County Council staff led it. Kent shared its slides.",
            "Before the council was formed, Kent County Council ran homes.\nThe policy of Kent County Council was in use.",
            "The council had looked to Barnet. Barnet ran panels, and Barnet had sent trainers.",
            "They had read the ombudsman\u{2019}s decision on Kent County Council. Kent County Council had charged people.\nThe decision on Kent County Council was taught, and Kent County Council\u{2019}s apology was kept.",
            "The director came from Kent. Kent County Council had praised him. Leaders of Kent County Council wrote.",
            "A pack by Kent County Council was used. Kent County Council was thanked.",
            "Protocols were agreed with Kent County Council. Kent County Council and the council share them.",
            "\u{201c}In Barnet, people listened,\u{201d} a worker said. \u{201c}Barnet had a panel. People in Barnet knew.\u{201d}",
            "The Barnet judgment was known. After the Barnet case, a Barnet checklist was made.",
            "The Barnet Deal was known. A director of the Barnet Deal spoke, and Barnet\u{2019}s book was read.",
            "Abuse in Barnet was studied, the Barnet lessons were taught, and Barnet\u{2019}s posters hung there.",
            "Staff in Kent and the local authority met. Kent County Council knew. Kent County Council paid.",
            "Work was chaired by the director of Kent County Council. Kent County Council had led it.",
            "A home in Worthing, West Sussex, had closed. West Sussex County Council led. West Sussex County Council met us.",
            "Some were placed out of area, most in Barnet. People in Barnet were far away. Staff rang people in Barnet.",
            "It was inspired by one in Barnet. The scheme in Barnet was new. Barnet had offered advice.",
            "The provider also worked in Barnet. Referrals in Barnet were early. Staff in Barnet rang.",
            "Homes in Barnet were full, a bed in Barnet was dear, and the ward in Barnet was slow.",
        ] {
            assert_eq!(found_in(text), None, "{text}");
        }
    }

    #[test]
    fn what_a_partner_does_again_and_again_does_not_say_whose_report_it_is() {
        for text in [
            "Kent County Council took calls at night on behalf of the local authority. Kent County Council paid for the van.",
            "The team was shared. Kent County Council acted as lead. Kent County Council paid for the van.",
            "The hub was in Derby. Derby City Council acted as lead. People told us Derby was far to travel.",
            "Staff at Barnet Council described progress. Barnet Council was a partner. The Barnet Board was copied.",
            // Boards and plans alone may be others' whom one learns from.
            "The Barnet Strategy was read. The Barnet Board had sent it. The Barnet Panel was copied.",
        ] {
            assert_eq!(found_in(text), None, "{text}");
        }
    }

    #[test]
    fn the_assessed_tell_the_assessors_and_all_of_their_place_is_meant() {
        for text in [
            "People in Barnet told us so. Barnet carers told us what Barnet was like.",
            "People in Barnet spoke of workers who knew their valley. It rose to 26 in the north of Barnet, where two posts had been vacant. Barnet had brought it back in house. The panel had a person from Barnet with lived experience.",
            "Barnet Council had changed its model. Barnet Council and its partners had learned from a fire.",
            "Older residents of Barnet had written a charter. In Barnet the gap was nine years, and each team in Barnet had a target.",
            "Carers from Barnet told us so. People from Barnet were pleased. Barnet carers told us more.",
            "We heard from people in Barnet. Older people living in Barnet told us why they liked Barnet.",
            "The Barnet Carers Strategy was new. Within Barnet, beds were few. Providers in Barnet said so.",
            "The Dementia Friendly Barnet Partnership met. The Barnet Health and Wellbeing Board knew. Homes across Barnet were full.",
            "In Barnet, the local authority had a plan. The Barnet Forum met. Barnet residents described long waits.",
            "Clubs met throughout Barnet. Two had moved to Barnet. Barnet carers told us so. People in Barnet told us more. The Barnet Plan was new.",
        ] {
            assert_eq!(found_in(text).as_deref(), Some("Barnet"), "{text}");
        }
    }

    #[test]
    fn a_place_named_in_three_paragraphs_and_set_apart_in_none_is_the_one_assessed() {
        let page = "Barnet is small. Clinics in Barnet were near. The lead for Barnet met us.";
        for same in [
            page.to_owned(),
            page.replace("Barnet is small.", "Staff stayed, as \u{201c}somebody in Barnet had to\u{201d}."),
            page.replace("Barnet is small.", "She moved to Barnet to be near her daughter."),
            page.replace(
                "Barnet is small.",
                "Forty languages are spoken in Barnet and the local authority knew.",
            ),
        ] {
            assert_eq!(found_in(&same).as_deref(), Some("Barnet"), "{same}");
        }
        for other in [
            page.replace("Barnet is small. ", ""),
            format!("{page} Beds were bought from Barnet."),
            page.replace("Clinics in", "The clinic in neighbouring"),
            page.replace("Barnet is", "Barnet Hospital is"),
            page.replace("Barnet", "Devon"),
        ] {
            assert_eq!(found_in(&other), None, "{other}");
        }
    }

    #[test]
    fn a_countys_name_is_also_that_of_a_wider_area() {
        for (text, expected) in [
            ("Across Devon, beds were short. The One Devon Partnership met. The Devon Plan was new.", None),
            ("Across Dorset, beds were short. The Dorset Board met. Dorset is large.", None),
            (
                "In the towns of Dorset it was so. Young people in Dorset began early. Dorset\u{2019}s plan was used.",
                Some("Dorset"),
            ),
            (
                "Across Devon, beds were short. People in Devon said so. Carers in Devon told us more.",
                Some("Devon"),
            ),
        ] {
            assert_eq!(found_in(text).as_deref(), expected, "{text}");
        }
    }
}
