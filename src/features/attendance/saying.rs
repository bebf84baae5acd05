//! What plain words in reply to an event mean. Pure, and careful: what could mean anything else means nothing.
//!
//! A reply counts when it is short (twelve words at most) and, once greetings, names, hashtags and addresses are left
//! out, *begins* with one of the sentences below and nothing in it takes them back: a negation, a condition, a question,
//! doubt. What is quoted (a block quote, a line begun by `>`, words between quotation marks) is not the writer's. «Je
//! viens de…» is not an answer: it tells where somebody comes from, or what they have just done. `+2` after a yes brings
//! two more people. Everything else stays what it is: words under the event.

use super::model::Wish;
use crate::kernel::text::{fold, html_to_text};

/// What somebody means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// An answer, for so many people.
    Answer(Wish, i32),
    /// They ask how to answer: they are sent a poll.
    Asks,
}

/// The most words a reply has that counts as an answer.
const LONGEST: usize = 12;

const GOING: &[&str] = &[
    "je viens",
    "je viendrai",
    "j y serai",
    "jy serai",
    "j y vais",
    "j y vais",
    "je serai la",
    "je serai present",
    "je serai presente",
    "je participe",
    "je participerai",
    "je m inscris",
    "inscris moi",
    "inscrivez moi",
    "comptez sur moi",
    "compte sur moi",
    "comptez moi",
    "nous venons",
    "nous viendrons",
    "nous y serons",
    "on vient",
    "on y sera",
    "on sera la",
    "i m coming",
    "im coming",
    "i am coming",
    "i ll be there",
    "ill be there",
    "i will be there",
    "i ll come",
    "i will come",
    "count me in",
    "count us in",
    "we re coming",
    "we are coming",
    "we ll be there",
    "we will be there",
    "i m in",
    "sign me up",
    "i m going",
    "i am going",
    "i ll attend",
    "i will attend",
    "rsvp yes",
];

const MAYBE: &[&str] = &[
    "peut etre",
    "je viendrai peut etre",
    "je viens peut etre",
    "je serai peut etre la",
    "j y serai peut etre",
    "maybe",
    "i might come",
    "i may come",
    "perhaps",
    "rsvp maybe",
];

const NOT: &[&str] = &[
    "je ne viens pas",
    "je ne viens plus",
    "je viens pas",
    "je viens plus",
    "je ne viendrai pas",
    "je ne viendrai plus",
    "je n y serai pas",
    "je ne peux pas venir",
    "je ne pourrai pas venir",
    "je ne peux plus venir",
    "je ne participe pas",
    "je ne participe plus",
    "je me desinscris",
    "desinscrivez moi",
    "desinscris moi",
    "nous ne venons pas",
    "nous ne venons plus",
    "on ne vient pas",
    "on ne vient plus",
    "i m not coming",
    "im not coming",
    "i am not coming",
    "i can t come",
    "i cant come",
    "i cannot come",
    "i can t make it",
    "i cant make it",
    "i cannot make it",
    "i won t come",
    "i won t be there",
    "i wont be there",
    "i will not come",
    "we re not coming",
    "we are not coming",
    "we can t come",
    "we can t make it",
    "count me out",
    "rsvp no",
];

const ASKS: &[&str] = &[
    "rsvp",
    "comment s inscrire",
    "comment participer",
    "comment je m inscris",
    "comment on s inscrit",
    "comment m inscrire",
    "comment reserver",
    "je voudrais venir",
    "je veux venir",
    "j aimerais venir",
    "je voudrais m inscrire",
    "je veux m inscrire",
    "j aimerais m inscrire",
    "how do i sign up",
    "how to sign up",
    "how can i sign up",
    "how do i rsvp",
    "how can i rsvp",
    "how do i register",
    "how can i register",
    "i d like to come",
    "i would like to come",
    "i want to come",
];

/// Greetings and yeses before the sentence.
const BEFORE: &[&str] = &[
    "oui",
    "yes",
    "ouais",
    "bonjour",
    "bonsoir",
    "salut",
    "hello",
    "hi",
    "hey",
    "super",
    "genial",
    "chouette",
    "ok",
    "great",
    "cool",
    "merci",
    "thanks",
    "yay",
    "avec",
    "plaisir",
    "finalement",
    "actually",
    "desole",
    "desolee",
    "sorry",
];

