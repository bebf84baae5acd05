//! The traces table, always beside its objects; in [`consents`], what the venue may do with them.

pub(super) mod consents;

use std::collections::{HashMap, HashSet};

use diesel::{
    dsl::{InnerJoin, IntoBoxed, count_star, not},
    prelude::*,
};

pub(super) mod queue;
pub(super) mod rail;
pub(super) mod wall;

use super::model::{Held, Trace, Words};
use crate::{
    both,
    kernel::{
        clock::Time,
        db::{Conn, Inner},
        error::Result,
        id::Id,
    },
    platform::{
        objects::{self, Object, State, Visibility},
        web::Viewer,
    },
    schema::{objects as o, traces},
};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = traces, treat_none_as_default_value = false)]
struct Row {
    id: Id,
    subject_id: Option<Id>,
    body_html: String,
    body_text: String,
    warning: String,
    language: String,
    pinned_at: Option<Time>,
    source: String,
    held_for: String,
    fold_id: Id,
    read_at: Option<Time>,
}

fn trace((row, object): (Row, Object)) -> Trace {
    Trace {
        object,
        subject_id: row.subject_id,
        words: Words {
            html: row.body_html,
            text: row.body_text,
            warning: row.warning,
            language: row.language,
            source: row.source,
        },
        pinned_at: row.pinned_at,
        held_for: row.held_for.parse().ok(),
        fold_id: row.fold_id,
        read_at: row.read_at,
    }
}

/// Stores the words of an object that is stored already.
pub(super) fn insert(conn: &mut Conn, trace: &Trace) -> Result<()> {
    let row = row(trace);
    both!(conn, |c| diesel::insert_into(traces::table).values(row).execute(c))?;
    Ok(())
}

/// Stores new traces, a thousand at most; see [`objects::insert_all`].
pub(super) fn insert_all(conn: &mut Conn, new: &[Trace]) -> Result<()> {
    if let Inner::Pg(pg) = conn.inner()
        && new.len() > 1
    {
        let rows: Vec<Row> = new.iter().map(row).collect();
        diesel::insert_into(traces::table).values(rows).execute(pg)?;
        return Ok(());
    }
    new.iter().try_for_each(|trace| insert(conn, trace))
}

fn row(trace: &Trace) -> Row {
    Row {
        id: trace.object.id,
        subject_id: trace.subject_id,
        body_html: trace.words.html.clone(),
        body_text: trace.words.text.clone(),
        warning: trace.words.warning.clone(),
        language: trace.words.language.clone(),
        pinned_at: trace.pinned_at,
        source: trace.words.source.clone(),
        held_for: trace.held_for.map_or("", Held::as_str).to_owned(),
        fold_id: trace.fold_id,
        read_at: trace.read_at,
    }
}

pub(super) fn set_words(conn: &mut Conn, id: Id, words: &Words) -> Result<()> {
    diesel::update(traces::table.filter(traces::id.eq(id)))
        .set((
            traces::body_html.eq(&words.html),
            traces::body_text.eq(&words.text),
            traces::warning.eq(&words.warning),
            traces::language.eq(&words.language),
            traces::source.eq(&words.source),
        ))
        .execute(conn)?;
    Ok(())
}

pub(super) fn set_pinned(conn: &mut Conn, id: Id, at: Option<Time>) -> Result<()> {
    diesel::update(traces::table.filter(traces::id.eq(id)))
        .set(traces::pinned_at.eq(at))
        .execute(conn)?;
    Ok(())
}

/// When its author last changed it, as the author says.
pub(super) fn set_updated(conn: &mut Conn, id: Id, at: Time) -> Result<()> {
    diesel::update(o::table.filter(o::id.eq(id))).set(o::updated_at.eq(Some(at))).execute(conn)?;
    Ok(())
}

/// The trace with this id, whatever its state.
pub(super) fn find(conn: &mut Conn, id: Id) -> Result<Option<Trace>> {
    Ok(find_all(conn, &[id])?.remove(&id))
}

/// The traces with these ids, by id, whatever their state.
pub(super) fn find_all(conn: &mut Conn, ids: &[Id]) -> Result<HashMap<Id, Trace>> {
    let rows: Vec<(Row, Object)> = traces::table
        .inner_join(o::table)
        .filter(traces::id.eq_any(ids))
        .select((Row::as_select(), Object::as_select()))
        .load(conn)?;
    Ok(rows.into_iter().map(trace).map(|trace| (trace.object.id, trace)).collect())
}

