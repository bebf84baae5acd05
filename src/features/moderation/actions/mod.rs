//! Deciding and taking decisions back. Every decision is in the log with how it was before.

mod report;
mod rules;
mod telling;
mod trust;
mod warn;

pub use report::{Forwarded, report};
pub use rules::set_rules;
pub use telling::JOB as TELL;
pub use trust::put as put_on_rung;
pub use warn::{Warned, acknowledge, warn};

use std::cell::Cell;

use super::{
    model::{Before, Case, ReportState, Verdict},
    store::{self, Entry},
};
use crate::{
    features::{accounts, follows, quotes, traces},
    kernel::{
        db::Conn,
        error::{Error, Result},
        id::Id,
    },
    platform::{
        actors::{self, Actor, Standing},
        app::Tx,
        audit,
        fediverse::{
            peers,
            policy::{self, Policy},
        },
        journal::{self, Revised},
        objects::{self, Object, State},
        web::Member,
    },
};

/// The case with this id: something somebody wrote, or a report.
pub fn find_case(conn: &mut Conn, id: Id) -> Result<Case> {
    if let Some(object) = objects::find(conn, id)? {
        return Ok(Case::Object(object));
    }
    let report = store::report(conn, id)?.ok_or(Error::NotFound)?;
    let ids = store::objects_of(conn, &[id])?.remove(&id).unwrap_or_default();
    let found = objects::find_all(conn, &ids)?;
    let objects = ids.iter().filter_map(|id| found.get(id).cloned()).collect();
    Ok(Case::Report(report, objects))
}

/// A decision somebody takes.
pub struct Decision<'a> {
    /// Who.
    pub by: &'a Member,
    /// What.
    pub verdict: Verdict,
    /// Why; kept in the log.
    pub note: &'a str,
    /// Where each case stood when they looked at it, as a [`State`] or a [`ReportState`]: if it stands elsewhere by
    /// now, somebody was faster, and nothing changes. Empty decides whatever happened.
    pub seen: &'a str,
    /// The first entry of the log made for this decision: what is decided at once is taken back at once.
    lot: Cell<Option<Id>>,
}

/// What a decision came to.
#[derive(Debug, Default)]
pub struct Decided {
    /// The first entry of the log, when anything changed.
    pub lot: Option<Id>,
    /// How many cases changed.
    pub changed: usize,
    /// How many did not.
    pub left: usize,
    /// Who had decided before, and what, about the first that did not.
    pub overtaken: Option<Overtaken>,
    /// Words became others since somebody looked at them: they are read again first.
    pub reworded: bool,
}

/// Somebody decided before.
#[derive(Debug)]
pub struct Overtaken {
    /// What they are called.
    pub by: String,
    /// What they decided.
    pub verdict: Verdict,
}

impl<'a> Decision<'a> {
    /// A decision about what somebody looked at.
    pub fn new(by: &'a Member, verdict: Verdict, note: &'a str, seen: &'a str) -> Self {
        Self { by, verdict, note, seen, lot: Cell::new(None) }
    }

    /// The first entry of the log made for it.
    pub fn lot(&self) -> Option<Id> {
        self.lot.get()
    }

    /// Writes the decision down.
    fn write(&self, tx: &mut Tx<'_>, kind: &str, target: &str, mut before: Before) -> Result<()> {
        before.lot = self.lot.get();
        let entry = audit::record(
            tx,
            &audit::Entry {
                account: Some(self.by.account_id),
                action: self.verdict.action(),
                target_kind: kind,
                target,
                reason: self.note,
                before: &before.pack(),
            },
        )?;
        if self.lot.get().is_none() {
            self.lot.set(Some(entry));
        }
        Ok(())
    }

    /// Writes down a decision that changes nothing, beside what it is about.
    fn write_about(
        &self,
        tx: &mut Tx<'_>,
        case: &Case,
        author: Id,
        reports: Vec<Id>,
    ) -> Result<()> {
        let before = Before { reports, ..Before::default() };
        match case.objects().first() {
            Some(object) => self.write(tx, &object.kind, &object.id.to_string(), before),
            None => self.write(tx, "actor", &author.to_string(), before),
        }
    }

