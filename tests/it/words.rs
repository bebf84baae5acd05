//! The words of the program: both languages complete, French typography right, every slice documented.

use std::{collections::BTreeMap, fs};

use parvis::features;

/// Key → (value, the arguments it mentions) of every locale file of a language.
fn words(lang: &str) -> BTreeMap<String, (String, Vec<String>)> {
    let dir = crate::support::root().join("locales").join(lang);
    let mut words = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap().flatten() {
        let file = entry.file_name().to_string_lossy().into_owned();
        let text = fs::read_to_string(entry.path()).unwrap();
        let mut key = String::new();
        for line in text.lines() {
            if line.starts_with('#') || line.trim().is_empty() {
                continue;
            }
            let continued = line.starts_with(' ') || line.starts_with('}');
            let value = match line.split_once(" =") {
                Some((name, value)) if !continued => {
                    key = format!("{file}/{name}");
                    value
                }
                _ => line,
            };
            let entry = words.entry(key.clone()).or_insert((String::new(), Vec::new()));
            entry.0.push_str(value);
            entry.0.push('\n');
        }
    }
    for (value, args) in words.values_mut() {
        *args = value
            .split('$')
            .skip(1)
            .map(|rest| {
                rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '-').collect()
            })
            .collect();
        args.sort();
        args.dedup();
    }
    words
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_arguments() {
    let (french, english) = (words("fr"), words("en"));
    assert!(french.len() > 100, "the locale files were not found");
    let missing: Vec<&String> = french
        .keys()
        .filter(|k| !english.contains_key(*k))
        .chain(english.keys().filter(|k| !french.contains_key(*k)))
        .collect();
    assert!(missing.is_empty(), "in one language only: {missing:?}");
    let differing: Vec<&String> = french
        .iter()
        .filter(|(key, (_, args))| english[*key].1 != *args)
        .map(|(key, _)| key)
        .collect();
    assert!(differing.is_empty(), "different arguments: {differing:?}");
}

#[test]
fn french_typography_is_right() {
    let mut wrong = Vec::new();
    for (key, (value, _)) in words("fr") {
        // Placeables hold Fluent syntax, not French.
        let mut depth = 0;
        let prose: String = value
            .chars()
            .filter(|c| {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                depth == 0
            })
            .collect();
        let bad = [" ;", " !", " ?", " :", "« ", " »", "'", "\"", "..."];
        if let Some(found) = bad.iter().find(|b| prose.contains(**b)) {
            wrong.push(format!("{key}: {found:?}"));
        }
        let glued = prose.char_indices().any(|(at, c)| {
            matches!(c, '!' | '?' | ';')
                && prose[..at].chars().next_back().is_some_and(|before| {
                    before.is_alphanumeric() || before == '»' || before == ')'
                })
        });
        if glued {
            wrong.push(format!("{key}: no narrow space before ! ? ;"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_kind_of_object_is_told_of_in_federation_md() {
    let text = include_str!("../../FEDERATION.md").to_lowercase();
    let missing: Vec<&str> = features::ALL
        .iter()
        .flat_map(|f| f.kinds())
        .copied()
        .filter(|kind| !text.contains(*kind))
        .collect();
    assert!(missing.is_empty(), "FEDERATION.md says nothing of: {missing:?}");
}
