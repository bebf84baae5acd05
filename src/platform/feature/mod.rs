//! How a noun joins the server. Every method has a default: a noun implements what it needs.

mod asking;
mod inbound;

use std::collections::{BTreeMap, HashMap};

use axum::{
    Router,
    extract::{FromRequestParts, Query},
    http::request::Parts,
};
use parvis_federation::{activity::Activity, iri::Iri};
use serde::Serialize;
use serde_json::Value;

pub use asking::{
    answers, beside, counts_by_place, echoes, excerpts, going, headings, kept_at, notices,
    places_of, thread, unread, ways_in,
};
pub use inbound::{Inbound, Outcome};

use crate::{
    kernel::{
        clock::Time,
        db::Conn,
        error::{Error, Result},
        i18n::Lang,
        id::Id,
    },
    platform::{
        actors::Actor,
        app::{App, Tx},
        jobs::{Consumer, Job},
        media::pictures::PictureView,
        objects::Object,
        web::{Card, PageNumber, Pager, Sample, Viewer},
    },
};

/// A noun of the project, or something people do with nouns.
pub trait Feature: Sync {
    /// Its folder's name.
    fn name(&self) -> &'static str;

    /// Its pages.
    fn routes(&self) -> Router<App> {
        Router::new()
    }

    /// The first parts of its addresses in English and in French, in which they are kept: see
    /// [`web::aliases`](crate::platform::web::aliases).
    fn aliases(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }

    /// The first parts of addresses of screens that lead nowhere else, whatever goes wrong on them.
    fn sealed(&self) -> &'static [&'static str] {
        &[]
    }

    /// The object kinds it owns.
    fn kinds(&self) -> &'static [&'static str] {
        &[]
    }

    /// Those of its kinds that can be followed one by one.
    fn followable(&self) -> &'static [&'static str] {
        &[]
    }

    /// Those of its kinds that listings of the network import from the server itself.
    fn listed(&self) -> &'static [&'static str] {
        &[]
    }

    /// The object of those followed one by one that is meant by `name`: the last part of its page's address, or the code of its label.
    /// Withdrawn or not.
    fn named(&self, _conn: &mut Conn, _name: &str) -> Result<Option<Id>> {
        Ok(None)
    }

    /// Addresses of documents that must be at hand before [`Feature::apply`] can judge the activity.
    fn references(&self, _activity: &Activity) -> Vec<Iri> {
        Vec::new()
    }

    /// Applies a verified activity; `None` when it is not this noun's business.
    fn apply(&self, _tx: &mut Tx<'_>, _inbound: &Inbound) -> Result<Option<Outcome>> {
        Ok(None)
    }

    /// The same for several in a row that say something new, so that a noun may look up and store for all of them at once.
    /// What it comes to is what one after the other would.
    fn apply_words(&self, tx: &mut Tx<'_>, words: &[&Inbound]) -> Result<Vec<Option<Outcome>>> {
        words.iter().map(|inbound| self.apply(tx, inbound)).collect()
    }

    /// The ActivityPub document of an object of its kinds, without `@context`.
    fn describe(&self, _app: &App, _conn: &mut Conn, _object: &Object) -> Result<Option<Value>> {
        Ok(None)
    }

    /// What this noun adds to the page of a person of this server: a map of fields of
    /// `accounts/profile.html`, such as the words they left (`months`, `pager`, `traces_total`), how many
    /// follow them (`followers_total`) or where to moderate them (`moderate_url`). Nothing the viewer could
    /// not see elsewhere, and no count of it.
    fn profile(&self, _ask: &ProfileAsk<'_>, _conn: &mut Conn) -> Result<Option<minijinja::Value>> {
        Ok(None)
    }

    /// Readers of the journal.
    fn consumers(&self) -> &'static [Consumer] {
        &[]
    }

    /// Kinds of background jobs.
    fn jobs(&self) -> &'static [Job] {
        &[]
    }

    /// Lets go of what it keeps for a while only; returns how many rows. Once a day.
    fn tidy(&self, _tx: &mut Tx<'_>) -> Result<usize> {
        Ok(0)
    }

    /// Erases again what it holds about a person of this server who had themselves erased, after an older backup
    /// brought it back. Nothing when there is nothing.
    fn erase(&self, _tx: &mut Tx<'_>, _actor: Id) -> Result<()> {
        Ok(())
    }

    /// Forgets what else of a member's devices hears or does anything: they, or the team, closed every other way in.
    fn sign_out(&self, _tx: &mut Tx<'_>, _member: Id) -> Result<()> {
        Ok(())
    }

    /// Makes what it holds about a guest the member's: they are the same person. Objects the guest made are the member's
    /// already. Called once per guest.
    fn claim(&self, _tx: &mut Tx<'_>, _guest: Id, _member: Id) -> Result<()> {
        Ok(())
    }

    /// Where these objects are, for those of its own that are somewhere: see [`places_of`].
    fn places_of(&self, _conn: &mut Conn, _objects: &[Id]) -> Result<HashMap<Id, Id>> {
        Ok(HashMap::new())
    }

    /// What was said under an object, for the page of that object. The noun of what people say answers;
    /// every other noun says `None`. Pages ask through [`thread`].
    fn thread(&self, _app: &App, _conn: &mut Conn, _ask: &AskThread) -> Result<Option<Thread>> {
        Ok(None)
    }

    /// How often people answered, liked or shared these objects, counting only what everybody may see.
    /// Each noun counts its own kind and leaves the rest at zero; pages ask through [`echoes`].
    fn echoes(&self, _conn: &mut Conn, _objects: &[Id]) -> Result<HashMap<Id, Echo>> {
        Ok(HashMap::new())
    }

    /// What these objects are called and where their pages are, for lists of what was said about them. Each noun
    /// answers for its own; pages ask through [`headings`].
    fn headings(
        &self,
        _conn: &mut Conn,
        _lang: Lang,
        _objects: &[Id],
    ) -> Result<HashMap<Id, Heading>> {
        Ok(HashMap::new())
    }

    /// How many people come to each of these events; those nobody comes to may be left out. The noun of answers answers;
    /// documents of events ask through [`going`].
    fn going(&self, _conn: &mut Conn, _events: &[Id]) -> Result<HashMap<Id, i64>> {
        Ok(HashMap::new())
    }

    /// What others announce around the venue, for its programme: see [`beside`].
    fn beside(&self, _ask: &BesideAsk<'_>, _conn: &mut Conn) -> Result<Vec<Beside>> {
        Ok(Vec::new())
    }

    /// How people answer an event, for its page: what `attendance/_panel.html` shows. The noun of answers answers; pages
    /// ask through [`answers`].
    fn answers(&self, _ask: &AnswersAsk<'_>, _conn: &mut Conn) -> Result<Option<minijinja::Value>> {
        Ok(None)
    }

    /// The first words of these objects as plain text, for lists of news. Nothing of what said nothing; who may read
    /// them is the caller's question. Pages ask through [`excerpts`].
    fn excerpts(&self, _conn: &mut Conn, _objects: &[Id]) -> Result<HashMap<Id, String>> {
        Ok(HashMap::new())
    }

    /// How many things a member was told and has not read, for the head of every page.
    fn unread(&self, _conn: &mut Conn, _member: Id) -> Result<i64> {
        Ok(0)
    }

    /// How many things are kept at each place, for trees of places.
    fn counts_by_place(&self, _conn: &mut Conn) -> Result<HashMap<Id, i64>> {
        Ok(HashMap::new())
    }

    /// What is kept at these places, for the page of a place: see [`kept_at`].
    fn kept_at(&self, _conn: &mut Conn, _lang: Lang, _places: &[Id]) -> Result<Kept> {
        Ok(Kept::default())
    }

    /// What this noun has to tell a member on the page of their account, newest first; pages ask through
    /// [`notices`].
    fn notices(&self, _conn: &mut Conn, _lang: Lang, _actor: Id) -> Result<Vec<Notice>> {
        Ok(Vec::new())
    }

    /// How many ways to sign in this noun gives an account; summed over the nouns by [`ways_in`], so that nobody takes
    /// their last one away.
    fn ways_in(&self, _conn: &mut Conn, _account: Id) -> Result<i64> {
        Ok(0)
    }

    /// What waits for staff, shown beside every staff page; summed over the nouns.
    fn staff_nav(&self, _conn: &mut Conn) -> Result<StaffNav> {
        Ok(StaffNav::default())
    }

    /// Its pages with example data, all rendered by a test in every language.
    fn samples(&self) -> Vec<Sample> {
        Vec::new()
    }
}

