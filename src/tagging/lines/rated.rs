//! The sentence of a press release that rates an authority: "The Care Quality Commission (CQC) has
//! rated the London Borough of … as good".

use crate::{
    model::{Block, Kind, Page, Problem, ProblemCode},
    tagging::job::Job,
};

use super::{
    forms::{Word, are},
    layouts::LayoutForms,
    names::{Named, Names, is_council, plain_words, says_council, without_the, written},
    roles::Role,
};

#[derive(Clone, Debug)]
pub(in crate::tagging) struct Rated {
    /// Block of the sentence.
    pub at: usize,
    pub authority: Option<Named>,
    /// A second one, where the headline and the sentence disagree.
    pub rival: Option<Named>,
    pub rating: Option<String>,
    /// What the headline and the sentence rate it, where they disagree; then there is no rating.
    pub ratings: Option<[String; 2]>,
    pub provisional: bool,
    /// It rates what is no council: a care home, a trust, a practice.
    pub of_a_provider: bool,
}

/// A rated sentence stands at the top: further down it is a quotation.
pub(in crate::tagging) const FIRST_BLOCKS: usize = 12;
/// Longer paragraphs are not openings of a press release.
const LONGEST_BYTES: usize = 2000;

/// How many words may stand between two that one sentence rates: "Leeds City Council as good, in how well …, and".
const MOST_BETWEEN_TWO: usize = 40;

/// What may stand between "has rated" and the name: "how well", "the way", "adult social care at", "its rating for".
const BEFORE_THE_NAME: [&str; 19] = [
    "the",
    "way",
    "its",
    "overall",
    "for",
    "on",
    "how",
    "well",
    "again",
    "rating",
    "adult",
    "social",
    "care",
    "services",
    "provision",
    "provided",
    "by",
    "at",
    "of",
];

/// Lines of a website that a copy of a page may have above its headline: banner, menus, path.
const MOST_LINES_OF_A_SITE: usize = 80;
/// Running text above a headline is somebody's paper or newsletter; what a site says of its cookies is shorter.
const LONGEST_SITE_TEXT_CHARS: usize = 400;
const SHORTEST_TEXT_CHARS: usize = 60;
/// Between a headline and the first sentence stand the day and a few links.
const MOST_BELOW_A_HEADLINE: usize = 8;

/// How many blocks are the top of a file. Where all above its only headline is a website's, the top goes on below that.
fn top(blocks: &[Block], layout: &LayoutForms) -> usize {
    let is_headline = |text: &str| {
        layout.may_name_the_regulator(text) && matches!(layout.role(text), Role::Headline { .. })
    };
    let mut said = 0;
    let above = blocks.iter().take(MOST_LINES_OF_A_SITE).take_while(|block| {
        let chars = block.text.chars().count();
        said += if chars < SHORTEST_TEXT_CHARS || is_headline(&block.text) { 0 } else { chars };
        said <= LONGEST_SITE_TEXT_CHARS
    });
    let mut headlines = above.enumerate().filter(|(_, block)| is_headline(&block.text)).map(|(at, _)| at);
    match (headlines.next(), headlines.next()) {
        (Some(at), None) => FIRST_BLOCKS.max(at + 1 + MOST_BELOW_A_HEADLINE),
        _ => FIRST_BLOCKS,
    }
}

pub(in crate::tagging) fn find(blocks: &[Block], layout: &LayoutForms, names: &Names) -> Option<Rated> {
    let mut found: Option<Rated> = None;
    for (at, block) in blocks.iter().take(top(blocks, layout)).enumerate() {
        if block.text.len() > LONGEST_BYTES || !layout.may_name_the_regulator(&block.text) {
            continue;
        }
        let Some(sentence) = sentence(&block.text, layout, names, at) else { continue };
        // "CQC publishes its report on adult social care in Kent", "Subject: CQC rates Kent"
        let says_nothing = sentence.rating.is_none() && !block.text.ends_with('.');
        let headline = says_nothing || matches!(layout.role(&block.text), Role::Headline { .. });
        match &mut found {
            None => found = Some(sentence),
            Some(first) => {
                if first.authority.is_some()
                    && sentence.authority.is_some()
                    && first.authority != sentence.authority
                {
                    first.rival = sentence.authority;
                } else {
                    first.authority = first.authority.take().or(sentence.authority);
                }
                match (first.rating.take(), sentence.rating) {
                    (Some(one), Some(other)) if one != other => first.ratings = Some([one, other]),
                    (one, other) => first.rating = one.or(other),
                }
                first.provisional |= sentence.provisional;
                first.of_a_provider |= sentence.of_a_provider;
            }
        }
        if !headline {
            break;
        }
    }
    found
}