/// Which part of a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slice {
    pub(super) offset: i64,
    pub(super) limit: i64,
}

/// The threads of some objects as a viewer finds them.
pub(super) struct Threads {
    /// What heads answer: the objects, and answered traces of which the viewer sees not even the place.
    above: HashSet<Id>,
    /// The traces that not everybody sees, with what they answer.
    unseen: Vec<(Id, Option<Id>)>,
    /// The places where words were: see [`gone_in`].
    pub(super) gone: HashSet<Id>,
    /// The heads that the venue put on top, newest first; [`Of::Heads`] leaves them out.
    pub(super) pinned: Vec<Trace>,
}

impl Threads {
    pub(super) fn look(conn: &mut Conn, roots: &[Id], viewer: &Viewer) -> Result<Self> {
        let unseen = unseen_in(conn, roots)?;
        let ids = ids_of(&unseen);
        let gone = gone_among(conn, &ids)?;
        let unlisted = unlisted_among(conn, &ids, viewer)?;
        let above = roots.iter().copied().chain(unlisted.difference(&gone).copied()).collect();
        let mut threads = Self { above, unseen, gone, pinned: Vec::new() };
        let pinned: Vec<(Row, Object)> = visible(&threads.gone, viewer)
            .filter(traces::subject_id.eq_any(roots.to_vec()))
            .filter(traces::pinned_at.is_not_null())
            .select((Row::as_select(), Object::as_select()))
            .order((o::published_at.desc(), o::id.desc()))
            .load(conn)?;
        threads.pinned =
            pinned.into_iter().map(trace).filter(|head| threads.is_head(head)).collect();
        Ok(threads)
    }

    fn is_head(&self, trace: &Trace) -> bool {
        trace.object.parent_id.is_some_and(|parent| self.above.contains(&parent))
    }

    /// How many heads [`list`] finds in all: those there are, without those the viewer does not see. It looks at the
    /// latter alone, so a long thread is counted nearly as soon as a short one.
    pub(super) fn count(&self, conn: &mut Conn, viewer: &Viewer) -> Result<i64> {
        let all: i64 = o::table
            .filter(o::parent_id.eq_any(self.above.iter().copied()))
            .filter(o::kind.eq(super::KIND))
            .select(count_star())
            .first(conn)?;
        let above = |parent: &Option<Id>| parent.is_some_and(|parent| self.above.contains(&parent));
        let unseen: Vec<Id> =
            self.unseen.iter().filter(|(_, parent)| above(parent)).map(|(id, _)| *id).collect();
        let mut shown = 0;
        for some in unseen.chunks(BOUND) {
            let some: i64 = visible(&self.gone, viewer)
                .filter(o::id.eq_any(some.to_vec()))
                .select(count_star())
                .first(conn)?;
            shown += some;
        }
        let left_out = i64::try_from(unseen.len() + self.pinned.len()).unwrap_or(i64::MAX);
        Ok(all - left_out + shown)
    }
}

/// Whose traces a list shows.
#[derive(Clone, Copy)]
pub(super) enum Of<'a> {
    /// Those that begin a conversation in these threads: whatever they answer is neither a trace the viewer may see
    /// nor a place where one was. Without what is on top, or all those that began in a stretch of time.
    Heads {
        threads: &'a Threads,
        between: Option<(Time, Time)>,
    },
    Answers {
        to: &'a [Id],
        gone: &'a HashSet<Id>,
    },
    /// Everything this actor said.
    Author(Id),
}

diesel::alias!(o as parents: ParentAlias, o as children: ChildAlias);

/// How many values are bound at a time: SQLite takes at most 32,766.
const BOUND: usize = 10_000;

/// The traces of these threads that not everybody sees, with what they answer: few in any thread.
fn unseen_in(conn: &mut Conn, roots: &[Id]) -> Result<Vec<(Id, Option<Id>)>> {
    Ok(o::table
        .filter(o::root_id.eq_any(roots))
        .filter(objects::unseen())
        .filter(o::kind.eq(super::KIND))
        .select((o::id, o::parent_id))
        .load(conn)?)
}

fn ids_of(traces: &[(Id, Option<Id>)]) -> Vec<Id> {
    traces.iter().map(|(id, _)| *id).collect()
}

/// The traces of these threads that are hidden or withdrawn and that somebody answered in sight of everybody. A
/// thread keeps their place and says nothing of them, so that the answers stay where they were given.
pub(super) fn gone_in(conn: &mut Conn, roots: &[Id]) -> Result<HashSet<Id>> {
    let unseen = unseen_in(conn, roots)?;
    gone_among(conn, &ids_of(&unseen))
}

