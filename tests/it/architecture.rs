//! The shape of the code, read from its `use` lines: who may import whom, one technology per file, sizes.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// A source file of the program, without its tests.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// What the file imports or names by full path.
    fn mentions(&self, what: &str) -> bool {
        self.text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .any(|line| line.contains(what))
    }

    /// Lines of code: blank lines and comments do not make a file hard to read.
    fn lines(&self) -> usize {
        self.text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with("//")).count()
    }
}

fn collect(dir: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

fn sources() -> Vec<Source> {
    let root = crate::support::root();
    let mut files = Vec::new();
    collect(&root.join("src"), &mut files);
    collect(&root.join("federation/src"), &mut files);
    let mut sources: Vec<Source> = files
        .into_iter()
        .filter(|p| !p.ends_with("tests.rs") && !p.ends_with("schema.rs"))
        .map(|p| Source {
            text: fs::read_to_string(&p).unwrap(),
            path: p.strip_prefix(&root).unwrap().to_string_lossy().into_owned(),
        })
        .collect();
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

/// Files that break a rule, one per line, so that a failure names them all.
fn breaking(rule: impl Fn(&Source) -> bool) -> Vec<String> {
    sources().into_iter().filter(|s| rule(s)).map(|s| s.path).collect()
}

fn assert_none(broken: &[String], rule: &str) {
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}

#[test]
fn arrows_never_point_back() {
    let broken = breaking(|s| {
        (s.path.starts_with("src/kernel")
            && (s.mentions("crate::platform")
                || s.mentions("crate::features")
                || s.mentions("crate::cli")))
            || (s.path.starts_with("src/platform")
                && (s.mentions("crate::features") || s.mentions("crate::cli")))
            || (s.path.starts_with("src/features") && s.mentions("crate::cli"))
            || (s.path.starts_with("federation")
                && ["tokio", "axum::", "diesel", "reqwest"].iter().any(|t| s.mentions(t)))
    });
    assert_none(&broken, "a lower layer imports a higher one");
}

#[test]
fn inside_a_slice_each_technology_has_one_file() {
    let in_slice = |s: &Source| s.path.starts_with("src/features/");
    let named = |s: &Source, names: &[&str]| {
        names
            .iter()
            .any(|n| s.path.ends_with(&format!("/{n}.rs")) || s.path.contains(&format!("/{n}/")))
    };
    let broken = breaking(|s| {
        in_slice(s)
            && (s.mentions("diesel::") || s.mentions("crate::schema"))
            && !named(s, &["store"])
    });
    assert_none(&broken, "only store.rs imports Diesel and the schema");
    let broken = breaking(|s| in_slice(s) && s.mentions("axum::") && !named(s, &["pages", "mod"]));
    assert_none(&broken, "only pages.rs imports axum");
    let broken =
        breaking(|s| in_slice(s) && s.mentions("parvis_federation") && !named(s, &["wire", "mod"]));
    assert_none(&broken, "only wire.rs imports the wire crate");
    let broken = breaking(|s| {
        in_slice(s)
            && named(s, &["model"])
            && ["diesel", "axum", "Clock", "Entropy", "app.now"].iter().any(|t| s.mentions(t))
    });
    assert_none(&broken, "a model is pure");
}

#[test]
fn slices_call_only_the_ones_before_them() {
    let order: Vec<String> = include_str!("../../src/features/mod.rs")
        .lines()
        .filter_map(|l| l.trim().strip_prefix('&')?.split("::").next().map(str::to_owned))
        .filter(|name| name.chars().all(|c| c.is_ascii_lowercase()))
        .collect();
    assert!(order.len() > 5, "the list of slices was not found");
    let rank = |name: &str| order.iter().position(|o| o == name);
    let mut broken = Vec::new();
    for source in sources().iter().filter(|s| s.path.starts_with("src/features/")) {
        let own = source.path.trim_start_matches("src/features/").split(['/', '.']).next().unwrap();
        for (at, _) in source.text.match_indices("features::") {
            let rest = &source.text[at + "features::".len()..];
            for name in rest
                .trim_start_matches('{')
                .split(|c: char| !c.is_ascii_lowercase() && c != '_')
                .take(1)
            {
                if let (Some(theirs), Some(mine)) = (rank(name), rank(own))
                    && theirs > mine
                {
                    broken.push(format!("{} calls {name}", source.path));
                }
            }
        }
        let inside = format!("features::{own}::store");
        if source.text.contains("::store::")
            && source.text.contains("features::")
            && !source.text.contains(&inside)
        {
            for (at, _) in source.text.match_indices("features::") {
                let path: String =
                    source.text[at..].chars().take(60).take_while(|c| !c.is_whitespace()).collect();
                if path.contains("::store::") {
                    broken.push(format!("{} reaches into {path}", source.path));
                }
            }
        }
    }
    assert_none(&broken, "slices call downwards, through a face");
}

#[test]
fn each_dangerous_thing_is_done_in_one_place() {
    let outside = |token: &'static str, allowed: &'static [&'static str]| {
        breaking(move |s| {
            s.path.starts_with("src/")
                && s.mentions(token)
                && !allowed.iter().any(|a| s.path.starts_with(a))
        })
    };
    assert_none(
        &outside("std::env::", &["src/kernel/config.rs"]),
        "only kernel::config reads the environment",
    );
    assert_none(
        &outside("Utc::now", &["src/kernel/clock.rs"]),
        "only kernel::clock reads the time",
    );
    assert_none(
        &outside("SystemTime::now", &["src/kernel/clock.rs"]),
        "only kernel::clock reads the time",
    );
    assert_none(
        &outside("aws_lc_rs::rand", &["src/kernel/entropy.rs"]),
        "only kernel::entropy makes randomness",
    );
    assert_none(
        &outside("reqwest::", &["src/platform/fediverse/"]),
        "only the guarded client connects outwards",
    );
    assert_none(
        &outside(
            "TcpStream",
            &["src/platform/web/server.rs", "src/cli/doctor/", "src/cli/ready.rs"],
        ),
        "sockets are accepted in one place, and opened by the doctor alone",
    );
    assert_none(&outside("lettre::", &["src/platform/mail"]), "only platform::mail sends mail");
    assert_none(
        &outside("PgConnection", &["src/kernel/db/"]),
        "only kernel::db knows that there are two databases",
    );
    assert_none(
        &outside("Inner::Sqlite", &["src/kernel/db/"]),
        "only kernel::db knows that there are two databases",
    );
}

#[test]
fn files_stay_small_and_say_what_they_are_for() {
    let sources = sources();
    let mut sizes: Vec<usize> = sources.iter().map(Source::lines).collect();
    sizes.sort_unstable();
    let median = sizes[sizes.len() / 2];
    let p90 = sizes[sizes.len() * 9 / 10];
    assert!(median <= 120, "the median file has {median} lines; 120 is the limit");
    assert!(p90 <= 300, "one file in ten has more than {p90} lines; 300 is the limit");
    let long: BTreeMap<&str, usize> =
        sources.iter().filter(|s| s.lines() > 500).map(|s| (s.path.as_str(), s.lines())).collect();
    assert!(long.is_empty(), "files over 500 lines: {long:?}");
    let silent: Vec<String> = sources
        .iter()
        .filter(|s| !s.text.starts_with("//!") && !s.path.ends_with("main.rs"))
        .map(|s| s.path.clone())
        .collect();
    assert_none(&silent, "files without a header");
}
