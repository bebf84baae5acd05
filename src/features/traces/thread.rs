//! Threads as pages show them: heads by month, answers beneath, each with its author, its numbers and what this
//! viewer may do with it.
//!
//! For the pages of works, places, people and traces. Decides nothing about visibility: `store` lists what the
//! viewer may see.

use std::collections::{HashMap, HashSet};

use chrono::Datelike as _;
use serde::Serialize;

use super::{
    model::{Purpose, Trace},
    store::{self, Of, Slice, Threads, consents},
};
use crate::{
    features::{
        accounts,
        feelings::{self, Feeling},
        follows, reactions,
    },
    kernel::{
        clock::Time,
        db::Conn,
        error::Result,
        i18n::{self, Lang},
        id::Id,
    },
    platform::{
        actors::{self, Actor},
        app::App,
        feature::{self, Acts, Echo, Heading},
        fediverse::subjects,
        media::{
            pictures::{self, PictureView},
            sounds::{self, Sound, SoundView},
        },
        objects::{Object, State, Visibility},
        web::{Role, Viewer},
    },
};

/// How many conversations stand on one page.
pub const PER_PAGE: i64 = 20;

/// How far answers are indented; deeper ones stand beside those they answer.
const INDENT: usize = 4;

/// How far answers are followed at all, and how many of one level are read.
const DEPTH: usize = 20;
const WIDTH: i64 = 500;

/// Who reads, and how.
pub struct Reader<'a> {
    pub app: &'a App,
    pub viewer: &'a Viewer,
    pub lang: Lang,
}

/// A trace as `macros.html` shows it.
#[derive(Clone, Debug, Serialize)]
pub struct TraceView {
    pub id: Id,
    pub url: String,
    pub kind: &'static str,
    pub state: State,
    /// Only the place of words that are out of sight; nothing of them is told.
    pub gone: bool,
    pub feeling: Option<&'static str>,
    pub feeling_word: Option<String>,
    pub author_name: String,
    pub author_url: Option<String>,
    pub author_handle: Option<String>,
    pub text_html: String,
    /// Tells what stands here from what it may become; for staff, who decide about what they saw.
    pub mark: Option<String>,
    pub warning: Option<String>,
    pub lang: String,
    pub pictures: Vec<PictureView>,
    pub sound: Option<SoundView>,
    /// A sound that can be heard on its own server alone.
    pub listen: Option<Listen>,
    /// What the venue may do with it; told to its author and to staff.
    pub reuse: Vec<Purpose>,
    pub published: Time,
    pub edited: bool,
    pub here_only: bool,
    pub likes: i64,
    pub boosts: i64,
    pub liked: bool,
    pub subject: Option<Heading>,
    pub like_url: Option<String>,
    pub reply_url: Option<String>,
    pub remote_reply_url: Option<String>,
    pub edit_url: Option<String>,
    pub summary_url: Option<String>,
    pub withdraw_url: Option<String>,
    pub report_url: Option<String>,
    pub moderate_url: Option<String>,
    pub pin_url: Option<String>,
    pub pinned: bool,
    pub thank_url: Option<String>,
    /// The venue thanks for these words.
    pub thanked: bool,
    pub replies: Vec<TraceView>,
}

/// The way to a sound on another server.
#[derive(Clone, Debug, Serialize)]
pub struct Listen {
    /// The post's own page.
    pub url: String,
    /// Its server.
    pub host: String,
    /// What is heard.
    pub summary: String,
}

impl TraceView {
    /// The place of these words in their thread, without anything of them. Staff may go and look.
    #[must_use]
    fn without_words(self, viewer: &Viewer) -> Self {
        let hidden = matches!(self.state, State::Hidden | State::Withheld);
        Self {
            kind: "gone",
            feeling: None,
            feeling_word: None,
            state: if hidden { State::Hidden } else { self.state },
            gone: true,
            author_name: String::new(),
            author_url: None,
            author_handle: None,
            text_html: String::new(),
            mark: None,
            warning: None,
            lang: String::new(),
            pictures: Vec::new(),
            sound: None,
            listen: None,
            reuse: Vec::new(),
            edited: false,
            here_only: false,
            likes: 0,
            boosts: 0,
            liked: false,
            like_url: None,
            reply_url: None,
            remote_reply_url: None,
            edit_url: None,
            summary_url: None,
            withdraw_url: None,
            report_url: None,
            pin_url: None,
            pinned: false,
            thank_url: None,
            thanked: false,
            moderate_url: self.moderate_url.filter(|_| hidden && viewer.is_staff()),
            ..self
        }
    }
}