    /// Was the case decided since somebody looked at it?
    fn is_late(&self, case: &Case) -> bool {
        let now = match case {
            Case::Object(object) => object.state.as_str(),
            Case::Report(report, _) => report.state.as_str(),
            Case::Person(_) => return false,
        };
        !self.seen.is_empty() && self.seen != now
    }
}

/// A case somebody points at, with those like it.
#[derive(Clone, Debug)]
pub struct Picked {
    /// Something somebody wrote, or a report.
    pub id: Id,
    /// The last of the waiting words like it that were shown with it.
    pub last: Option<Id>,
    /// The mark of what was looked at; empty decides whatever it says.
    pub mark: String,
}

/// How many words like one another one decision is about.
const ALIKE: i64 = 1_000;

/// Decides some cases at once. A case that is gone, or that somebody decided meanwhile, stays as it is and is counted.
pub fn decide_all(tx: &mut Tx<'_>, decision: &Decision<'_>, picked: &[Picked]) -> Result<Decided> {
    let mut all = Decided::default();
    for one in picked {
        if decision.verdict.state().is_some() && is_reworded(tx.conn, one)? {
            all.left += 1;
            all.reworded = true;
            continue;
        }
        let mut ids = match one.last {
            Some(last) => traces::in_fold(tx.conn, one.id, last, ALIKE)?,
            None => Vec::new(),
        };
        if ids.is_empty() {
            ids.push(one.id);
        }
        for id in ids {
            let case = find_case(tx.conn, id)?;
            match decide(tx, decision, &case) {
                Ok(true) => all.changed += 1,
                Ok(false) => {
                    all.left += 1;
                    if all.overtaken.is_none() {
                        all.overtaken = overtaken(tx.conn, &case)?;
                    }
                }
                // Among many, what this verdict says nothing about is left alone.
                Err(Error::NotFound) if picked.len() > 1 => all.left += 1,
                Err(other) => return Err(other),
            }
        }
    }
    all.lot = decision.lot.get();
    Ok(all)
}

/// Do words say something else than when somebody looked at them?
fn is_reworded(conn: &mut Conn, picked: &Picked) -> Result<bool> {
    if picked.mark.is_empty() {
        return Ok(false);
    }
    let now = traces::find(conn, picked.id)?;
    Ok(now.is_some_and(|trace| trace.mark() != picked.mark))
}

/// The last decision about a case that still stands.
fn overtaken(conn: &mut Conn, case: &Case) -> Result<Option<Overtaken>> {
    let mut targets: Vec<String> = case.objects().iter().map(|o| o.id.to_string()).collect();
    targets.extend(case.author().filter(|_| targets.is_empty()).map(|id| id.to_string()));
    let Some(entry) = store::last_about(conn, &targets)? else {
        return Ok(None);
    };
    let Some((account, verdict)) = entry.account_id.zip(Verdict::of_action(&entry.action)) else {
        return Ok(None);
    };
    let name = store::names_of(conn, &[account])?.remove(&account);
    Ok(name.map(|by| Overtaken { by, verdict }))
}

/// Decides a case; returns false when somebody decided it before, the same way or since it was looked at. After a
/// block of a server the caller reloads the policies.
pub fn decide(tx: &mut Tx<'_>, decision: &Decision<'_>, case: &Case) -> Result<bool> {
    let verdict = decision.verdict;
    if decision.by.role < verdict.role() {
        return Err(Error::Forbidden("error-forbidden-role"));
    }
    if verdict == Verdict::Warn {
        // A warning is words: see [`warn`].
        return Err(Error::NotFound);
    }
    if decision.is_late(case) {
        return Ok(false);
    }
    let reports = close_reports(tx, decision.by, case)?;
    if let Some(state) = verdict.state() {
        let mut any = false;
        // What the venue itself shows is taken down in the catalogue, where it is also put back.
        let words = |object: &&Object| object.kind == traces::KIND;
        if !case.objects().iter().any(|object| words(&object)) {
            return Err(Error::NotFound);
        }
        for object in case.objects().iter().filter(words) {
            any |= set_state(tx, decision, object, state, &reports)?;
        }
        return Ok(any);
    }
    let author = case.author().ok_or(Error::NotFound)?;
    let author = actors::find(tx.conn, author)?.ok_or(Error::NotFound)?;
    if let Some(standing) = verdict.standing() {
        return set_standing(tx, decision, &author, standing, reports);
    }
    if verdict == Verdict::BlockDomain {
        if author.local {
            return Err(Error::NotFound);
        }
        return block_domain(tx, decision, &author.domain, reports);
    }
    // "Nothing wrong" leaves things as they are.
    decision.write_about(tx, case, author.id, reports)?;
    Ok(true)
}

