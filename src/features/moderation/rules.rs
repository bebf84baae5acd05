//! The form of what makes words wait: lists, links, hours. Pure.

use std::collections::BTreeMap;

use crate::{
    kernel::error::FieldErrors,
    platform::holding::{Holding, Hours, Staffed},
};

/// The days of the form, Monday first.
pub const DAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// How many entries a list has at most, and how long one is, in characters.
const ENTRIES: usize = 1_000;
const LONGEST: usize = 80;

type Texts = BTreeMap<String, String>;

/// Reads the form, or says what is wrong with it.
pub fn read(values: &Texts) -> Result<Holding, FieldErrors> {
    let mut errors = FieldErrors::default();
    let ticked = |name: &str| values.get(name).is_some_and(|value| value == "1");
    let words = list(values, "words");
    let hosts: Vec<String> = list(values, "hosts")
        .into_iter()
        .map(|host| {
            let bare = host.rsplit("://").next().unwrap_or_default();
            bare.trim_end_matches('/').to_lowercase()
        })
        .collect();
    for (field, entries) in [("words", &words), ("hosts", &hosts)] {
        if entries.len() > ENTRIES || entries.iter().any(|e| e.chars().count() > LONGEST) {
            errors.add(field, "moderation-rules-long");
        }
    }
    let odd = |host: &String| {
        !host.contains('.') || !host.chars().all(|c| c.is_alphanumeric() || ".-".contains(c))
    };
    if hosts.iter().any(odd) {
        errors.add("hosts", "moderation-rules-host");
    }
    let mut staffed = Staffed::default();
    for (day, hours) in DAYS.iter().zip(staffed.0.iter_mut()) {
        let at = |end: &str| {
            values.get(&format!("{day}_{end}")).map(|text| text.trim()).unwrap_or_default()
        };
        match (at("from"), at("to")) {
            ("", "") => {}
            (from, to) => match (minute(from), minute(to)) {
                (Some(from), Some(to)) if from != to => *hours = Some(Hours { from, to }),
                _ => errors.add(day, "moderation-rules-hours"),
            },
        }
    }
    let staffed = ticked("staffed").then_some(staffed);
    if staffed.as_ref().is_some_and(|week| week.0.iter().all(Option::is_none)) && errors.is_empty()
    {
        errors.add("monday", "moderation-rules-no-hours");
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(Holding {
        words,
        hosts,
        links: ticked("links"),
        guests: ticked("guests"),
        media: ticked("media"),
        known_pass: ticked("known_pass"),
        project_unread: ticked("project_unread"),
        staffed,
    })
}

/// The form as it stands.
pub fn values(holding: &Holding) -> Texts {
    let tick = |on: bool| if on { "1" } else { "" }.to_owned();
    let mut all = Texts::from([
        ("words".to_owned(), holding.words.join("\n")),
        ("hosts".to_owned(), holding.hosts.join("\n")),
        ("links".to_owned(), tick(holding.links)),
        ("guests".to_owned(), tick(holding.guests)),
        ("media".to_owned(), tick(holding.media)),
        ("known_pass".to_owned(), tick(holding.known_pass)),
        ("project_unread".to_owned(), tick(holding.project_unread)),
        ("staffed".to_owned(), tick(holding.staffed.is_some())),
    ]);
    for (day, hours) in DAYS.iter().zip(holding.staffed.clone().unwrap_or_default().0) {
        if let Some(hours) = hours {
            all.insert(format!("{day}_from"), clock(hours.from));
            all.insert(format!("{day}_to"), clock(hours.to));
        }
    }
    all
}

/// The lines of a field, each once.
fn list(values: &Texts, name: &str) -> Vec<String> {
    let mut seen = Vec::new();
    for line in values.get(name).map(String::as_str).unwrap_or_default().lines() {
        let line = line.trim().to_owned();
        if !line.is_empty() && !seen.contains(&line) {
            seen.push(line);
        }
    }
    seen
}

/// `09:30` as minutes since midnight.
fn minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.get(..2)?.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Texts {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn what_is_read_comes_back_as_it_was_typed() {
        let typed = form(&[
            ("words", "débile\narnaqu*"),
            ("hosts", "pub.example"),
            ("links", "1"),
            ("guests", "1"),
            ("media", "1"),
            ("known_pass", ""),
            ("project_unread", ""),
            ("staffed", "1"),
            ("monday_from", "10:00"),
            ("monday_to", "18:00"),
            ("friday_from", "20:00"),
            ("friday_to", "01:00"),
        ]);
        assert_eq!(values(&read(&typed).unwrap()), typed);
    }

    #[test]
    fn what_cannot_be_meant_is_said_and_nothing_is_kept() {
        for (name, value, wrong) in [
            ("hosts", "pas un hôte", "hosts"),
            ("hosts", "localhost", "hosts"),
            ("words", &"x".repeat(81), "words"),
            ("monday_from", "10:00", "monday"),
            ("tuesday_to", "25:00", "tuesday"),
            ("staffed", "1", "monday"),
        ] {
            let errors = read(&form(&[(name, value)])).unwrap_err();
            assert!(errors.0.contains_key(wrong), "{name}={value}: {errors:?}");
        }
        let address = read(&form(&[("hosts", "https://Pub.Example/")])).unwrap();
        assert_eq!(address.hosts, ["pub.example"]);
    }
}