/// Whom a paragraph that opens a release rates; none for a quotation.
pub(in crate::tagging) fn rates(text: &str, layout: &LayoutForms, names: &Names) -> Option<Named> {
    let usable = text.len() <= LONGEST_BYTES
        && !text.starts_with(['"', '\u{201c}', '\u{2018}'])
        && layout.may_name_the_regulator(text);
    let rated = usable.then(|| sentence(text, layout, names, 0)).flatten()?;
    rated.authority.filter(|_| rated.rating.is_some())
}

/// For a release that is one by its list of scores, whatever its words: the first sentence that has the regulator, a
/// rating and one council's full name, and names no other authority.
pub(in crate::tagging) fn find_by_words(
    blocks: &[Block],
    layout: &LayoutForms,
    names: &Names,
) -> Option<Rated> {
    blocks.iter().take(FIRST_BLOCKS).enumerate().find_map(|(at, block)| {
        let text = &block.text;
        let usable = text.len() <= LONGEST_BYTES && layout.may_name_the_regulator(text);
        let words = plain_words(text).into_iter();
        let words: Vec<Word> = if usable { words.collect() } else { return None };
        let end =
            words.iter().position(|w| text[w.at.end..].starts_with(". ")).map_or(words.len(), |end| end + 1);
        let said = &words[..end];
        let regulated = layout.regulators().iter().any(|name| {
            let length = name.split(' ').count();
            said.windows(length).any(|window| are(window, name))
        });
        let rating = layout.rating_within(said).filter(|_| regulated)?;
        let mut named: Vec<(Named, bool)> = Vec::new();
        let mut from = 0;
        while from < end {
            let capital = text[words[from].at.clone()].starts_with(char::is_uppercase);
            let found = named_at(text, &words, from, names).filter(|_| capital);
            let length = found.as_ref().map_or(1, |found| {
                let full = names.at(&words, from).map(|mention| mention.words);
                full.unwrap_or_else(|| plain_words(&found.authority.name).len()).max(1)
            });
            // "A home run by Kent County Council"
            let runs = from >= 2
                && words[from - 1].text == "by"
                && matches!(words[from - 2].text.as_str(), "run" | "owned" | "managed" | "commissioned");
            if let Some(found) = found {
                if runs {
                    return None;
                }
                let full = says_council(&words[from..words.len().min(from + length)]);
                match named.iter_mut().find(|(known, _)| *known == found) {
                    Some((_, known)) => *known |= full,
                    None => named.push((found, full)),
                }
            }
            from += length;
        }
        let [(authority, true)] = &named[..] else { return None };
        let provisional = layout.provisional(said);
        let authority = Some(authority.clone());
        Some(Rated {
            at,
            authority,
            rival: None,
            rating: Some(rating),
            ratings: None,
            provisional,
            of_a_provider: false,
        })
    })
}

impl Job<'_> {
    /// What is wrong where a release rates an authority and its page was given no rating.
    pub(in crate::tagging) fn unclear_rating(&self, page: &Page) -> Option<Problem> {
        let rated = self.rated.filter(|_| page.kind == Kind::PressRelease && page.rating.is_none())?;
        let (code, said) = match &rated.ratings {
            Some([one, other]) => (
                ProblemCode::ConflictingScores,
                format!("the release rates the authority as {one} here, but as {other} below"),
            ),
            None => (
                ProblemCode::MissingScore,
                "the release rates the authority, but what its overall rating is cannot be told".to_owned(),
            ),
        };
        let message = format!("{said}: it was given none; a line in overrides.toml settles it");
        Some(Problem::new(code, self.line(rated.at), message))
    }
}

