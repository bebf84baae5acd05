//! The objects table: everything with an ActivityPub id, whatever noun it is. Visibility is decided here.

use std::collections::HashMap;

use diesel::{dsl::sql, expression::SqlLiteral, prelude::*, sql_types::Bool};
use serde::Serialize;

use crate::{
    both,
    kernel::{
        clock::Time,
        db::{Conn, Inner},
        error::{Error, Result},
        id::Id,
    },
    platform::{
        app::Tx,
        journal::{self, Featured, Judged, Published, Recalled, Revised, Shown, Withdrawn},
        web::Viewer,
    },
    schema::objects,
    text_enum,
};

text_enum! {
    /// For whom an object is.
    Visibility {
        /// Everybody, and announced to the network.
        Public = "public",
        /// Everybody who has the address, not announced.
        Unlisted = "unlisted",
        /// Everybody on this site; never leaves the server.
        Here = "here",
        /// The author's followers.
        Followers = "followers",
        /// People with an account here.
        Members = "members",
        /// The people it names.
        Direct = "direct",
    }
}

text_enum! {
    /// Where an object stands with moderation.
    State {
        /// Shown.
        Published = "published",
        /// Waiting for somebody to read it; its author sees it.
        Pending = "pending",
        /// Taken out of sight by the venue; its author and staff see it, marked.
        Hidden = "hidden",
        /// Out of sight because its author or their server is blocked; comes back when that ends.
        Withheld = "withheld",
    }
}

impl Visibility {
    /// For everybody who comes to the site.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Public | Self::Unlisted | Self::Here)
    }
}

/// A row of the objects table.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = objects, treat_none_as_default_value = false)]
pub struct Object {
    /// The key, shared with the noun's own table.
    pub id: Id,
    /// Its address on the network.
    pub iri: String,
    /// The noun: `artwork`, `place`, `trace`…
    pub kind: String,
    /// Who made it.
    pub author_id: Id,
    /// Made on this server.
    pub local: bool,
    /// For whom it is.
    pub visibility: Visibility,
    /// Where it stands with moderation.
    pub state: State,
    /// The page people open.
    pub url: String,
    /// The object it answers, when we have it.
    pub parent_id: Option<Id>,
    /// The address of the object it answers, known or not.
    pub parent_iri: Option<String>,
    /// The first object of its thread.
    pub root_id: Option<Id>,
    /// When its author published it.
    pub published_at: Time,
    /// When its author last changed it.
    pub updated_at: Option<Time>,
    /// When it was withdrawn.
    pub deleted_at: Option<Time>,
    /// Since when its author puts it first.
    pub featured_at: Option<Time>,
    /// When this server first had it.
    pub created_at: Time,
}

/// What is needed to make an object of this server.
pub struct Mint<'a> {
    /// The noun.
    pub kind: &'a str,
    /// Who makes it.
    pub author: Id,
    /// For whom.
    pub visibility: Visibility,
    /// Shown at once, or waiting.
    pub state: State,
    /// The path of its page; `{id}` stands for the new id.
    pub path: &'a str,
    /// The object it answers.
    pub parent: Option<&'a Object>,
}

/// The path an object of this server is served at to other servers.
pub fn path(id: Id) -> String {
    format!("/objects/{id}")
}

/// Makes an object of this server: an id, an address, a row. Records nothing in the journal.
pub fn mint(tx: &mut Tx<'_>, mint: &Mint<'_>) -> Result<Object> {
    let id = tx.new_id();
    let config = &tx.app.config;
    let object = Object {
        id,
        iri: config.address(&path(id)),
        kind: mint.kind.to_owned(),
        author_id: mint.author,
        local: true,
        visibility: mint.visibility,
        state: mint.state,
        url: config.address(&mint.path.replace("{id}", &id.to_string())),
        parent_id: mint.parent.map(|p| p.id),
        parent_iri: mint.parent.map(|p| p.iri.clone()),
        root_id: mint.parent.map(|p| p.root_id.unwrap_or(p.id)),
        published_at: tx.now,
        updated_at: None,
        deleted_at: None,
        featured_at: None,
        created_at: tx.now,
    };
    insert(tx.conn, &object)?;
    Ok(object)
}

/// Stores an object's row.
pub fn insert(conn: &mut Conn, object: &Object) -> Result<()> {
    both!(conn, |c| diesel::insert_into(objects::table).values(object.clone()).execute(c))?;
    Ok(())
}

/// Stores new objects, a thousand at most: on PostgreSQL with one statement. SQLite is asked in this very process, where a
/// statement that is kept costs less than a long one that is not.
pub fn insert_all(conn: &mut Conn, new: &[Object]) -> Result<()> {
    if let Inner::Pg(pg) = conn.inner()
        && new.len() > 1
    {
        diesel::insert_into(objects::table).values(new.to_vec()).execute(pg)?;
        return Ok(());
    }
    new.iter().try_for_each(|object| insert(conn, object))
}

/// The object with this id, whatever its state.
pub fn find(conn: &mut Conn, id: Id) -> Result<Option<Object>> {
    Ok(both!(conn, |c| objects::table
        .filter(objects::id.eq(id))
        .select(Object::as_select())
        .first(c)
        .optional())?)
}

