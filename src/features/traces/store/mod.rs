//! The traces table, always beside its objects; in [`consents`], what the venue may do with them.

pub(super) mod consents;

use std::collections::{HashMap, HashSet};

use diesel::{
    dsl::{InnerJoin, IntoBoxed, count_star},
    prelude::*,
};

pub(super) mod queue;
pub(super) mod wall;

use super::model::{Held, Trace, Words};
use crate::{
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
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
    diesel::insert_into(traces::table)
        .values(Row {
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
        })
        .execute(conn)?;
    Ok(())
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

/// Whose traces a list shows. `gone` holds the places where words were: see [`gone_in`].
#[derive(Clone, Copy, Debug)]
pub(super) enum Of<'a> {
    /// Those that begin a conversation in the threads of these objects: whatever they answer is neither a trace
    /// the viewer may see nor a place where one was.
    Heads { roots: &'a [Id], gone: &'a HashSet<Id>, between: Option<(Time, Time)> },
    /// The heads of these threads that the venue put on top; [`Of::Heads`] leaves them out.
    Pinned { roots: &'a [Id], gone: &'a HashSet<Id> },
    /// The answers to these traces.
    Answers { to: &'a [Id], gone: &'a HashSet<Id> },
    /// Everything this actor said.
    Author(Id),
}

diesel::alias!(o as parents: ParentAlias, o as children: ChildAlias);

/// The traces of these threads that are hidden or withdrawn and that somebody answered in sight of everybody. A
/// thread keeps their place and says nothing of them, so that the answers stay where they were given.
pub(super) fn gone_in(conn: &mut Conn, roots: &[Id]) -> Result<HashSet<Id>> {
    let (states, visibilities) = objects::listed(&Viewer::Anonymous);
    let hidden = parents.field(o::state).eq_any([State::Hidden, State::Withheld]);
    let ids: Vec<Id> = parents
        .inner_join(children.on(children.field(o::parent_id).eq(parents.field(o::id).nullable())))
        .filter(parents.field(o::root_id).eq_any(roots))
        .filter(parents.field(o::kind).eq(super::KIND))
        .filter(parents.field(o::visibility).eq_any(visibilities.clone()))
        .filter(parents.field(o::deleted_at).is_not_null().or(hidden))
        .filter(children.field(o::deleted_at).is_null())
        .filter(children.field(o::state).eq_any(states))
        .filter(children.field(o::visibility).eq_any(visibilities))
        .select(parents.field(o::id))
        .distinct()
        .load(conn)?;
    Ok(ids.into_iter().collect())
}

type Backend = <Conn as Connection>::Backend;
type Listed<'a> = IntoBoxed<'a, InnerJoin<traces::table, o::table>, Backend>;

/// The traces of `of` that `viewer` may see in a list: what everybody may see, their own words that wait or were
/// hidden, for staff everybody's that wait, and the places where words were.
fn listed<'a>(of: Of<'_>, viewer: &Viewer) -> Listed<'a> {
    let (states, visibilities) = objects::listed(viewer);
    let mut shown = states.clone();
    if viewer.is_staff() {
        shown.push(State::Pending);
    }
    let own = viewer.actor_id().unwrap_or(Id::from_raw(0));
    let gone: Vec<Id> = match of {
        Of::Heads { gone, .. } | Of::Pinned { gone, .. } | Of::Answers { gone, .. } => {
            gone.iter().copied().collect()
        }
        Of::Author(_) => Vec::new(),
    };
    let for_all = o::state.eq_any(shown).and(o::visibility.eq_any(visibilities.clone()));
    let kept = [State::Published, State::Pending, State::Hidden];
    let mine = o::author_id.eq(own).and(o::state.eq_any(kept.to_vec()));
    // Who blocked the viewer keeps what is for members from them.
    let shut_out = o::author_id.eq_any(viewer.shut_out_by().to_vec());
    let kept_from = shut_out.and(o::visibility.eq(Visibility::Members));
    let for_all = for_all.and(diesel::dsl::not(kept_from));
    let there = o::deleted_at.is_null().and(for_all.or(mine));
    let query = traces::table
        .inner_join(o::table)
        .filter(there.or(o::id.eq_any(gone.clone())))
        .into_boxed();
    // Whom the viewer does not want to hear is heard on their own page alone.
    let query = match of {
        Of::Author(_) => query,
        _ => query.filter(o::author_id.ne_all(viewer.unheard().to_vec())),
    };
    match of {
        Of::Answers { to, .. } => query.filter(o::parent_id.eq_any(to.to_vec())),
        Of::Author(author) => query.filter(o::author_id.eq(author)),
        Of::Heads { roots, .. } | Of::Pinned { roots, .. } => {
            let seen = parents
                .filter(parents.field(o::root_id).eq_any(roots.to_vec()))
                .filter(parents.field(o::deleted_at).is_null())
                .filter(parents.field(o::state).eq_any(states))
                .filter(parents.field(o::visibility).eq_any(visibilities))
                .select(parents.field(o::id).nullable());
            let heads = query
                .filter(o::root_id.eq_any(roots.to_vec()))
                .filter(o::parent_id.ne_all(seen))
                .filter(o::parent_id.ne_all(gone));
            match of {
                Of::Pinned { .. } => heads.filter(traces::pinned_at.is_not_null()),
                // A stretch of time has them all, in their place.
                Of::Heads { between: Some((from, to)), .. } => {
                    heads.filter(o::published_at.ge(from)).filter(o::published_at.lt(to))
                }
                _ => heads.filter(traces::pinned_at.is_null()),
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

/// When these began, the latest first, `limit` at most.
pub(super) fn times(conn: &mut Conn, of: Of<'_>, viewer: &Viewer, limit: i64) -> Result<Vec<Time>> {
    Ok(listed(of, viewer)
        .select(o::published_at)
        .order(o::published_at.desc())
        .limit(limit)
        .load(conn)?)
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
/// begins one.
pub(super) fn echoes(conn: &mut Conn, roots: &[Id]) -> Result<HashMap<Id, i64>> {
    let (states, visibilities) = objects::listed(&Viewer::Anonymous);
    let rows: Vec<(Option<Id>, i64)> = o::table
        .filter(o::root_id.eq_any(roots))
        .filter(o::kind.eq(super::KIND))
        .filter(o::deleted_at.is_null())
        .filter(o::state.eq_any(states))
        .filter(o::visibility.eq_any(visibilities))
        .group_by(o::root_id)
        .select((o::root_id, count_star()))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(root, count)| Some((root?, count))).collect())
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