/// The open reports a decision answers, resolved.
fn close_reports(tx: &mut Tx<'_>, by: &Member, case: &Case) -> Result<Vec<Id>> {
    let ids: Vec<Id> = case.objects().iter().map(|object| object.id).collect();
    let mut reports = store::open_of(tx.conn, &ids)?;
    if let Case::Report(report, _) = case
        && report.state == ReportState::Open
        && !reports.contains(&report.id)
    {
        reports.push(report.id);
    }
    let by = Some((by.account_id, tx.now));
    store::set_state(tx.conn, &reports, ReportState::Resolved, by)?;
    Ok(reports)
}

fn set_state(
    tx: &mut Tx<'_>,
    decision: &Decision<'_>,
    object: &Object,
    state: State,
    reports: &[Id],
) -> Result<bool> {
    let trace = traces::find(tx.conn, object.id)?.ok_or(Error::NotFound)?;
    let shown = state == State::Published;
    let same = object.state == state && (!shown || trace.read_at.is_some());
    if same || object.deleted_at.is_some() {
        return Ok(false);
    }
    if object.state != state {
        objects::set_state(tx, object, state)?;
        telling::later(tx, object, state)?;
    }
    if shown {
        traces::set_read(tx, object.id, Some(tx.now))?;
    }
    let before =
        Before { state: Some(object.state), reports: reports.to_vec(), ..Before::default() };
    decision.write(tx, "trace", &object.id.to_string(), before)?;
    Ok(true)
}

fn set_standing(
    tx: &mut Tx<'_>,
    decision: &Decision<'_>,
    person: &Actor,
    standing: Standing,
    reports: Vec<Id>,
) -> Result<bool> {
    check_touchable(tx, decision.by, person)?;
    if person.standing == standing {
        return Ok(false);
    }
    apply_standing(tx, person, standing)?;
    let before = Before { standing: Some(person.standing), reports, ..Before::default() };
    decision.write(tx, "actor", &person.id.to_string(), before)?;
    Ok(true)
}

/// Nobody decides about the venue, the team or themselves.
fn check_touchable(tx: &mut Tx<'_>, by: &Member, person: &Actor) -> Result<()> {
    let untouchable = tx.app.venue().actor_id == Some(person.id)
        || by.actor_id == person.id
        || !accounts::staff_among(tx.conn, &[person.id])?.is_empty();
    if untouchable { Err(Error::Forbidden("moderation-forbidden-staff")) } else { Ok(()) }
}

/// What the venue thinks of a person, and everything that follows from it.
fn apply_standing(tx: &mut Tx<'_>, person: &Actor, standing: Standing) -> Result<()> {
    if standing == Standing::Blocked {
        follows::sever(tx, &[person.id])?;
        objects::withhold(tx.conn, &[person.id])?;
        quotes::revoke_of(tx, &[person.id])?;
        // What a member of ours told the network is taken back there too.
        for object in objects::authored(tx.conn, person.id, i64::MAX)? {
            journal::record(tx, &Revised { object })?;
        }
    } else if person.standing == Standing::Blocked && !policy::blocked(tx.conn, &person.domain)? {
        objects::give_back(tx.conn, &[person.id])?;
        for object in objects::authored(tx.conn, person.id, i64::MAX)? {
            objects::announce(tx, object)?;
        }
    }
    peers::set_standing(tx, person.id, standing)
}

