//! Pages: who is looking, in which language, templates, forms, errors, assets, the accept loop.
//!
//! Knows no noun; nouns bring routes and templates of their own.

mod accept;
mod address;
pub mod aliases;
mod assets;
mod card;
mod context;
mod dates;
mod error_page;
pub mod etag;
pub mod feed;
mod form;
mod gate;
pub mod guard;
mod installable;
pub mod limits;
pub mod once;
mod outbox;
mod pace;
mod page_cache;
mod pager;
mod participant;
mod qr;
mod router;
mod server;
mod session;
mod templates;
pub mod theme;
mod viewer;

pub use accept::{wants_activity, wants_page};
pub use address::Path;
pub use assets::{asset_url, text as asset_text};
pub use card::{Card, Choice, Crumb};
pub use context::{Ctx, Flash};
pub use dates::{Period, hour, period};
pub use error_page::Failure;
pub use form::{Form, Upload, UploadForm, uploads};
pub use guard::Guard;
pub use limits::{ACT, Peer, Quota, RateLimits, take_for_account};
pub use once::Once;
pub use outbox::Waited;
pub use pace::Pace;
pub use page_cache::PageCache;
pub use pager::{PageNumber, Pager};
pub use participant::{Doing, Participant};
pub use qr::{Qr, qr};
pub use router::{framed, router};
pub use server::{Limits, Server};
pub use session::{
    COOKIE, Proof, Session, cookie, device_name, end, end_all, guest, list, read_cookie, start,
};
pub use templates::{Page, Sample, Templates};
pub use viewer::{Member, Role, Staff, Viewer};

#[cfg(test)]
mod tests;
