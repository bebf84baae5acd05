//! RFC 9421: `Signature-Input` and `Signature` read, and the signature base rebuilt.
//!
//! For [`super::policy`], and for tests against published vectors. Reads one signature; component parameters (`;sf`, `;key`,
//! `@query-param`…) are refused rather than guessed. Never decides whether what is covered is enough.

use http::HeaderMap;
use sfv::{BareItem, Dictionary, FieldType, InnerList, List, ListEntry, Parser};

use super::headers::{joined, single};
use super::{SignatureError, SignedRequest};

/// The most components one signature covers.
const MANY: usize = 40;

/// A signature in the form of RFC 9421.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rfc9421 {
    /// The label of the signature: `sig1`.
    pub label: String,
    /// The key it names.
    pub key_id: Option<String>,
    /// The algorithm it declares.
    pub algorithm: Option<String>,
    /// What it covers, in order.
    pub covered: Vec<String>,
    /// When it was made, in seconds.
    pub created: Option<i64>,
    /// Until when it holds, in seconds.
    pub expires: Option<i64>,
    /// The signature.
    pub signature: Vec<u8>,
    params: String,
}

impl Rfc9421 {
    /// Reads both headers: exactly one signature, nothing doubled.
    pub fn parse(headers: &HeaderMap) -> Result<Self, SignatureError> {
        let input =
            single(headers, "signature-input")?.ok_or(SignatureError::Refused("unsigned"))?;
        let value = single(headers, "signature")?.ok_or(SignatureError::Refused("unsigned"))?;
        let (label, list) =
            only(input).ok_or(SignatureError::Malformed("one signature, not more, not less"))?;
        let ListEntry::InnerList(list) = list else {
            return Err(SignatureError::Malformed("Signature-Input is no list of components"));
        };
        let params =
            serialised(&list).ok_or(SignatureError::Malformed("Signature-Input cannot be read"))?;
        // Reading a structured field drops doubled parameters; writing it again shows whether there were any.
        if !same(input, &format!("{label}={params}")) {
            return Err(SignatureError::Malformed("Signature-Input is doubled or ambiguous"));
        }
        let (other, signature) =
            only(value).ok_or(SignatureError::Malformed("one signature, not more, not less"))?;
        let ListEntry::Item(item) = signature else {
            return Err(SignatureError::Malformed("Signature is no byte sequence"));
        };
        let BareItem::ByteSequence(signature) = item.bare_item else {
            return Err(SignatureError::Malformed("Signature is no byte sequence"));
        };
        if other != label {
            return Err(SignatureError::Malformed(
                "Signature and Signature-Input name different signatures",
            ));
        }
        let text = |name: &str| {
            list.params.get(name).and_then(BareItem::as_string).map(|text| text.as_str().to_owned())
        };
        let seconds = |name: &str| match list.params.get(name) {
            None => Ok(None),
            Some(value) => value
                .as_integer()
                .map(|value| Some(i64::from(value)))
                .ok_or(SignatureError::Malformed("not a time")),
        };
        Ok(Self {
            key_id: text("keyid"),
            algorithm: text("alg"),
            covered: components(&list)?,
            created: seconds("created")?,
            expires: seconds("expires")?,
            signature,
            params,
            label,
        })
    }

    /// Tells whether it covers this component.
    #[must_use]
    pub fn covers(&self, name: &str) -> bool {
        self.covered.iter().any(|one| one == name)
    }

    /// The signature base.
    pub fn signature_base(&self, request: &SignedRequest<'_>) -> Result<Vec<u8>, SignatureError> {
        let mut base = Vec::new();
        for name in &self.covered {
            let value = component(request, name)?;
            base.extend_from_slice(format!("\"{name}\": ").as_bytes());
            base.extend_from_slice(&value);
            base.push(b'\n');
        }
        base.extend_from_slice(format!("\"@signature-params\": {}", self.params).as_bytes());
        Ok(base)
    }
}

fn component(request: &SignedRequest<'_>, name: &str) -> Result<Vec<u8>, SignatureError> {
    let target = request.target_uri;
    let value = match name {
        "@method" => request.method.as_str().to_owned(),
        "@target-uri" => target.without_fragment().as_str().to_owned(),
        "@authority" => target.authority(),
        "@scheme" => target.scheme().to_owned(),
        "@request-target" => target.path_and_query().into_owned(),
        "@path" => target.path(),
        "@query" => format!("?{}", target.query().unwrap_or_default()),
        name if name.starts_with('@') => {
            return Err(SignatureError::Refused("a component we do not read"));
        }
        name => {
            return joined(request.headers, name)
                .ok_or(SignatureError::Refused("a covered header is missing"));
        }
    };
    Ok(value.into_bytes())
}

fn components(list: &InnerList) -> Result<Vec<String>, SignatureError> {
    let mut names: Vec<String> = Vec::new();
    for item in &list.items {
        let name = item
            .bare_item
            .as_string()
            .ok_or(SignatureError::Malformed("a component without a name"))?
            .as_str();
        if !item.params.is_empty() {
            return Err(SignatureError::Refused("a component with parameters"));
        }
        if names.iter().any(|known| known == name)
            || names.len() >= MANY
            || name != name.to_ascii_lowercase()
        {
            return Err(SignatureError::Malformed(
                "components covered twice, too many or in capitals",
            ));
        }
        names.push(name.to_owned());
    }
    Ok(names)
}

/// The only member of a dictionary.
fn only(value: &str) -> Option<(String, ListEntry)> {
    let dictionary: Dictionary = Parser::new(value).parse().ok()?;
    let mut members = dictionary.into_iter();
    let (label, entry) = members.next()?;
    members.next().is_none().then(|| (label.as_str().to_owned(), entry))
}

fn serialised(list: &InnerList) -> Option<String> {
    let list: List = vec![ListEntry::InnerList(list.clone())];
    list.serialize()
}

/// Compares two structured fields but for spaces.
fn same(one: &str, other: &str) -> bool {
    let squeezed =
        |text: &str| text.chars().filter(|c| !matches!(c, ' ' | '\t')).collect::<String>();
    squeezed(one) == squeezed(other)
}