/// The traces of a month.
#[derive(Debug, Serialize)]
pub struct Month {
    /// RFC 3339, in the venue's time zone.
    pub month: String,
    /// A word about them.
    pub note: Option<String>,
    pub traces: Vec<TraceView>,
}

/// A page of the threads of some objects: pinned traces on top of the first page, then by month.
pub fn months_of(
    reader: &Reader<'_>,
    conn: &mut Conn,
    threads: &Threads,
    between: Option<(Time, Time)>,
    slice: Slice,
) -> Result<Vec<Month>> {
    let mut heads = Vec::new();
    if slice.offset == 0 && between.is_none() {
        let top = threads.pinned.iter().take(usize::try_from(PER_PAGE).unwrap_or(usize::MAX));
        heads.extend(top.cloned());
    }
    let pinned = heads.len();
    heads.extend(store::list(conn, Of::Heads { threads, between }, reader.viewer, slice)?);
    let mut views = views(reader, conn, heads, Some(&threads.gone))?;
    let rest = views.split_off(pinned.min(views.len()));
    let mut months = Vec::new();
    if let Some(first) = views.first() {
        months.push(Month {
            month: local(reader, first.published),
            note: Some(i18n::text(reader.lang, "traces-pinned", &i18n::Args::new())),
            traces: views,
        });
    }
    months.extend(by_month(reader, rest));
    Ok(months)
}

/// Everything an actor said that the viewer may see, by month, without answers.
pub fn months_by(
    reader: &Reader<'_>,
    conn: &mut Conn,
    author: Id,
    slice: Slice,
) -> Result<Vec<Month>> {
    let traces = store::list(conn, Of::Author(author), reader.viewer, slice)?;
    let views = views(reader, conn, traces, None)?;
    Ok(by_month(reader, views))
}

fn by_month(reader: &Reader<'_>, views: Vec<TraceView>) -> Vec<Month> {
    let zone = reader.app.venue().time_zone;
    let month = |at: Time| {
        let at = at.utc().with_timezone(&zone);
        (at.year(), at.month())
    };
    let mut months: Vec<Month> = Vec::new();
    let mut present = None;
    for view in views {
        let its = month(view.published);
        match months.last_mut().filter(|_| present == Some(its)) {
            Some(last) => last.traces.push(view),
            None => {
                present = Some(its);
                months.push(Month {
                    month: local(reader, view.published),
                    note: None,
                    traces: vec![view],
                });
            }
        }
    }
    months
}

fn local(reader: &Reader<'_>, at: Time) -> String {
    let zone = reader.app.venue().time_zone;
    at.utc().with_timezone(&zone).to_rfc3339()
}

/// These traces as pages show them, in the order given; with their answers when it is said of which words only the
/// place is shown.
pub fn views(
    reader: &Reader<'_>,
    conn: &mut Conn,
    heads: Vec<Trace>,
    with_answers: Option<&HashSet<Id>>,
) -> Result<Vec<TraceView>> {
    let order: Vec<Id> = heads.iter().map(|trace| trace.object.id).collect();
    let mut all = heads;
    let mut beneath: HashMap<Id, Id> = HashMap::new();
    if let Some(gone) = with_answers {
        let answers = answers(reader, conn, &order, gone)?;
        for (answer, above) in answers {
            beneath.insert(answer.object.id, above);
            all.push(answer);
        }
    }
    let known = Known::load(reader, conn, &all)?;
    let mut made: HashMap<Id, TraceView> = HashMap::new();
    let mut hung: HashMap<Id, Vec<TraceView>> = HashMap::new();
    // Answers come after what they answer, so from the end every answer is whole when it is hung.
    for trace in all.iter().rev() {
        let id = trace.object.id;
        let mut view = known.view(reader, trace);
        let own = reader.viewer.actor_id() == Some(trace.object.author_id);
        let out_of_sight = trace.object.deleted_at.is_some() || !own;
        if with_answers.is_some_and(|gone| gone.contains(&id)) && out_of_sight {
            view = view.without_words(reader.viewer);
        }
        view.replies = hung.remove(&id).unwrap_or_default();
        view.replies.sort_by_key(|reply| (reply.published, reply.id));
        match beneath.get(&id) {
            Some(above) => hung.entry(*above).or_default().push(view),
            None => {
                made.insert(id, view);
            }
        }
    }
    Ok(order.iter().filter_map(|id| made.remove(id)).collect())
}

