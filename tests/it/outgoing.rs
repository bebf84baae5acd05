//! Where our own requests may go, and who may read what.

use axum::{body::Body, http::Request};
use http::{Method, header};
use parvis::{
    kernel::config::Config,
    platform::fediverse::{
        authorized::{self, Reader},
        client::{self, Client, ClientError},
        network::Network,
    },
};
use parvis_federation::{
    iri::Iri,
    signature::{Outgoing, sign_cavage},
};

use crate::support::{Person, TestApp};

fn public(test: &TestApp) -> Client {
    let config = Config { federation_allow_private: false, ..test.app.config.clone() };
    Client::new(&config, &Network::default()).unwrap()
}

#[tokio::test]
async fn a_public_server_reaches_the_public_internet_alone() {
    let test = TestApp::new().await;
    let client = public(&test);
    for address in [
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://0.0.0.0/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://192.168.1.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://[fd00::1]/",
        "http://peer.example/",
        "https://peer.example:8443/",
        "https://peer.example:22/",
    ] {
        let target = Iri::parse(address).unwrap();
        let answer = client.check(&target);
        assert!(matches!(answer, Err(ClientError::Refused(_))), "{address}");
        let sent = client.send(Method::GET, &target, Vec::new(), None, 1000).await;
        assert!(matches!(sent, Err(ClientError::Refused(_))), "{address}");
    }
    client.check(&Iri::parse("https://peer.example/users/x").unwrap()).unwrap();
}

#[tokio::test]
async fn a_name_that_leads_to_this_machine_is_not_followed() {
    let test = TestApp::new().await;
    let client = public(&test);
    let target = Iri::parse("https://localhost/").unwrap();
    let sent = client.send(Method::GET, &target, Vec::new(), None, 1000).await;
    let Err(ClientError::Unreachable(why)) = sent else {
        panic!("it was reached: {sent:?}");
    };
    assert!(why.contains("not public"), "{why}");
}

#[tokio::test]
async fn redirects_are_checked_like_first_addresses() {
    let test = TestApp::new().await;
    let remote = test.remote("evil").await;
    for (n, to) in
        ["http://169.254.169.254/", "http://10.0.0.1/", "http://[fd00::1]/"].iter().enumerate()
    {
        let path = format!("/r/{n}");
        remote.script(&path, 302, vec![("location", (*to).to_owned())], "");
        let answer = client::get_bytes(&test.app, &format!("{}{path}", remote.base), 1000).await;
        assert_eq!(answer.unwrap_err(), ClientError::Refused("not a public address"), "{to}");
    }
}

#[tokio::test]
async fn no_more_is_read_than_was_asked_for() {
    let test = TestApp::new().await;
    let remote = test.remote("big").await;
    remote.script("/a", 200, vec![("content-type", "image/png".to_owned())], "0123456789");
    let url = format!("{}/a", remote.base);
    let (bytes, kind) = client::get_bytes(&test.app, &url, 10).await.unwrap();
    assert_eq!((bytes.as_ref(), kind.as_str()), (&b"0123456789"[..], "image/png"));
    let more = client::get_bytes(&test.app, &url, 9).await;
    assert_eq!(more.unwrap_err(), ClientError::TooLarge);
}

/// A request for a document as a server signs it.
fn asking(test: &TestApp, person: Option<&Person>) -> http::request::Parts {
    let path = "/actors/musee";
    let mut request = Request::get(path).body(Body::empty()).unwrap();
    let headers = request.headers_mut();
    headers.insert(header::HOST, "musee.test".parse().unwrap());
    if let Some(person) = person {
        let target = Iri::parse(&test.app.config.address(path)).unwrap();
        let outgoing = Outgoing { method: &Method::GET, target: &target, body: None };
        let key_id = Iri::parse(&person.key_id).unwrap();
        let signed = sign_cavage(&outgoing, &person.key, &key_id, test.app.now().utc()).unwrap();
        for (name, value) in signed {
            headers.insert(name, value);
        }
    }
    request.into_parts().0
}

#[tokio::test]
async fn signed_readers_are_known_and_unsigned_ones_refused_where_that_is_asked() {
    let test = TestApp::new().await;
    let remote = test.remote("mastodon").await;
    let nour = remote.person("nour");
    let unsigned = asking(&test, None);
    let signed = asking(&test, Some(&nour));
    assert_eq!(authorized::reader(&test.app, &unsigned).await.unwrap(), Reader::Anonymous);
    let mut venue = (*test.app.venue()).clone();
    venue.authorized_fetch = true;
    test.app.write(move |tx| venue.save(tx)).await.unwrap();
    test.app.reload_venue().await.unwrap();
    assert_eq!(authorized::reader(&test.app, &unsigned).await.unwrap_err().status(), 401);
    let reader = authorized::reader(&test.app, &signed).await.unwrap();
    assert_eq!(reader.actor().unwrap().as_str(), nour.iri);
    let mut other_path = asking(&test, Some(&nour));
    other_path.uri = "/actors/admin".parse().unwrap();
    assert_eq!(authorized::reader(&test.app, &other_path).await.unwrap_err().status(), 401);
}

#[tokio::test]
async fn a_blocked_server_reads_nothing() {
    use parvis::platform::fediverse::policy::{self, Policy};
    let test = TestApp::new().await;
    let remote = test.remote("evil").await;
    let mallory = remote.person("mallory");
    let host = remote.host();
    test.app.write(move |tx| policy::set(tx, &host, Policy::Block, "spam")).await.unwrap();
    policy::reload(&test.app).await.unwrap();
    let signed = asking(&test, Some(&mallory));
    assert_eq!(authorized::reader(&test.app, &signed).await.unwrap_err().status(), 403);
    assert_eq!(remote.seen().len(), 0);
}