fn sentence(text: &str, layout: &LayoutForms, names: &Names, at: usize) -> Option<Rated> {
    let words = plain_words(text);
    let said = |i: usize| words.get(i).map_or("", |w| w.text.as_str());
    let regulator_at = |i: usize| {
        layout.regulators().iter().find_map(|name| {
            let mut parts = name.split(' ').enumerate();
            parts.all(|(k, part)| said(i + k) == part).then(|| i + name.split(' ').count())
        })
    };
    if let Some(rated) = passive(text, &words, layout, names, &regulator_at) {
        return Some(Rated { at, ..rated });
    }
    let regulator = (0..14.min(words.len())).find_map(regulator_at)?;
    let within = if said(regulator) == "which" { 16 } else { 10 };
    let verb = (regulator..words.len().min(regulator + within)).find(|i| {
        // "Which rated it good in 2023, has rated …", "has not rated"
        if i.checked_sub(1).is_some_and(|before| matches!(said(before), "which" | "who" | "not" | "never")) {
            return false;
        }
        matches!(said(*i), "rated" | "rates" | "given" | "gives" | "gave" | "moved" | "moves")
            || matches!(said(*i), "awarded" | "awards" | "judged" | "judges" | "graded")
            || (matches!(said(*i), "told" | "tells") && rates_further_on(&words[*i..]))
            || matches!(
                said(*i),
                "upgraded" | "upgrades" | "downgraded" | "downgrades" | "raised" | "lowered"
            )
            || (matches!(said(*i), "changed" | "improved" | "increased" | "reduced")
                && (i + 1..i + 10).any(|at| said(at) == "rating"))
            || (matches!(said(*i), "found" | "assessed") && layout.rating_within(&words[*i..]).is_some())
            || (said(*i) == "report" && said(*i + 1) == "on")
            || (said(*i) == "assessment"
                && said(*i + 1) == "of"
                && (regulator..*i).any(|at| matches!(said(at), "published" | "publishes")))
            || published_for(&words, *i).is_some()
    })?;
    let published_for = published_for(&words, verb);
    let from = name_from(&words, published_for.unwrap_or(verb + 1));
    let goes_on = names.at(&words, from).is_some_and(|mention| {
        let end = from + mention.words;
        is_a_providers(text, &words, end)
            || (!mention.full && goes_on_as_another(text, &words, end, names))
            || goes_on_with_another(text, &words, end, names)
    });
    let authority = named_at(text, &words, from, names)
        .filter(|named| !(goes_on && named.listed))
        .filter(|named| !shares_its_rating(text, &words, from, named, names));
    let rest = words.get(from..).unwrap_or_default();
    let sentence_end =
        rest.iter().position(|w| text[w.at.end..].starts_with(". ")).map_or(rest.len(), |end| end + 1);
    let rating_from = (0..rest.len())
        .find(|i| {
            matches!(rest[*i].text.as_str(), "as" | "rating" | "overall")
                || layout.rating_at(rest, *i).is_some()
        })
        .unwrap_or(rest.len());
    // With the word before it, which may say that it is past.
    let after = rest.get(rating_from.saturating_sub(1)..sentence_end).unwrap_or_default();
    let rating = layout.rating_within(after).or_else(|| {
        // "has given X an indicative rating of good": the word after "rating of".
        layout
            .rating_within(rest.get(..sentence_end).unwrap_or_default())
            .filter(|_| said(verb) != "rated" && said(verb) != "rates")
            .or_else(|| layout.rating_within(&words[verb..published_for?]))
    });
    let provisional = layout.provisional(&words[..(from + sentence_end).min(words.len())]);
    let of_a_provider = authority.is_none()
        && matches!(said(verb), "rated" | "rates")
        && names_a_provider(text, rest.get(..sentence_end).unwrap_or_default());
    Some(Rated { at, authority, rival: None, rating, ratings: None, provisional, of_a_provider })
}

/// Whether the words that follow "has rated" begin with a name, or say what sort of provider it is.
fn names_a_provider(text: &str, rated: &[Word]) -> bool {
    let named = rated.first().is_some_and(|word| text[word.at.clone()].starts_with(char::is_uppercase));
    let sort = |word: &Word| PROVIDERS.contains(&word.text.as_str());
    named || rated.iter().take_while(|word| word.text != "as").any(sort)
}

/// "Has told Kingsmarsh Council to make improvements after rating it inadequate".
fn rates_further_on(words: &[Word]) -> bool {
    words.windows(2).any(|pair| matches!(pair[0].text.as_str(), "rating" | "rated") && pair[1].text == "it")
}

/// The word after "for" in "has published an indicative rating of good for".
fn published_for(words: &[Word], verb: usize) -> Option<usize> {
    let said = |i: usize| words.get(i).map_or("", |w| w.text.as_str());
    let published = matches!(said(verb), "published" | "publishes" | "issued" | "announced" | "confirmed");
    let rating = (verb + 1..verb + 5).find(|i| said(*i) == "rating").filter(|_| published)?;
    (rating + 1..rating + 6).find(|i| said(*i) == "for").map(|at| at + 1)
}

/// Where the name begins, at the earliest at a word: "adult social care in" is none of it.
fn name_from(words: &[Word], mut from: usize) -> usize {
    let said = |i: usize| words.get(i).map_or("", |w| w.text.as_str());
    while BEFORE_THE_NAME.contains(&said(from))
        || (said(from) == "in"
            && from
                .checked_sub(1)
                .is_some_and(|before| matches!(said(before), "care" | "services" | "provision")))
    {
        from += 1;
    }
    from
}