/// Whose page is shown, and to whom.
pub struct ProfileAsk<'a> {
    /// The application.
    pub app: &'a App,
    /// The person.
    pub person: &'a Actor,
    /// Who is looking.
    pub viewer: &'a Viewer,
    /// In which language.
    pub lang: Lang,
    /// Which page of what they left.
    pub page: PageNumber,
    /// Path and query of the request, for pagers.
    pub path: &'a str,
}

/// The answers to which event are shown, and to whom.
pub struct AnswersAsk<'a> {
    /// The application.
    pub app: &'a App,
    /// The event.
    pub event: Id,
    /// Who is looking.
    pub viewer: &'a Viewer,
}

/// Which events of others are shown beside the programme: those that are not over, in the order they begin.
#[derive(Clone, Copy)]
pub struct BesideAsk<'a> {
    /// The application.
    pub app: &'a App,
    /// In which language.
    pub lang: Lang,
    /// Only those that begin at this moment or later; without one, those under way too.
    pub from: Option<Time>,
    /// Only those that begin before this moment.
    pub until: Option<Time>,
    /// How many at most.
    pub most: i64,
}

/// An event of somebody else, as lists show it: always with who announces it and the way to them.
#[derive(Clone, Debug, Serialize)]
pub struct Beside {
    /// Its title.
    pub title: String,
    /// Its page, at its origin.
    pub url: String,
    /// In which language it is announced, if that is said.
    pub lang: Option<String>,
    /// As it is read.
    pub when: String,
    /// When it begins.
    pub starts: Time,
    /// Day of the month, for the block beside the title.
    pub day: u32,
    /// Where it takes place.
    pub place: Option<String>,
    /// Where it can be followed from afar.
    pub online: bool,
    /// `announced`, `postponed` or `cancelled`.
    pub stage: &'static str,
    /// Its first words.
    pub excerpt: String,
    /// Who announces it.
    pub source: String,
    /// On which server.
    pub host: String,
    /// What it is shown with.
    pub picture: Option<PictureView>,
}

/// Which thread a page wants, for whom.
#[derive(Clone, Debug)]
pub struct AskThread {
    /// Who is looking: their own waiting words are shown to them.
    pub viewer: Viewer,
    /// In which language.
    pub lang: Lang,
    /// The object the page is about; new words go under it.
    pub subject: Object,
    /// Other objects whose threads belong on the page: the artworks of a place.
    pub others: Vec<Id>,
    /// Where the form for new words posts to.
    pub action: String,
    /// Path and query of the request, for the pager.
    pub path: String,
    /// Which part of the thread, and what is being written.
    pub reading: Reading,
}

/// How somebody reads a thread: which page of it, whom they answer, and the form that must be corrected.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Which page of the thread.
    pub page: PageNumber,
    /// The trace somebody is answering (`?reponse=`).
    pub reply_to: Option<Id>,
    /// Which stretch of time (`?quand=`): a day, a season, an exhibition.
    pub moment: Option<String>,
    /// What was typed, when it must be corrected.
    pub typed: Typed,
}

impl FromRequestParts<App> for Reading {
    type Rejection = Error;

