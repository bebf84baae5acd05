//! The two ceremonies of WebAuthn level 3, as `webauthn_rs` performs them: registering a key, and signing in with one
//! that its device finds by itself. Pure: what must be remembered in between is returned as text.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use url::Url;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Uuid, Webauthn, WebauthnBuilder,
};

use crate::kernel::{
    error::{Error, Result},
    id::Id,
};

/// What a page hands to the browser, and what is kept here until it answers.
pub(super) struct Begun {
    pub(super) options: Value,
    pub(super) state: String,
}

/// A key that was registered.
pub(super) struct Registered {
    pub(super) credential_id: String,
    pub(super) credential: String,
}

/// Why an answer was not taken: it is not the browser's fault that matters, but that nobody gets in.
pub(super) struct Refused;

/// The venue as authenticators know it: its host, and nothing but its own pages.
fn party(url: &Url, name: &str) -> Result<Webauthn> {
    let host = url.host_str().ok_or_else(|| Error::internal("the site has no host"))?;
    let builder = WebauthnBuilder::new(host, url).map_err(Error::internal)?;
    builder.rp_name(if name.is_empty() { host } else { name }).build().map_err(Error::internal)
}

/// What authenticators call an account: its number, which says nothing about anybody.
fn user_id(account: Id) -> Uuid {
    Uuid::from_u64_pair(0, u64::from_be_bytes(account.raw().to_be_bytes()))
}

/// Begins to register a key for an account that has these already.
pub(super) fn begin_registration(
    (url, venue): (&Url, &str),
    account: Id,
    (handle, name): (&str, &str),
    known: &[String],
) -> Result<Begun> {
    let exclude = known.iter().filter_map(|id| URL_SAFE_NO_PAD.decode(id).ok());
    let exclude: Vec<_> = exclude.collect();
    let (challenge, state) = party(url, venue)?
        .start_passkey_registration(user_id(account), handle, name, Some(exclude))
        .map_err(Error::internal)?;
    let mut options = serde_json::to_value(challenge)?;
    // The key must be found by its device without us naming it: that is what signs in without a name.
    if let Some(selection) = options.pointer_mut("/publicKey/authenticatorSelection") {
        selection["residentKey"] = json!("required");
        selection["requireResidentKey"] = json!(true);
    }
    Ok(Begun { options, state: serde_json::to_string(&state)? })
}

/// Ends a registration.
pub(super) fn end_registration(
    (url, venue): (&Url, &str),
    state: &str,
    answer: &str,
) -> Result<Result<Registered, Refused>> {
    let state: PasskeyRegistration = serde_json::from_str(state)?;
    let Ok(answer) = serde_json::from_str::<RegisterPublicKeyCredential>(answer) else {
        return Ok(Err(Refused));
    };
    Ok(match party(url, venue)?.finish_passkey_registration(&answer, &state) {
        Ok(key) => Ok(Registered {
            credential_id: URL_SAFE_NO_PAD.encode(key.cred_id()),
            credential: serde_json::to_string(&key)?,
        }),
        Err(error) => refuse(&error),
    })
}

/// Begins to sign in whoever holds a key of this site.
pub(super) fn begin_sign_in((url, venue): (&Url, &str)) -> Result<Begun> {
    let (challenge, state) =
        party(url, venue)?.start_discoverable_authentication().map_err(Error::internal)?;
    Ok(Begun { options: serde_json::to_value(challenge)?, state: serde_json::to_string(&state)? })
}

/// An answer of somebody who signs in, and the key it claims to be of.
pub(super) struct Claim {
    answer: PublicKeyCredential,
    user: Uuid,
    /// The key's id, in base64url.
    pub(super) credential_id: String,
}

/// Reads an answer far enough to know which key it claims.
pub(super) fn read_claim((url, venue): (&Url, &str), answer: &str) -> Result<Option<Claim>> {
    let Ok(answer) = serde_json::from_str::<PublicKeyCredential>(answer) else { return Ok(None) };
    let identified = party(url, venue)?
        .identify_discoverable_authentication(&answer)
        .ok()
        .map(|(user, id)| (user, URL_SAFE_NO_PAD.encode(id)));
    Ok(identified.map(|(user, credential_id)| Claim { answer, user, credential_id }))
}

/// Verifies a claim against the key of an account; returns the key as it is to be kept from now on.
pub(super) fn end_sign_in(
    (url, venue): (&Url, &str),
    state: &str,
    claim: &Claim,
    (account, credential): (Id, &str),
) -> Result<Result<String, Refused>> {
    if claim.user != user_id(account) {
        return Ok(Err(Refused));
    }
    let state: DiscoverableAuthentication = serde_json::from_str(state)?;
    let mut key: Passkey = serde_json::from_str(credential)?;
    let known = DiscoverableKey::from(&key);
    Ok(
        match party(url, venue)?.finish_discoverable_authentication_v2(&claim.answer, state, &known)
        {
            Ok(result) => {
                key.update_credential(&result);
                Ok(serde_json::to_string(&key)?)
            }
            Err(error) => refuse(&error),
        },
    )
}

fn refuse<T>(error: &webauthn_rs::prelude::WebauthnError) -> Result<T, Refused> {
    tracing::debug!(%error, "a passkey was refused");
    Err(Refused)
}
