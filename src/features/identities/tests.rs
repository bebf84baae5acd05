//! What people type for their server.

use super::model::{Typed, read};

#[test]
fn whatever_people_paste_for_their_server_is_read() {
    let cases = [
        ("@Me@Mastodon.example", Some(("mastodon.example", Some("me")))),
        ("me@mastodon.example", Some(("mastodon.example", Some("me")))),
        ("mastodon.example", Some(("mastodon.example", None))),
        ("@mastodon.example", Some(("mastodon.example", None))),
        (" https://mastodon.example/@me ", Some(("mastodon.example", None))),
        ("https://mastodon.example", Some(("mastodon.example", None))),
        ("http://mastodon.example:8080/x?y#z", Some(("mastodon.example:8080", None))),
        ("127.0.0.1:4000", Some(("127.0.0.1:4000", None))),
        ("élan.example", Some(("élan.example", None))),
    ];
    for (typed, expected) in cases {
        let expected = expected.map(|(domain, name)| Typed {
            domain: domain.to_owned(),
            name: name.map(str::to_owned),
        });
        assert_eq!(read(typed), expected, "{typed}");
    }
}

#[test]
fn what_is_no_server_is_refused() {
    for typed in [
        "",
        "@",
        "me",
        "me@",
        "@me@",
        "localhost",
        "a b.example",
        "me@you@mastodon.example",
        "https://user@mastodon.example/",
        "https://",
        "mastodon.example/../x",
        "mastodon.example:99999",
        "-mastodon.example",
        "mastodon.example.",
        "javascript:alert(1)",
    ] {
        assert_eq!(read(typed), None, "{typed}");
    }
}