fn gone_among(conn: &mut Conn, unseen: &[Id]) -> Result<HashSet<Id>> {
    let (states, visibilities) = objects::listed(&Viewer::Anonymous);
    let mut gone = HashSet::new();
    for some in unseen.chunks(BOUND) {
        let hidden = parents.field(o::state).eq_any([State::Hidden, State::Withheld]);
        let ids: Vec<Id> = parents
            .inner_join(
                children.on(children.field(o::parent_id).eq(parents.field(o::id).nullable())),
            )
            .filter(parents.field(o::id).eq_any(some))
            .filter(parents.field(o::visibility).eq_any(visibilities.clone()))
            .filter(parents.field(o::deleted_at).is_not_null().or(hidden))
            .filter(children.field(o::deleted_at).is_null())
            .filter(children.field(o::state).eq_any(states.clone()))
            .filter(children.field(o::visibility).eq_any(visibilities.clone()))
            .select(parents.field(o::id))
            .distinct()
            .load(conn)?;
        gone.extend(ids);
    }
    Ok(gone)
}

/// Those that were answered and are not listed for this viewer.
fn unlisted_among(conn: &mut Conn, unseen: &[Id], viewer: &Viewer) -> Result<HashSet<Id>> {
    let (states, visibilities) = objects::listed(viewer);
    let mut unlisted = HashSet::new();
    for some in unseen.chunks(BOUND) {
        let listed = parents
            .field(o::deleted_at)
            .is_null()
            .and(parents.field(o::state).eq_any(states.clone()))
            .and(parents.field(o::visibility).eq_any(visibilities.clone()));
        let ids: Vec<Id> = parents
            .inner_join(
                children.on(children.field(o::parent_id).eq(parents.field(o::id).nullable())),
            )
            .filter(parents.field(o::id).eq_any(some))
            .filter(not(listed))
            .select(parents.field(o::id))
            .distinct()
            .load(conn)?;
        unlisted.extend(ids);
    }
    Ok(unlisted)
}

type Backend = <Conn as Connection>::Backend;
type Listed = IntoBoxed<'static, InnerJoin<traces::table, o::table>, Backend>;

/// What `viewer` may see in a list: what everybody may see, their own words that wait or were hidden, for staff
/// everybody's that wait, and the places where words were.
fn visible(gone: &HashSet<Id>, viewer: &Viewer) -> Listed {
    let (states, visibilities) = objects::listed(viewer);
    let mut shown = states;
    if viewer.is_staff() {
        shown.push(State::Pending);
    }
    let own = viewer.actor_id().unwrap_or(Id::from_raw(0));
    let for_all = o::state.eq_any(shown).and(o::visibility.eq_any(visibilities));
    let kept = [State::Published, State::Pending, State::Hidden];
    let mine = o::author_id.eq(own).and(o::state.eq_any(kept.to_vec()));
    // Who blocked the viewer keeps what is for members from them.
    let shut_out = o::author_id.eq_any(viewer.shut_out_by().to_vec());
    let kept_from = shut_out.and(o::visibility.eq(Visibility::Members));
    let for_all = for_all.and(not(kept_from));
    let there = o::deleted_at.is_null().and(for_all.or(mine));
    let gone: Vec<Id> = gone.iter().copied().collect();
    traces::table.inner_join(o::table).filter(there.or(o::id.eq_any(gone))).into_boxed()
}

/// The traces of `of` that `viewer` may see in a list. Whom the viewer does not want to hear is heard on their own page
/// alone.
fn listed(of: Of<'_>, viewer: &Viewer) -> Listed {
    let heard = |query: Listed| query.filter(o::author_id.ne_all(viewer.unheard().to_vec()));
    match of {
        Of::Answers { to, gone } => {
            heard(visible(gone, viewer)).filter(o::parent_id.eq_any(to.to_vec()))
        }
        Of::Author(author) => visible(&HashSet::new(), viewer).filter(o::author_id.eq(author)),
        Of::Heads { threads, between } => {
            let heads = heard(visible(&threads.gone, viewer));
            let heads = match between {
                // A stretch of time has them all, in their place.
                Some((from, to)) => {
                    heads.filter(o::published_at.ge(from)).filter(o::published_at.lt(to))
                }
                None => heads.filter(traces::pinned_at.is_null()),
            };
            // One value is read in the order of the index, several are sorted.
            let above: Vec<Id> = threads.above.iter().copied().collect();
            match above.as_slice() {
                [one] => heads.filter(o::parent_id.eq(*one)),
                _ => heads.filter(o::parent_id.eq_any(above)),
            }
        }
    }
}