/// Blocks a server and everything below it.
fn block_domain(
    tx: &mut Tx<'_>,
    decision: &Decision<'_>,
    domain: &str,
    reports: Vec<Id>,
) -> Result<bool> {
    let before = policy::find(tx.conn, domain)?;
    if before.as_ref().is_some_and(|known| known.policy == Policy::Block) {
        return Ok(false);
    }
    shut_out(tx, domain, decision.note)?;
    let before = Before {
        policy: before.map(|known| known.policy.to_string()),
        reports,
        ..Before::default()
    };
    decision.write(tx, "domain", domain, before)?;
    Ok(true)
}

/// Blocks a server and everything below it, with all that follows: its people's words are out of sight, follows
/// and quotes end, nothing waits for it any more. The caller reloads the policies after the transaction.
pub fn shut_out(tx: &mut Tx<'_>, domain: &str, reason: &str) -> Result<()> {
    policy::set(tx, domain, Policy::Block, reason)?;
    let people = store::people_at(tx.conn, domain)?;
    follows::sever(tx, &people)?;
    objects::withhold(tx.conn, &people)?;
    quotes::revoke_of(tx, &people)?;
    store::forget_deliveries(tx.conn, domain)
}

/// Takes the block of a server back; what its people wrote is shown again, unless they are blocked themselves.
/// Follows that ended stay ended: nobody can follow for others. `before` is the rule that stood before the block.
pub fn let_in(tx: &mut Tx<'_>, domain: &str, before: Option<Policy>) -> Result<()> {
    match before {
        Some(policy) => policy::set(tx, domain, policy, "")?,
        None => {
            policy::remove(tx, domain)?;
        }
    }
    let people = store::people_at(tx.conn, domain)?;
    let mut welcome = Vec::new();
    for person in actors::find_all(tx.conn, &people)?.values() {
        if person.standing != Standing::Blocked && !policy::blocked(tx.conn, &person.domain)? {
            welcome.push(person.id);
        }
    }
    objects::give_back(tx.conn, &welcome)
}

/// Takes a decision back, with all that was decided with it when `whole`. Only a role that could have taken it may.
pub fn undo(tx: &mut Tx<'_>, by: &Member, id: Id, whole: bool) -> Result<()> {
    let first = store::entry(tx.conn, id)?.ok_or(Error::NotFound)?;
    undo_one(tx, by, &first)?;
    if !whole {
        return Ok(());
    }
    for entry in store::made_at(tx.conn, first.created_at)? {
        // What somebody took back meanwhile is back already.
        if Before::unpack(&entry.before).lot == Some(id) && entry.undone_at.is_none() {
            undo_one(tx, by, &entry)?;
        }
    }
    Ok(())
}

fn undo_one(tx: &mut Tx<'_>, by: &Member, entry: &Entry) -> Result<()> {
    let verdict = Verdict::of_action(&entry.action)
        .filter(|verdict| verdict.can_be_undone())
        .ok_or(Error::NotFound)?;
    if by.role < verdict.role() {
        return Err(Error::Forbidden("error-forbidden-role"));
    }
    if !store::set_undone(tx.conn, entry.id, by.account_id, tx.now)? {
        return Err(Error::Conflict("moderation-already"));
    }
    let before = Before::unpack(&entry.before);
    if let Some(state) = before.state {
        let object = objects::find(tx.conn, parse(&entry.target)?)?.ok_or(Error::NotFound)?;
        if object.deleted_at.is_none() && Some(object.state) == verdict.state() {
            if verdict == Verdict::Approve {
                traces::set_read(tx, object.id, None)?;
            }
            if object.state != state {
                objects::set_state(tx, &object, state)?;
                telling::now(tx, &object, state)?;
            }
        }
    }
    if let Some(standing) = before.standing {
        let person = actors::find(tx.conn, parse(&entry.target)?)?.ok_or(Error::NotFound)?;
        apply_standing(tx, &person, standing)?;
    }
    if verdict == Verdict::BlockDomain {
        // Rules made on the page of servers keep the word alone.
        let known = before.policy.as_deref().unwrap_or(&entry.before).parse().ok();
        let_in(tx, &entry.target, known)?;
    }
    store::set_state(tx.conn, &before.reports, ReportState::Open, None)
}

fn parse(target: &str) -> Result<Id> {
    target.parse().map_err(|_| Error::NotFound)
}
