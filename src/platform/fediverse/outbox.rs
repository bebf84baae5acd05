//! What goes out: an activity is stored once, with one delivery per inbox, in the transaction of its cause.
//!
//! For consumers and nouns that tell the network something. Never sends: see `deliver`.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use parvis_federation::{Audience, Iri, activity::Head, lenient, proof};
use serde_json::Value;

use super::{deliver::State, documents::address, local, policy};
use crate::{
    both,
    kernel::{
        clock::Time,
        db::Conn,
        error::{Error, Result},
        id::Id,
    },
    platform::{
        actors::{Actor, Standing},
        app::{App, Tx},
    },
    schema::{actors, deliveries, follows, outbound},
};

/// An activity to send.
pub struct Post {
    /// Who does it; its key signs.
    pub actor: Id,
    /// The object of ours it is about, if any.
    pub object: Option<Id>,
    /// Is it listed in the actor's outbox?
    pub public: bool,
    /// The whole activity, in the canonical shape, with its id.
    pub body: Value,
    /// Who gets it.
    pub to: Recipients,
}

/// Who gets an activity. Inboxes are shared where a server has a shared one, and never repeated.
#[derive(Clone, Debug, Default)]
pub struct Recipients {
    /// Everybody who follows these local actors.
    pub followers_of: Vec<Id>,
    /// These actors; local ones are left out.
    pub actors: Vec<Id>,
    /// These actors at their personal inbox, because it is for them alone; the blocked too, or nobody would hear
    /// that their follow ended.
    pub personally: Vec<Id>,
    /// Every server that ever had to do with us: for what all of them must forget.
    pub everyone: bool,
}

/// An activity as it was stored.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = outbound)]
pub struct Stored {
    /// The key.
    pub id: Id,
    /// Its address.
    pub iri: String,
    /// Who did it.
    pub actor_id: Id,
    /// The object of ours it is about.
    pub object_id: Option<Id>,
    /// What was done.
    pub verb: String,
    /// Is it listed in the actor's outbox?
    pub public: bool,
    /// The document, byte for byte as it is sent and served.
    pub body: String,
    /// When it was stored.
    pub created_at: Time,
}

#[derive(Insertable)]
#[diesel(table_name = deliveries, treat_none_as_default_value = false)]
struct NewDelivery<'a> {
    id: Id,
    outbound_id: Id,
    inbox: &'a str,
    host: &'a str,
    state: State,
    attempts: i32,
    next_at: Time,
    created_at: Time,
}

/// How many rows go into one statement: SQLite binds at most 32,766 values.
const CHUNK: usize = 2000;

/// A new address for an activity of this server: `/activities/{id}`.
pub fn activity_iri(tx: &Tx<'_>) -> String {
    tx.app.config.address(&format!("/activities/{}", tx.new_id()))
}

/// Stores the activity and a delivery for every inbox. Returns the id of the stored activity.
///
/// An activity whose address is stored already is left as it is, so that a consumer may run twice.
pub fn post(tx: &mut Tx<'_>, post: &Post) -> Result<Id> {
    let iri = lenient::text(&post.body, "id")
        .ok_or_else(|| Error::internal("an activity to send has no id"))?;
    if let Some(known) = find(tx.conn, &iri)? {
        return Ok(known.id);
    }
    let verb = lenient::kind(&post.body).unwrap_or_default();
    let body = serde_json::to_string(&proven(tx, post)?)?;
    let id = tx.new_id();
    diesel::insert_into(outbound::table)
        .values((
            outbound::id.eq(id),
            outbound::iri.eq(iri),
            outbound::actor_id.eq(post.actor),
            outbound::object_id.eq(post.object),
            outbound::verb.eq(verb),
            outbound::public.eq(post.public),
            outbound::body.eq(body),
            outbound::created_at.eq(tx.now),
        ))
        .execute(tx.conn)?;
    let inboxes = inboxes(tx.app, tx.conn, &post.to)?;
    queue(tx, id, &inboxes)?;
    Ok(id)
}