/// "Kingsmarsh Council has been rated good by CQC", "adult social care at Kingsmarsh Council has been rated good by
/// CQC", "Kingsmarsh Council has received a good rating from CQC", all in one sentence.
fn passive(
    text: &str,
    words: &[Word],
    layout: &LayoutForms,
    names: &Names,
    regulator_at: &dyn Fn(usize) -> Option<usize>,
) -> Option<Rated> {
    let said = |i: usize| words.get(i).map_or("", |w| w.text.as_str());
    let from = name_from(words, 0);
    let end =
        words.iter().position(|w| text[w.at.end..].starts_with(". ")).map_or(words.len(), |end| end + 1);
    let by = (from..end).find(|i| {
        matches!(said(*i), "by" | "from") && (regulator_at(i + 1).or_else(|| regulator_at(i + 2))).is_some()
    })?;
    // Of "which was rated good in 2019, has been rated outstanding" the last.
    let verb = (from + 1..by.min(from + 20)).rev().find(|i| {
        let been = matches!(said(*i), "rated" | "given" | "awarded" | "upgraded" | "downgraded" | "judged")
            && matches!(said(*i - 1), "been" | "was" | "is");
        let got =
            matches!(said(*i), "received" | "receives" | "achieved" | "achieves" | "secured" | "retained")
                && (i + 1..by).any(|at| said(at) == "rating");
        been || got
    })?;
    // The name is all that stands before the verb.
    let mut last = verb - 1;
    while last > from && matches!(said(last - 1), "has" | "have" | "been") {
        last -= 1;
    }
    let named = named_at(text, words, from, names)?;
    // "Kingsmarsh Council's adult social care has been rated"; "Bristol's biggest home" is no council.
    let owner = names.at(words, from).filter(|mention| mention.full).is_some_and(|mention| {
        let end = from + mention.words;
        let clause = text[words[end - 1].at.end..].starts_with(", which ");
        clause || (owns(text, &words[end - 1]) && !is_a_providers(text, words, end))
    });
    let whole = owner || names.exact(&words[from..last]).is_some() || !named.listed;
    let authority = whole.then_some(named);
    let rating = layout.rating_within(&words[verb..by]);
    let provisional = layout.provisional(&words[..end]);
    let of_a_provider = false;
    Some(Rated { at: 0, authority, rival: None, rating, ratings: None, provisional, of_a_provider })
}

/// What the regulator rates as well, here where a council runs it.
const PROVIDERS: [&str; 12] = [
    "home", "homes", "homecare", "nursing", "hospital", "hospice", "agency", "service", "centre", "practice",
    "surgery", "trust",
];
/// What goes on after a council's name: its rating, or what of it is rated.
const AFTER_A_COUNCIL: [&str; 29] = [
    "adult",
    "social",
    "provision",
    "services",
    "as",
    "good",
    "inadequate",
    "outstanding",
    "requires",
    "a",
    "an",
    "its",
    "the",
    "to",
    "from",
    "for",
    "on",
    "in",
    "at",
    "over",
    "after",
    "following",
    "with",
    "is",
    "has",
    "meets",
    "council",
    "overall",
    "and",
];

/// "Leeds City Council's homecare service", "Leeds City Council's Elm House care home"; the name ends before a word.
fn is_a_providers(text: &str, words: &[Word], end: usize) -> bool {
    let said = words[end..].iter().map(|word| word.text.as_str()).take(4);
    owns(text, &words[end - 1])
        && said.take_while(|word| !AFTER_A_COUNCIL.contains(word)).any(|word| PROVIDERS.contains(&word))
}

fn owns(text: &str, word: &Word) -> bool {
    let raw = &text[word.at.clone()];
    raw.ends_with("'s") || raw.ends_with("\u{2019}s")
}

/// Whether a short name is only the beginning of a longer one: "Norfolk and Suffolk NHS Foundation Trust",
/// "Newcastle-under-Lyme", "Bristol, North Somerset and South Gloucestershire", or says where somebody is who is rated:
/// "Leeds care home".
fn goes_on_as_another(text: &str, words: &[Word], end: usize, names: &Names) -> bool {
    let (Some(last), Some(next)) = (words.get(end - 1), words.get(end)) else { return false };
    let gap = &text[last.at.end..next.at.start];
    let capital = |i: usize| words.get(i).is_some_and(|w| text[w.at.clone()].starts_with(char::is_uppercase));
    gap == "-"
        || (next.text == "and" && capital(end + 1))
        || (gap_is_plain(gap) && !AFTER_A_COUNCIL.contains(&next.text.as_str()))
        || (gap == ", " && names.at(words, end).is_some())
}

