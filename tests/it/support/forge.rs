//! Requests signed as an attacker or a careless server would sign them.

use axum::body::Body;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{Request, header};
use parvis::kernel::clock::Time;
use parvis_federation::digest;
use serde_json::Value;

use super::Person;

/// A draft-cavage request whose parts a test may choose.
pub struct Forge<'a> {
    pub person: &'a Person,
    pub key_id: String,
    pub path: &'a str,
    pub host: &'a str,
    pub date: String,
    pub covered: Vec<&'a str>,
    pub body: Vec<u8>,
}

impl<'a> Forge<'a> {
    /// A correct request; change its fields before [`Forge::request`].
    pub fn new(person: &'a Person, now: Time, activity: &Value) -> Self {
        Self {
            person,
            key_id: person.key_id.clone(),
            path: "/inbox",
            host: "musee.test",
            date: http_date(now),
            covered: vec!["(request-target)", "host", "date", "digest"],
            body: activity.to_string().into_bytes(),
        }
    }

    /// The request, signed over what is covered.
    pub fn request(&self) -> Request<Body> {
        let digest = digest::make(&self.body).to_str().unwrap().to_owned();
        let lines: Vec<String> = self
            .covered
            .iter()
            .map(|name| match *name {
                "(request-target)" => format!("(request-target): post {}", self.path),
                "host" => format!("host: {}", self.host),
                "date" => format!("date: {}", self.date),
                "digest" => format!("digest: {digest}"),
                other => panic!("not a header of these requests: {other}"),
            })
            .collect();
        let signature = STANDARD.encode(self.person.key.sign(lines.join("\n").as_bytes()).unwrap());
        let value = format!(
            "keyId=\"{}\",algorithm=\"rsa-sha256\",headers=\"{}\",signature=\"{signature}\"",
            self.key_id,
            self.covered.join(" ")
        );
        Request::post(self.path)
            .header(header::HOST, self.host)
            .header(header::DATE, &self.date)
            .header("digest", digest)
            .header(header::CONTENT_TYPE, "application/activity+json")
            .header("signature", value)
            .body(Body::from(self.body.clone()))
            .unwrap()
    }
}

/// A moment as HTTP writes it.
pub fn http_date(at: Time) -> String {
    at.utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