/// The object with this address on the network, whatever its state.
pub fn find_by_iri(conn: &mut Conn, iri: &str) -> Result<Option<Object>> {
    Ok(both!(conn, |c| objects::table
        .filter(objects::iri.eq(iri))
        .select(Object::as_select())
        .first(c)
        .optional())?)
}

/// The objects with these addresses on the network, by address, whatever their state.
pub fn find_all_by_iri(conn: &mut Conn, iris: &[String]) -> Result<HashMap<String, Object>> {
    let rows: Vec<Object> =
        objects::table.filter(objects::iri.eq_any(iris)).select(Object::as_select()).load(conn)?;
    Ok(rows.into_iter().map(|object| (object.iri.clone(), object)).collect())
}

/// The objects with these ids, by id.
pub fn find_all(conn: &mut Conn, ids: &[Id]) -> Result<HashMap<Id, Object>> {
    let rows: Vec<Object> =
        objects::table.filter(objects::id.eq_any(ids)).select(Object::as_select()).load(conn)?;
    Ok(rows.into_iter().map(|object| (object.id, object)).collect())
}

/// The object if `viewer` may see it: [`Error::Gone`] when it was withdrawn in public, else
/// [`Error::NotFound`], the same for what never existed and for what is hidden.
pub fn visible(conn: &mut Conn, id: Id, viewer: &Viewer) -> Result<Object> {
    let object = find(conn, id)?.ok_or(Error::NotFound)?;
    object.check_visible(viewer)?;
    Ok(object)
}

/// Some objects of this server by an author that were not withdrawn, oldest first.
pub fn authored(conn: &mut Conn, author: Id, limit: i64) -> Result<Vec<Id>> {
    Ok(objects::table
        .filter(objects::author_id.eq(author))
        .filter(objects::local.eq(true))
        .filter(objects::deleted_at.is_null())
        .order(objects::id)
        .limit(limit)
        .select(objects::id)
        .load(conn)?)
}

impl Object {
    /// The one rule of who may see an object. Followers-only and direct objects are for their author here;
    /// the fediverse side delivers them to the people they name.
    pub fn visible_to(&self, viewer: &Viewer) -> bool {
        if self.deleted_at.is_some() {
            return false;
        }
        let own = viewer.actor_id() == Some(self.author_id);
        let staff = viewer.is_staff();
        match self.state {
            State::Withheld => return staff,
            // Whoever wrote it is not left to wonder: they see it, marked as hidden.
            State::Hidden | State::Pending => return own || staff,
            State::Published => {}
        }
        match self.visibility {
            Visibility::Public | Visibility::Unlisted | Visibility::Here => true,
            Visibility::Members => {
                own || (viewer.is_member() && !viewer.shut_out_by().contains(&self.author_id))
            }
            Visibility::Followers | Visibility::Direct => own,
        }
    }

    /// True when every member of this server may see it: what a member's calendar may hold.
    pub fn visible_to_members(&self) -> bool {
        let kept = matches!(self.visibility, Visibility::Followers | Visibility::Direct);
        self.deleted_at.is_none() && self.state == State::Published && !kept
    }

    /// [`Object::visible_to`] as an answer.
    pub fn check_visible(&self, viewer: &Viewer) -> Result<()> {
        if self.visible_to(viewer) {
            return Ok(());
        }
        let was_public = self.deleted_at.is_some()
            && self.state == State::Published
            && self.visibility.is_open();
        Err(if was_public { Error::Gone } else { Error::NotFound })
    }

    /// True when everybody may know that it changed: it is, or was until it was withdrawn or taken out of sight, for
    /// everybody. What still waits to be read is not.
    pub fn is_everybodys(&self) -> bool {
        self.state != State::Pending && self.visibility.is_open()
    }

    /// True when it may be sent to and served to other servers.
    pub fn federates(&self) -> bool {
        self.state == State::Published
            && matches!(self.visibility, Visibility::Public | Visibility::Unlisted)
    }

    /// Its first object: itself when it answers nothing.
    pub fn root(&self) -> Id {
        self.root_id.unwrap_or(self.id)
    }
}

/// Which rows a list may show to `viewer`: (states, visibilities). Lists filter by both and by
/// `deleted_at IS NULL`, so that no count or page leaks what a page would hide.
pub fn listed(viewer: &Viewer) -> (Vec<State>, Vec<Visibility>) {
    let mut visibilities = vec![Visibility::Public, Visibility::Unlisted, Visibility::Here];
    if viewer.is_member() {
        visibilities.push(Visibility::Members);
    }
    (vec![State::Published], visibilities)
}

/// In SQL, the objects that a list for everybody leaves out (see [`listed`]): few in any thread, and found by the
/// index `objects_unseen`, whose condition is said in the same words.
pub fn unseen() -> SqlLiteral<Bool> {
    sql("(objects.deleted_at IS NOT NULL OR objects.state <> 'published' \
         OR objects.visibility NOT IN ('public', 'unlisted', 'here'))")
}