/// How many traces [`list`] finds in all.
pub(super) fn count(conn: &mut Conn, of: Of<'_>, viewer: &Viewer) -> Result<i64> {
    Ok(listed(of, viewer).select(count_star()).first(conn)?)
}

/// A part of the traces, newest first.
pub(super) fn list(
    conn: &mut Conn,
    of: Of<'_>,
    viewer: &Viewer,
    slice: Slice,
) -> Result<Vec<Trace>> {
    let rows: Vec<(Row, Object)> = listed(of, viewer)
        .select((Row::as_select(), Object::as_select()))
        .order((o::published_at.desc(), o::id.desc()))
        .offset(slice.offset)
        .limit(slice.limit)
        .load(conn)?;
    Ok(rows.into_iter().map(trace).collect())
}

/// The answers to these traces, oldest first, `limit` at most.
pub(super) fn answers(
    conn: &mut Conn,
    to: &[Id],
    gone: &HashSet<Id>,
    viewer: &Viewer,
    limit: i64,
) -> Result<Vec<Trace>> {
    let rows: Vec<(Row, Object)> = listed(Of::Answers { to, gone }, viewer)
        .select((Row::as_select(), Object::as_select()))
        .order((o::published_at.asc(), o::id.asc()))
        .limit(limit)
        .load(conn)?;
    Ok(rows.into_iter().map(trace).collect())
}

/// How many words everybody may see stand under each of these objects: in the whole thread of an object that
/// begins one. All there are, without those not everybody sees.
pub(super) fn echoes(conn: &mut Conn, roots: &[Id]) -> Result<HashMap<Id, i64>> {
    let all: Vec<(Option<Id>, i64)> = o::table
        .filter(o::root_id.eq_any(roots))
        .filter(o::kind.eq(super::KIND))
        .group_by(o::root_id)
        .select((o::root_id, count_star()))
        .load(conn)?;
    let unseen: Vec<(Option<Id>, i64)> = o::table
        .filter(o::root_id.eq_any(roots))
        .filter(objects::unseen())
        .filter(o::kind.eq(super::KIND))
        .group_by(o::root_id)
        .select((o::root_id, count_star()))
        .load(conn)?;
    let unseen: HashMap<Option<Id>, i64> = unseen.into_iter().collect();
    Ok(all
        .into_iter()
        .map(|(root, count)| (root, count - unseen.get(&root).copied().unwrap_or(0)))
        .filter_map(|(root, count)| Some((root.filter(|_| count > 0)?, count)))
        .collect())
}

/// Which words everybody may read and pass on.
#[derive(Clone, Debug)]
pub enum Said {
    /// Those in the threads of these objects.
    Under(Vec<Id>),
    /// Those of this actor.
    By(Id),
    /// All of them.
    Anywhere,
}

/// Words everybody may read and pass on, the newest first.
pub(super) fn said_publicly(
    conn: &mut Conn,
    said: &Said,
    offset: i64,
    limit: i64,
) -> Result<Vec<Trace>> {
    let query = traces::table
        .inner_join(o::table)
        .filter(o::deleted_at.is_null())
        .filter(o::state.eq(State::Published))
        .filter(o::visibility.eq(Visibility::Public))
        .select((Row::as_select(), Object::as_select()))
        .order((o::published_at.desc(), o::id.desc()))
        .offset(offset)
        .limit(limit)
        .into_boxed();
    let query = match said {
        Said::Under(roots) => query.filter(o::root_id.eq_any(roots)),
        Said::By(author) => query.filter(o::author_id.eq(*author)),
        Said::Anywhere => query,
    };
    let rows: Vec<(Row, Object)> = query.load(conn)?;
    Ok(rows.into_iter().map(trace).collect())
}

/// The trace this author left under this parent with the same words since `since`: a form sent twice.
pub(super) fn twin(
    conn: &mut Conn,
    author: Id,
    parent: Id,
    words: &Words,
    since: Time,
) -> Result<Option<Id>> {
    Ok(traces::table
        .inner_join(o::table)
        .filter(o::author_id.eq(author))
        .filter(o::parent_id.eq(parent))
        .filter(o::deleted_at.is_null())
        .filter(o::created_at.ge(since))
        .filter(traces::body_text.eq(&words.text))
        .select(o::id)
        .first(conn)
        .optional()?)
}