/// The answers beneath these traces, nearest first, each with the trace it is shown under.
fn answers(
    reader: &Reader<'_>,
    conn: &mut Conn,
    heads: &[Id],
    gone: &HashSet<Id>,
) -> Result<Vec<(Trace, Id)>> {
    let mut found: Vec<(Trace, Id)> = Vec::new();
    let mut seen: HashSet<Id> = heads.iter().copied().collect();
    // Where an answer to this one is shown, and how deep that is.
    let mut place: HashMap<Id, (Id, usize)> = heads.iter().map(|id| (*id, (*id, 1))).collect();
    let mut level = heads.to_vec();
    for _ in 0..DEPTH {
        if level.is_empty() {
            break;
        }
        let next = store::answers(conn, &level, gone, reader.viewer, WIDTH)?;
        level = Vec::with_capacity(next.len());
        for trace in next {
            let id = trace.object.id;
            let above = trace.object.parent_id.and_then(|parent| place.get(&parent));
            let Some((above, depth)) = above.copied().filter(|_| seen.insert(id)) else {
                continue;
            };
            place.insert(id, if depth < INDENT { (id, depth + 1) } else { (above, depth) });
            level.push(id);
            found.push((trace, above));
        }
    }
    Ok(found)
}

/// What is known about some traces besides their words, in one query each.
struct Known {
    authors: HashMap<Id, Actor>,
    staff: HashSet<Id>,
    echoes: HashMap<Id, Echo>,
    liked: HashSet<Id>,
    thanked: HashSet<Id>,
    headings: HashMap<Id, Heading>,
    pictures: HashMap<Id, Vec<PictureView>>,
    sounds: HashMap<Id, Sound>,
    elsewhere: HashMap<Id, String>,
    reuse: HashMap<Id, Vec<Purpose>>,
    feelings: HashMap<(Id, Id), Feeling>,
}

impl Known {
    fn load(reader: &Reader<'_>, conn: &mut Conn, traces: &[Trace]) -> Result<Self> {
        let unique = |ids: Vec<Id>| -> Vec<Id> {
            ids.into_iter().collect::<HashSet<Id>>().into_iter().collect()
        };
        let ids: Vec<Id> = traces.iter().map(|trace| trace.object.id).collect();
        let authors = unique(traces.iter().map(|trace| trace.object.author_id).collect());
        let subjects = unique(traces.iter().filter_map(|trace| trace.subject_id).collect());
        let liked = match reader.viewer.actor_id() {
            Some(actor) => reactions::liked(conn, actor, &ids)?,
            None => HashSet::new(),
        };
        let thanked = match reader.app.venue().actor_id {
            Some(venue) => reactions::liked(conn, venue, &ids)?,
            None => HashSet::new(),
        };
        let heard = sounds::heard(conn, &ids)?;
        Ok(Self {
            thanked,
            staff: accounts::staff_among(conn, &authors)?,
            authors: actors::find_all(conn, &authors)?,
            echoes: feature::echoes(reader.app, conn, &ids)?,
            liked,
            headings: feature::headings(reader.app, conn, reader.lang, &subjects)?,
            pictures: pictures::views(conn, &ids, reader.lang)?,
            sounds: heard.here,
            elsewhere: heard.elsewhere,
            reuse: if reader.viewer.is_member() {
                consents::of(conn, &ids)?
            } else {
                HashMap::new()
            },
            feelings: feelings::of(conn, &subjects, &authors)?,
        })
    }