/// Words that take back what stands around them.
const BUTS: &[&str] = &[
    "pas",
    "plus",
    "ne",
    "n",
    "jamais",
    "not",
    "never",
    "no",
    "non",
    "t",
    "dont",
    "cant",
    "wont",
    "si",
    "if",
    "unless",
    "sauf",
    "quand",
    "when",
    "aurais",
    "aimerais",
    "voudrais",
    "would",
    "wish",
    "souhaite",
    "could",
    "pourrais",
    "helas",
    "dommage",
    "but",
    "mais",
    "serais",
    "viendrais",
    "kidding",
    "blague",
    "rire",
];

/// Words of doubt that make a yes a perhaps.
const DOUBTS: &[&str] =
    &["peut", "peutetre", "maybe", "perhaps", "probablement", "might", "sans", "normalement"];

/// What the HTML of a reply means; none for what is no answer.
pub(super) fn meaning(html: &str) -> Option<Meaning> {
    let own = without_quotes(&html_to_text(&without_blocks(html)));
    let asks = own.contains('?');
    let more = more(&own);
    let words = words(&own);
    if words.is_empty() || words.len() > LONGEST {
        return None;
    }
    let start = words.iter().position(|word| !BEFORE.contains(&word.as_str()))?;
    let rest = words.get(start..).unwrap_or_default();
    let said = rest.join(" ");
    let begins = |sentences: &[&str]| {
        let longest = sentences.iter().filter(|one| {
            said.strip_prefix(**one).is_some_and(|after| after.is_empty() || after.starts_with(' '))
        });
        longest.map(|one| one.split(' ').count()).max()
    };
    if begins(NOT).is_some() {
        return (!asks && !conditional(rest)).then_some(Meaning::Answer(Wish::No, 1));
    }
    if begins(MAYBE).is_some() {
        return (!asks).then_some(Meaning::Answer(Wish::Maybe, 1 + more));
    }
    if begins(ASKS).is_some() && (begins(GOING).is_none() || asks) {
        return Some(Meaning::Asks);
    }
    let after = rest.get(begins(GOING)?..).unwrap_or_default();
    // «Je viens de Nantes», «je viens d’arriver».
    let from = ["de", "d", "du", "des", "from"];
    let comes_from = after.first().is_some_and(|word| from.contains(&word.as_str()));
    if asks || comes_from || after.iter().any(|word| BUTS.contains(&word.as_str())) {
        return None;
    }
    let doubts = after.iter().any(|word| DOUBTS.contains(&word.as_str()));
    Some(Meaning::Answer(if doubts { Wish::Maybe } else { Wish::Going }, 1 + more))
}

fn conditional(words: &[String]) -> bool {
    words.iter().any(|word| ["si", "if", "unless", "sauf"].contains(&word.as_str()))
}

/// HTML without what it quotes.
fn without_blocks(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    loop {
        let lower = rest.to_ascii_lowercase();
        let Some(open) = lower.find("<blockquote") else {
            out.push_str(rest);
            return out;
        };
        out.push_str(rest.get(..open).unwrap_or_default());
        out.push(' ');
        // Nested ones end with the last of them: nothing between is the writer's.
        match lower.rfind("</blockquote>") {
            Some(close) if close > open => {
                rest = rest.get(close + "</blockquote>".len()..).unwrap_or_default();
            }
            _ => return out,
        }
    }
}

/// Text without quoted lines and without what stands between quotation marks.
fn without_quotes(text: &str) -> String {
    let lines: Vec<&str> =
        text.lines().filter(|line| !line.trim_start().starts_with('>')).collect();
    let mut out = String::new();
    let mut closing: Option<char> = None;
    for c in lines.join("\n").chars() {
        match (closing, c) {
            (Some(end), c) if c == end => closing = None,
            (Some(_), _) => {}
            (None, '«') => closing = Some('»'),
            (None, '“') => closing = Some('”'),
            (None, '„') => closing = Some('“'),
            (None, '"') => closing = Some('"'),
            (None, c) => out.push(c),
        }
    }
    out
}

/// How many more people: `+2`. More than nine are no party but a joke.
fn more(text: &str) -> i32 {
    text.split_whitespace()
        .filter_map(|word| word.strip_prefix('+'))
        .filter_map(|digits| digits.trim_end_matches(['.', ',', '!']).parse::<i32>().ok())
        .find(|more| (1..=9).contains(more))
        .unwrap_or(0)
}

/// The words, folded, without names, hashtags, addresses and numbers of people.
fn words(text: &str) -> Vec<String> {
    text.split_whitespace()
        .filter(|word| !word.starts_with(['@', '#', '+']) && !word.contains("://"))
        .flat_map(|word| {
            let folded = fold(&word.replace(['’', '\'', '-', '`'], " "));
            folded
                .split(|c: char| !c.is_alphanumeric())
                .filter(|piece| !piece.is_empty())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect()
}