/// Posts an activity that concerns one actor alone: an answer, a request, and what takes them back.
pub fn tell(
    tx: &mut Tx<'_>,
    from: &Actor,
    to: &Actor,
    iri: &str,
    body: impl FnOnce(&Head<'_>) -> Value,
) -> Result<()> {
    let head = Head {
        id: &address(iri)?,
        actor: &address(&from.iri)?,
        audience: &Audience::direct(&[address(&to.iri)?]),
        published: None,
    };
    let body = body(&head);
    let to = Recipients { personally: vec![to.id], ..Recipients::default() };
    post(tx, &Post { actor: from.id, object: None, public: false, body, to })?;
    Ok(())
}

/// Queues somebody else's activity as it came, byte for byte, signed on its way by `by`: it proves its author
/// itself. One that was passed on already is not passed on again.
pub(super) fn pass_on(
    tx: &mut Tx<'_>,
    by: Id,
    activity: &parvis_federation::Activity,
    body: &str,
    to: &Recipients,
) -> Result<()> {
    let iri = activity.id.as_str();
    if find(tx.conn, iri)?.is_some() {
        return Ok(());
    }
    let id = tx.new_id();
    diesel::insert_into(outbound::table)
        .values((
            outbound::id.eq(id),
            outbound::iri.eq(iri),
            outbound::actor_id.eq(by),
            outbound::object_id.eq(None::<Id>),
            outbound::verb.eq(activity.verb.as_str()),
            outbound::public.eq(false),
            outbound::body.eq(body),
            outbound::created_at.eq(tx.now),
        ))
        .execute(tx.conn)?;
    let inboxes = inboxes(tx.app, tx.conn, to)?;
    queue(tx, id, &inboxes)
}

/// The stored activity with this address.
pub fn find(conn: &mut Conn, iri: &str) -> Result<Option<Stored>> {
    Ok(outbound::table
        .filter(outbound::iri.eq(iri))
        .select(Stored::as_select())
        .first(conn)
        .optional()?)
}

/// Forgets what was said about an object of ours: nothing of it leaves any more, and the outbox has it no
/// longer. For an object that was withdrawn; what servers already have is for `Delete` to recall.
pub fn forget(tx: &mut Tx<'_>, object: Id) -> Result<()> {
    diesel::delete(outbound::table.filter(outbound::object_id.eq(object))).execute(tx.conn)?;
    Ok(())
}

/// Forgets one activity, delivered or not, as if it had never been said.
pub(super) fn take_back(tx: &mut Tx<'_>, iri: &str) -> Result<()> {
    diesel::delete(outbound::table.filter(outbound::iri.eq(iri))).execute(tx.conn)?;
    Ok(())
}

/// The activity with its actor's proof (FEP-8b32) when everybody may read it: whoever passes it on can show
/// whose it is.
fn proven(tx: &mut Tx<'_>, post: &Post) -> Result<Value> {
    let mut body = post.body.clone();
    if Audience::parse(&body).is_public() {
        let signer = local::signer_in(tx.app, tx.conn, post.actor)?;
        proof::sign(&mut body, &signer.ed25519, &signer.proof_key_id, tx.now.utc())
            .map_err(Error::internal)?;
    }
    Ok(body)
}

/// The inboxes of `to`, each once, with the host they are at.
fn inboxes(app: &App, conn: &mut Conn, to: &Recipients) -> Result<BTreeMap<String, String>> {
    let mut found: Vec<(String, Option<String>, String)> = Vec::new();
    let columns = (actors::inbox, actors::shared_inbox, actors::domain);
    let elsewhere = actors::local.eq(false).and(actors::deleted_at.is_null());
    let reachable = elsewhere.and(actors::standing.ne(Standing::Blocked));
    if !to.followers_of.is_empty() {
        found.extend(
            follows::table
                .inner_join(actors::table.on(actors::id.eq(follows::follower_id)))
                .filter(follows::followed_id.eq_any(&to.followers_of))
                .filter(follows::state.eq("accepted"))
                .filter(reachable)
                .select(columns)
                .distinct()
                .load::<(String, Option<String>, String)>(conn)?,
        );
    }
    if !to.actors.is_empty() {
        found.extend(
            actors::table
                .filter(actors::id.eq_any(&to.actors))
                .filter(reachable)
                .select(columns)
                .load::<(String, Option<String>, String)>(conn)?,
        );
    }
    if !to.personally.is_empty() {
        let alone = actors::table
            .filter(actors::id.eq_any(&to.personally))
            .filter(elsewhere)
            .select((actors::inbox, actors::domain))
            .load::<(String, String)>(conn)?;
        found.extend(alone.into_iter().map(|(inbox, domain)| (inbox, None, domain)));
    }
    if to.everyone {
        // One row per server where it has a shared inbox, else one per actor.
        let shared = actors::table
            .filter(reachable)
            .filter(actors::shared_inbox.is_not_null())
            .select((actors::shared_inbox, actors::domain))
            .distinct()
            .load::<(Option<String>, String)>(conn)?;
        let alone = actors::table
            .filter(reachable)
            .filter(actors::shared_inbox.is_null())
            .select((actors::inbox, actors::domain))
            .load::<(String, String)>(conn)?;
        let shared = shared.into_iter().filter_map(|(inbox, domain)| Some((inbox?, domain)));
        let all = shared.chain(alone);
        found.extend(all.map(|(inbox, domain)| (inbox, None, domain)));
    }
    welcome(app, conn, found)
}

/// Leaves out the servers the venue does not talk with.
fn welcome(
    app: &App,
    conn: &mut Conn,
    found: Vec<(String, Option<String>, String)>,
) -> Result<BTreeMap<String, String>> {
    let mut inboxes = BTreeMap::new();
    let mut domains = Vec::new();
    for (personal, shared, domain) in found {
        let inbox = shared.unwrap_or(personal);
        if let Ok(address) = Iri::parse(&inbox) {
            domains.push((inbox.clone(), domain));
            inboxes.insert(inbox, address.authority());
        }
    }
    let hosts: BTreeSet<String> =
        domains.iter().map(|(_, domain)| domain.clone()).chain(inboxes.values().cloned()).collect();
    let hosts: Vec<String> = hosts.into_iter().collect();
    let verdicts = policy::refuses_in(app, conn, &hosts)?;
    let refused: BTreeSet<&String> =
        hosts.iter().zip(verdicts).filter_map(|(host, refuses)| refuses.then_some(host)).collect();
    for (inbox, domain) in &domains {
        if refused.contains(domain) {
            inboxes.remove(inbox);
        }
    }
    inboxes.retain(|_, host| !refused.contains(host));
    Ok(inboxes)
}

fn queue(tx: &mut Tx<'_>, outbound: Id, inboxes: &BTreeMap<String, String>) -> Result<()> {
    let rows: Vec<NewDelivery<'_>> = inboxes
        .iter()
        .map(|(inbox, host)| NewDelivery {
            id: tx.new_id(),
            outbound_id: outbound,
            inbox,
            host,
            state: State::Waiting,
            attempts: 0,
            next_at: tx.now,
            created_at: tx.now,
        })
        .collect();
    for chunk in rows.chunks(CHUNK) {
        both!(tx.conn, |c| diesel::insert_into(deliveries::table).values(chunk).execute(c))?;
    }
    tx.queued.deliveries = true;
    Ok(())
}