/// "Cumberland Council and Westmorland and Furness Council", "Leeds as good and Wigan as outstanding": two are rated,
/// and the text is about neither alone.
fn goes_on_with_another(text: &str, words: &[Word], end: usize, names: &Names) -> bool {
    let said = |i: usize| words.get(i).map_or("", |word| word.text.as_str());
    let joined = |i: usize| i + 1 + usize::from(said(i + 1) == "the");
    if said(end) == "and" && named_at(text, words, joined(end), names).is_some() {
        return true;
    }
    let listed = words.get(end).is_some_and(|next| &text[words[end - 1].at.end..next.at.start] == ", ");
    if listed && names.at(words, end).is_some_and(|mention| mention.full) {
        return true;
    }
    let rest = end..words.len().min(end + MOST_BETWEEN_TWO);
    rest.take_while(|i| !text[words[*i].at.end..].starts_with(". ")).any(|i| {
        let other = names.at(words, joined(i)).filter(|_| said(i) == "and");
        other.is_some_and(|mention| said(joined(i) + mention.words) == "as")
    })
}

/// "Leeds City Council, alongside Wigan Council, as good": another is named before what they are rated as.
fn shares_its_rating(text: &str, words: &[Word], from: usize, own: &Named, names: &Names) -> bool {
    let mention = names.at(words, from).filter(|_| own.listed);
    let length = mention.map_or_else(|| plain_words(&own.authority.name).len(), |mention| mention.words);
    let rest = from + length..words.len().min(from + length + MOST_BETWEEN_TWO);
    let as_at = rest.clone().find(|i| words[*i].text == "as" || text[words[*i].at.end..].starts_with(". "));
    as_at.filter(|i| words[*i].text == "as").is_some_and(|end| {
        (rest.start..end).any(|i| {
            let capital = text[words[i].at.clone()].starts_with(char::is_uppercase);
            capital && named_at(text, words, i, names).is_some_and(|named| named != *own)
        })
    })
}

/// The authority named at a word; "Surrey Heath Borough Council" is not Surrey.
pub(in crate::tagging) fn named_at(text: &str, words: &[Word], from: usize, names: &Names) -> Option<Named> {
    let mention = names.at(words, from);
    let council = unlisted(text, words, from).map(|named| names.resolve(&named.authority.name));
    match (mention, council) {
        (Some(mention), Some(council)) if !mention.full => {
            let longer = plain_words(&council.authority.name).len() > mention.words && !council.listed;
            Some(if longer { council } else { names.named(mention.index) })
        }
        (Some(mention), _) => Some(names.named(mention.index)),
        (None, council) => council,
    }
}

/// A council's form at the given word: "Harrowdale County Council", "London Borough of Kingsmarsh".
pub(in crate::tagging) fn unlisted(text: &str, words: &[Word], from: usize) -> Option<Named> {
    let first = words.get(from)?;
    let stop = |i: usize| {
        let Some(word) = words.get(i) else { return true };
        let raw = &text[word.at.clone()];
        let joined = i == from || gap_is_plain(&text[words[i - 1].at.end..word.at.start]);
        let lower = raw.starts_with(char::is_lowercase);
        !joined
            || (lower
                && !matches!(word.text.as_str(), "of" | "and" | "upon" | "on" | "the" | "with" | "le" | "in"))
    };
    let end = (from..words.len().min(from + 9)).find(|i| stop(*i)).unwrap_or(words.len().min(from + 9));
    // The shortest council's form at the front of the capitalised words.
    let suffix = (from + 1..=end).find(|e| words[e - 1].text == "council" && is_council(&words[from..*e]));
    let prefixed =
        (from + 1..=end).rev().find(|e| is_council(&words[from..*e]) && words[e - 1].text != "and");
    let end = suffix.or(prefixed)?;
    let last = &words[end - 1];
    let mut raw = &text[first.at.start..last.at.end];
    raw = raw.strip_suffix("'s").or_else(|| raw.strip_suffix("\u{2019}s")).unwrap_or(raw);
    Some(written(without_the(raw)))
}

/// Only spaces, hyphens and "&" join the words of a name.
pub(in crate::tagging) fn gap_is_plain(gap: &str) -> bool {
    gap.chars().all(|c| c == ' ' || c == '-' || c == '\u{a0}')
}