    /// Reads `?page=&reponse=&quand=`; what cannot be read is as if it were not there.
    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self> {
        let query = parts.uri.query().unwrap_or_default();
        let asked = url::form_urlencoded::parse(query.as_bytes());
        let (mut reply_to, mut moment) = (None, None);
        for (name, value) in asked {
            match name.as_ref() {
                "reponse" => reply_to = reply_to.or_else(|| value.parse().ok()),
                "quand" => moment = Some(value.into_owned()),
                _ => {}
            }
        }
        let page = Query::<PageNumber>::try_from_uri(&parts.uri).map(|Query(page)| page);
        Ok(Self { page: page.unwrap_or_default(), reply_to, moment, typed: Typed::default() })
    }
}

/// A form that came back: what was typed and what is wrong with it, by field, in the viewer's language.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Typed {
    /// The fields as typed.
    pub values: BTreeMap<String, String>,
    /// What to correct.
    pub errors: BTreeMap<String, String>,
}

/// What this viewer may do with the object a page is about, each an address; none is what they may not do.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Acts {
    /// They like it already.
    pub liked: bool,
    /// Where the like button posts to.
    pub like_url: Option<String>,
    /// They follow it already.
    pub followed: bool,
    /// Where the follow button posts to.
    pub follow_url: Option<String>,
    /// For whoever has no account here: the way to their own server, to like, share or answer from there.
    pub remote_url: Option<String>,
    /// Where it is reported.
    pub report_url: Option<String>,
}

/// A thread as templates show it; the shapes are told at the head of `macros.html`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Thread {
    /// The form for new words; `none` when this viewer may not write.
    pub form: minijinja::Value,
    /// The traces by month, newest first.
    pub months: minijinja::Value,
    /// The rail of dates and exhibitions; `none` where there is one moment only.
    pub rail: minijinja::Value,
    /// Where this page of traces stands.
    pub pager: Pager,
    /// What the page listens to for new words.
    pub live_topic: String,
    /// What can be done with what it is about.
    pub acts: Acts,
}

/// What people did with an object, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Echo {
    /// Words left in its thread.
    pub traces: i64,
    /// People who like it.
    pub likes: i64,
    /// Times it was shared.
    pub boosts: i64,
}

/// What an object is called.
#[derive(Clone, Debug, Serialize)]
pub struct Heading {
    /// Its title or name.
    pub title: String,
    /// The path of its page.
    pub url: String,
    /// Its number or code, if it has one.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
}

/// Something the venue tells one of its members, on the page of their account.
#[derive(Clone, Debug, Serialize)]
pub struct Notice {
    /// What is said, as safe HTML.
    pub text_html: String,
    /// What it is about.
    pub about: Option<Heading>,
    /// When it was said.
    pub at: Time,
    /// Where the member says that they read it; none once they have.
    pub read_url: Option<String>,
}

/// What is kept at some places.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// How many things are on show there.
    pub total: i64,
    /// The first of them.
    pub cards: Vec<Card>,
    /// The objects whose threads belong on the page, the newest first, at most a few hundred.
    pub objects: Vec<Id>,
}

/// What waits for staff.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StaffNav {
    /// Words and reports waiting to be read.
    pub pending: i64,
    /// Deliveries to other servers that fail at present.
    pub failing: i64,
    /// Problems people reported with the site and nobody answered.
    pub problems: i64,
    /// Events of others that wait to be approved.
    pub around: i64,
    /// Events members proposed and nobody answered.
    pub proposals: i64,
}

impl StaffNav {
    /// What waits, over all nouns.
    pub fn load(app: &App, conn: &mut Conn) -> Result<Self> {
        let mut sum = Self::default();
        for feature in app.features {
            let part = feature.staff_nav(conn)?;
            sum.pending += part.pending;
            sum.failing += part.failing;
            sum.problems += part.problems;
            sum.around += part.around;
            sum.proposals += part.proposals;
        }
        Ok(sum)
    }
}