    fn view(&self, reader: &Reader<'_>, trace: &Trace) -> TraceView {
        let (object, words) = (&trace.object, &trace.words);
        let id = object.id;
        let author = self.authors.get(&object.author_id);
        let echo = self.echoes.get(&id).copied().unwrap_or_default();
        let url = format!("/traces/{id}");
        let shown = object.state == State::Published;
        let here_only = matches!(object.visibility, Visibility::Here | Visibility::Members);
        let venue = reader.app.venue().actor_id == Some(object.author_id);
        let staff = reader.viewer.is_staff();
        let own = speaks_as(reader.app, reader.viewer, object.author_id);
        let acts = acts(reader, object, self.liked.contains(&id));
        let felt = trace
            .subject_id
            .and_then(|subject| self.feelings.get(&(subject, object.author_id)).copied());
        let when = |is: bool, path: &str| is.then(|| format!("{url}{path}"));
        let sound = self.sounds.get(&id);
        TraceView {
            id,
            kind: match author {
                _ if venue => "venue",
                Some(author) if !author.local => "remote",
                Some(author) if author.is_guest() => "guest",
                _ if self.staff.contains(&object.author_id) => "staff",
                _ => "member",
            },
            state: object.state,
            gone: false,
            feeling: felt.map(Feeling::as_str),
            feeling_word: felt.map(|felt| feelings::word(reader.app, felt, reader.lang)),
            author_name: match author {
                Some(author)
                    if author.is_guest() && reader.viewer.actor_id() == Some(author.id) =>
                {
                    i18n::text(reader.lang, "guest-name-you", &i18n::Args::new())
                }
                Some(author) if author.is_guest() => {
                    i18n::text(reader.lang, "guest-name", &i18n::Args::new())
                }
                _ => author.map(Actor::display_name).unwrap_or_default(),
            },
            author_url: author.filter(|a| a.deleted_at.is_none() && !a.is_guest()).map(Actor::path),
            author_handle: author.filter(|a| !a.local).map(Actor::address),
            text_html: words.html.clone(),
            mark: staff.then(|| trace.mark()),
            warning: Some(words.warning.clone()).filter(|warning| !warning.is_empty()),
            lang: words.language.clone(),
            pictures: self.pictures.get(&id).cloned().unwrap_or_default(),
            sound: sound.map(Sound::view),
            listen: self.elsewhere.get(&id).zip(author).map(|(heard, author)| Listen {
                url: object.url.clone(),
                host: author.domain.clone(),
                summary: heard.clone(),
            }),
            reuse: if own || staff {
                self.reuse.get(&id).cloned().unwrap_or_default()
            } else {
                Vec::new()
            },
            published: object.published_at,
            edited: object.updated_at.is_some(),
            here_only,
            likes: echo.likes,
            boosts: echo.boosts,
            liked: acts.liked,
            subject: trace.subject_id.and_then(|subject| self.headings.get(&subject)).cloned(),
            reply_url: when(acts.like_url.is_some(), "#laisser-un-mot"),
            like_url: acts.like_url,
            remote_reply_url: acts.remote_url,
            edit_url: when(own && object.local, "/modifier"),
            summary_url: when(staff && sound.is_some(), "/resume"),
            withdraw_url: when(own && object.local, "/retirer"),
            report_url: acts.report_url,
            moderate_url: (staff && !venue).then(|| format!("/equipe/moderation/{id}")),
            pin_url: when(reader.viewer.may(Role::Mediator) && shown, "/epingler"),
            pinned: trace.pinned_at.is_some(),
            thank_url: when(reader.viewer.may(Role::Mediator) && shown && !venue, "/remercier"),
            thanked: self.thanked.contains(&id),
            url,
            replies: Vec::new(),
        }
    }
}

/// What this viewer may do with an object, whatever noun it is.
///
/// Following is left to the page of an artwork or a place: see [`followed`].
pub fn acts(reader: &Reader<'_>, object: &Object, liked: bool) -> Acts {
    let (id, member) = (object.id, reader.viewer.is_member());
    let shown = object.state == State::Published && object.deleted_at.is_none();
    let own = speaks_as(reader.app, reader.viewer, object.author_id);
    Acts {
        liked,
        like_url: (member && shown).then(|| format!("/objets/{id}/aimer")),
        remote_url: (!member && shown && object.federates())
            .then(|| format!("/suivre?uri={}", encoded(&object.iri))),
        report_url: (member && shown && !own).then(|| format!("/objets/{id}/signaler")),
        ..Acts::default()
    }
}

/// The same, with whether this viewer follows the object and may.
pub fn followed(reader: &Reader<'_>, conn: &mut Conn, object: &Object, acts: Acts) -> Result<Acts> {
    let Some(member) = reader.viewer.actor_id() else {
        return Ok(acts);
    };
    if !subjects::can_be_one(reader.app, object) {
        return Ok(acts);
    }
    let followed = match subjects::of(conn, object.id)? {
        Some(actor) => follows::between(conn, member, actor.id)? == Some(follows::State::Accepted),
        None => false,
    };
    Ok(Acts { followed, follow_url: Some(format!("/objets/{}/suivre", object.id)), ..acts })
}

/// True for one's own actor, and for staff when it is the venue's.
pub fn speaks_as(app: &App, viewer: &Viewer, author: Id) -> bool {
    viewer.actor_id() == Some(author) || (viewer.is_staff() && app.venue().actor_id == Some(author))
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
