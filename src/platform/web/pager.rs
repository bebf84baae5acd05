//! Numbered pages of a list.

use serde::{Deserialize, Serialize};

/// `?page=3` of an address; anything unreadable is the first page.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct PageNumber {
    #[serde(default, deserialize_with = "lenient")]
    page: Option<i64>,
}

fn lenient<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Option<i64>, D::Error> {
    Ok(Option::<String>::deserialize(d)?.and_then(|text| text.parse().ok()))
}

impl PageNumber {
    /// The number, from 1.
    pub fn number(self) -> i64 {
        self.page.unwrap_or(1).clamp(1, 100_000)
    }

    /// How many rows come before this page.
    pub fn offset(self, per_page: i64) -> i64 {
        (self.number() - 1) * per_page
    }
}

/// Where a page stands in its list, with the addresses of its neighbours.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Pager {
    page: i64,
    pages: i64,
    total: i64,
    prev_url: Option<String>,
    next_url: Option<String>,
}

impl Pager {
    /// The pager of a list of `total` rows. `path` is the path and query of the request; its other
    /// parameters are kept.
    pub fn new(path: &str, page: PageNumber, per_page: i64, total: i64) -> Self {
        let number = page.number();
        let size = per_page.max(1);
        let pages = ((total + size - 1) / size).max(1);
        let url = |n: i64| with_page(path, n);
        Self {
            page: number,
            pages,
            total,
            prev_url: (number > 1).then(|| url(number - 1)),
            next_url: (number < pages).then(|| url(number + 1)),
        }
    }
}

fn with_page(path: &str, number: i64) -> String {
    let (base, query) = path.split_once('?').unwrap_or((path, ""));
    let mut pairs: Vec<String> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("page="))
        .map(str::to_owned)
        .collect();
    if number > 1 {
        pairs.push(format!("page={number}"));
    }
    if pairs.is_empty() { base.to_owned() } else { format!("{base}?{}", pairs.join("&")) }
}