/// Says in the journal that an object is now published, and sets nothing else.
pub fn announce(tx: &mut Tx<'_>, object: Id) -> Result<()> {
    journal::record(tx, &Published { object })?;
    journal::record(tx, &Shown { object })
}

/// Shows an object that was being prepared, from now on, and announces it.
pub fn release(tx: &mut Tx<'_>, object: Id) -> Result<()> {
    diesel::update(objects::table.filter(objects::id.eq(object)))
        .set((objects::state.eq(State::Published), objects::published_at.eq(tx.now)))
        .execute(tx.conn)?;
    announce(tx, object)
}

/// Sets for whom an object is. Call [`revise`] after it: what is no longer for everybody is then taken back.
pub fn set_visibility(conn: &mut Conn, object: Id, visibility: Visibility) -> Result<()> {
    diesel::update(objects::table.filter(objects::id.eq(object)))
        .set(objects::visibility.eq(visibility))
        .execute(conn)?;
    Ok(())
}

/// Marks an object as changed by its author now.
pub fn revise(tx: &mut Tx<'_>, object: Id) -> Result<()> {
    diesel::update(objects::table.filter(objects::id.eq(object)))
        .set(objects::updated_at.eq(Some(tx.now)))
        .execute(tx.conn)?;
    journal::record(tx, &Revised { object })?;
    journal::record(tx, &Shown { object })
}

/// What another server says of an object of its own now: where its page is and when it last changed.
pub fn rewrite(tx: &mut Tx<'_>, object: Id, url: &str, updated: Option<Time>) -> Result<()> {
    diesel::update(objects::table.filter(objects::id.eq(object)))
        .set((objects::url.eq(url), objects::updated_at.eq(updated)))
        .execute(tx.conn)?;
    Ok(())
}

/// Marks an object as changed without telling other servers: for what is fetched and never posted.
pub fn touch(tx: &mut Tx<'_>, object: Id) -> Result<()> {
    diesel::update(objects::table.filter(objects::id.eq(object)))
        .set(objects::updated_at.eq(Some(tx.now)))
        .execute(tx.conn)?;
    journal::record(tx, &Shown { object })
}

/// Puts an object first among those of its author, or back among the others.
pub fn feature(tx: &mut Tx<'_>, object: &Object, on: bool) -> Result<()> {
    if object.featured_at.is_some() == on || object.deleted_at.is_some() {
        return Ok(());
    }
    diesel::update(objects::table.filter(objects::id.eq(object.id)))
        .set(objects::featured_at.eq(on.then_some(tx.now)))
        .execute(tx.conn)?;
    journal::record(tx, &Featured { object: object.id, on, at: tx.now })
}

/// Withdraws an object for good: its address answers 410 from now on.
pub fn withdraw(tx: &mut Tx<'_>, object: Id) -> Result<()> {
    let changed = diesel::update(
        objects::table.filter(objects::id.eq(object)).filter(objects::deleted_at.is_null()),
    )
    .set(objects::deleted_at.eq(Some(tx.now)))
    .execute(tx.conn)?;
    if changed == 0 {
        return Ok(());
    }
    journal::record(tx, &Withdrawn { object })?;
    journal::record(tx, &Shown { object })
}

/// Makes everything an actor made another's: they are the same person.
pub fn give(conn: &mut Conn, from: Id, to: Id) -> Result<()> {
    diesel::update(objects::table.filter(objects::author_id.eq(from)))
        .set(objects::author_id.eq(to))
        .execute(conn)?;
    Ok(())
}

/// Takes everything these authors published out of sight, until [`give_back`].
pub fn withhold(conn: &mut Conn, authors: &[Id]) -> Result<()> {
    swap_state(conn, authors, State::Published, State::Withheld)
}

/// Shows again what [`withhold`] took out of sight.
pub fn give_back(conn: &mut Conn, authors: &[Id]) -> Result<()> {
    swap_state(conn, authors, State::Withheld, State::Published)
}

fn swap_state(conn: &mut Conn, authors: &[Id], from: State, to: State) -> Result<()> {
    // SQLite binds at most 32,766 values, and a big server has more people than that.
    for some in authors.chunks(1_000) {
        diesel::update(
            objects::table.filter(objects::author_id.eq_any(some)).filter(objects::state.eq(from)),
        )
        .set(objects::state.eq(to))
        .execute(conn)?;
    }
    Ok(())
}

/// Sets where an object stands with moderation; returns where it stood. Open pages learn of it unless it was out of
/// sight before and after.
pub fn set_state(tx: &mut Tx<'_>, object: &Object, state: State) -> Result<State> {
    diesel::update(objects::table.filter(objects::id.eq(object.id)))
        .set(objects::state.eq(state))
        .execute(tx.conn)?;
    match (object.state, state) {
        (State::Published, State::Pending) => {
            journal::record(tx, &Recalled { object: object.id })?;
        }
        (State::Published, _) | (_, State::Published) => {
            journal::record(tx, &Shown { object: object.id })?;
        }
        _ => {}
    }
    if object.local && object.state != state && state != State::Pending {
        journal::record(tx, &Judged { object: object.id, from: object.state, to: state })?;
    }
    Ok(object.state)
}
