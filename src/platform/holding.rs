//! What makes words wait until somebody of the team read them: lists of words and of hosts, links, hours without staff.
//!
//! Settings of the venue and the rules on them; who is trusted how far is the business of the noun that holds. Nothing
//! here refuses anything: words are shown at once, or later.

use chrono::{Datelike as _, Timelike as _};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::kernel::{clock::Time, text::fold};

/// What the venue decided about holding words back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Holding {
    /// Words and expressions, as typed; `*` at the end stands for any ending.
    pub words: Vec<String>,
    /// Hosts no link may lead to unread: `example.org` stands for what is below it too.
    pub hosts: Vec<String>,
    /// Does any link make the words of people who are not trusted wait?
    pub links: bool,
    /// Do words of people without an account wait?
    pub guests: bool,
    /// Do pictures and sounds of people who are not known wait, wherever they come from?
    pub media: bool,
    /// Do people whose words were published often enough pass where strangers wait?
    pub known_pass: bool,
    /// May walls show words nobody of the team read?
    pub project_unread: bool,
    /// When somebody is there to read; `None` when the venue does not say.
    pub staffed: Option<Staffed>,
}

impl Default for Holding {
    fn default() -> Self {
        Self {
            words: Vec::new(),
            hosts: Vec::new(),
            links: true,
            guests: true,
            media: true,
            known_pass: true,
            project_unread: false,
            staffed: None,
        }
    }
}

/// Hours of one day, in minutes since midnight. Hours that end before they begin end on the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// The first minute.
    pub from: u16,
    /// The first minute that is no longer part of them.
    pub to: u16,
}

/// The hours of a week, Monday first; a day without hours is a day without staff.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staffed(pub [Option<Hours>; 7]);

impl Staffed {
    /// Is somebody there at this moment, by the clocks of `zone`?
    pub fn at(&self, moment: Time, zone: Tz) -> bool {
        let local = moment.utc().with_timezone(&zone);
        let minute = u16::try_from(local.hour() * 60 + local.minute()).unwrap_or_default();
        let day = local.weekday().num_days_from_monday() as usize;
        let hours = |day: usize| self.0.get(day).copied().flatten();
        let today =
            hours(day).is_some_and(|h| minute >= h.from && (minute < h.to || h.to <= h.from));
        // A theatre's evening goes on past midnight.
        let yesterday = hours((day + 6) % 7).is_some_and(|h| h.to <= h.from && minute < h.to);
        today || yesterday
    }
}

impl Holding {
    /// Is somebody there to read?
    pub fn is_staffed(&self, moment: Time, zone: Tz) -> bool {
        self.staffed.as_ref().is_none_or(|staffed| staffed.at(moment, zone))
    }

    /// Does the text hold a word of the list? Case, accents and what stands between words do not matter.
    pub fn has_listed_word(&self, text: &str) -> bool {
        if self.words.is_empty() {
            return false;
        }
        let text = spaced(text);
        self.words.iter().any(|entry| {
            let (entry, open) = match entry.trim().strip_suffix('*') {
                Some(stem) => (stem, true),
                None => (entry.as_str(), false),
            };
            let entry = spaced(entry);
            let entry = entry.trim();
            if entry.is_empty() {
                return false;
            }
            let wanted = if open { format!(" {entry}") } else { format!(" {entry} ") };
            text.contains(&wanted)
        })
    }

    /// Does the text, cleaned HTML, lead to a host of the list?
    pub fn has_listed_host(&self, html: &str) -> bool {
        links(html).iter().any(|host| {
            self.hosts.iter().any(|listed| {
                let listed = listed.trim().trim_start_matches("www.").to_lowercase();
                !listed.is_empty() && (*host == listed || host.ends_with(&format!(".{listed}")))
            })
        })
    }
}

/// The same words with one space around each, folded: a place to look for whole words.
fn spaced(text: &str) -> String {
    let mut out = String::from(" ");
    for c in fold(text).chars() {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

/// The hosts a text leads to: of its links, those that name people and subjects apart, and of addresses written out.
pub fn links(html: &str) -> Vec<String> {
    let mut hosts = Vec::new();
    for piece in html.split('<') {
        let (tag, text) = piece.split_once('>').unwrap_or(("", piece));
        let names_somebody = tag.contains("mention") || tag.contains("hashtag");
        if tag.starts_with("a ")
            && !names_somebody
            && let Some(address) =
                tag.split("href=\"").nth(1).and_then(|rest| rest.split('"').next())
        {
            hosts.extend(host(address));
        }
        let written = text.split(|c: char| c.is_whitespace() || "()[]«»\"“”,;".contains(c));
        hosts.extend(written.filter(|word| is_address(word)).filter_map(host));
    }
    hosts.sort();
    hosts.dedup();
    hosts
}

/// Does a word look like an address somebody could open?
fn is_address(word: &str) -> bool {
    let word = word.to_lowercase();
    ["http://", "https://", "www."].iter().any(|start| word.starts_with(start))
}

fn host(address: &str) -> Option<String> {
    let address = address.to_lowercase();
    let rest = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?;
    let host = host.split(':').next()?.trim_start_matches("www.").trim_end_matches('.');
    (host.contains('.')).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holding(words: &[&str], hosts: &[&str]) -> Holding {
        let owned = |list: &[&str]| list.iter().map(|&word| word.to_owned()).collect();
        Holding { words: owned(words), hosts: owned(hosts), ..Holding::default() }
    }

    #[test]
    fn a_listed_word_is_found_whole_whatever_its_accents_and_case() {
        let list = holding(&["Débile", "sale type", "arnaqu*"], &[]);
        for (text, found) in [
            ("C’est DEBILE.", true),
            ("débile", true),
            ("débilement", false),
            ("un sale… type !", true),
            ("un type sale", false),
            ("une arnaque", true),
            ("Ces arnaqueurs", true),
            ("larnaque", false),
            ("", false),
        ] {
            assert_eq!(list.has_listed_word(text), found, "{text:?}");
        }
        assert!(!holding(&["", "*", "…"], &[]).has_listed_word("n’importe quoi"));
    }

    #[test]
    fn a_listed_host_stands_for_those_below_it_and_for_no_other() {
        let list = holding(&[], &["pub.example"]);
        for (html, found) in [
            ("<p><a href=\"https://pub.example/x\">ici</a></p>", true),
            ("<p><a href=\"https://www.PUB.example\">ici</a></p>", true),
            ("<p><a href=\"https://a.b.pub.example:8443/\">ici</a></p>", true),
            ("<p>voir www.pub.example/offre</p>", true),
            ("<p><a href=\"https://nopub.example/\">ici</a></p>", false),
            ("<p><a href=\"https://musee.example/?x=pub.example\">ici</a></p>", false),
            ("<p>pub.example</p>", false),
        ] {
            assert_eq!(list.has_listed_host(html), found, "{html}");
        }
    }

    #[test]
    fn naming_somebody_is_no_link() {
        let html = "<p><a href=\"https://social.example/@lea\" class=\"u-url mention\">@lea</a> \
                    <a class=\"mention hashtag\" href=\"https://social.example/tags/art\">#art</a> beau</p>";
        assert!(links(html).is_empty(), "{:?}", links(html));
    }

    #[test]
    fn hours_follow_the_venue_s_clocks_and_may_pass_midnight() {
        let mut week = Staffed::default();
        // Mondays ten to six; Fridays from eight in the evening to one in the morning.
        week.0[0] = Some(Hours { from: 600, to: 1080 });
        week.0[4] = Some(Hours { from: 1200, to: 60 });
        let zone = Tz::Europe__Paris;
        for (moment, there) in [
            ("2026-06-01T07:59:00Z", false),
            ("2026-06-01T08:00:00Z", true),
            ("2026-06-01T15:59:59Z", true),
            ("2026-06-01T16:00:00Z", false),
            ("2026-06-02T10:00:00Z", false),
            ("2026-06-05T18:00:00Z", true),
            ("2026-06-05T22:30:00Z", true),
            ("2026-06-05T23:00:00Z", false),
            // Winter: the same hours, an hour later in UTC.
            ("2026-12-07T08:30:00Z", false),
            ("2026-12-07T09:00:00Z", true),
        ] {
            assert_eq!(week.at(Time::parse(moment).unwrap(), zone), there, "{moment}");
        }
        assert!(Holding::default().is_staffed(Time::from_micros(0), zone), "no hours said");
    }
}
