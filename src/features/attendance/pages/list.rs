//! The list of an event, for staff: who, how they answered and from where.

use std::collections::{BTreeMap, HashMap};

use axum::{extract::Query, response::Response};
use serde::{Deserialize, Serialize};

use super::view::{self, EventLine, Numbers};
use crate::{
    features::{
        attendance::{
            actions,
            model::{Answer, Attendance, Channel, Who},
            store::{self, Wanted},
        },
        events, places,
    },
    kernel::{
        clock::Time,
        db::Conn,
        error::{Error, Message, Result},
        id::Id,
    },
    platform::{
        actors::{self, Actor},
        feature::StaffNav,
        web::{Choice, Ctx, Form, Page, PageNumber, Pager, Path, Staff},
    },
};

/// How many rows a page shows.
const PER_PAGE: i64 = 50;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    recherche: String,
    reponse: String,
    canal: String,
}

impl Asked {
    fn wanted(&self) -> Wanted {
        Wanted {
            words: self.recherche.clone(),
            answer: self.reponse.parse().ok(),
            channel: self.canal.parse().ok(),
            came: self.reponse == "came",
        }
    }
}

#[derive(Serialize)]
pub(super) struct ListPage {
    pub(super) staff_nav: StaffNav,
    pub(super) event: EventLine,
    pub(super) edit_url: String,
    pub(super) numbers: Numbers,
    pub(super) capacity: Option<i32>,
    pub(super) rows: Vec<Row>,
    pub(super) total: i64,
    pub(super) answers: Vec<Choice>,
    pub(super) channels: Vec<Choice>,
    pub(super) values: BTreeMap<&'static str, String>,
    pub(super) filtered: bool,
    pub(super) pager: Pager,
    pub(super) action: String,
    pub(super) door_url: String,
    pub(super) write_url: String,
    pub(super) export_url: String,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "attendance/staff_list.html";
}

/// An answer as staff see it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Row {
    pub(super) id: Id,
    pub(super) name: String,
    pub(super) url: Option<String>,
    /// The handle or the e-mail address.
    pub(super) contact: String,
    pub(super) answer: &'static str,
    pub(super) people: i32,
    pub(super) place: Option<i32>,
    pub(super) channel: &'static str,
    pub(super) message: String,
    pub(super) at: Time,
    pub(super) came: Option<Time>,
    pub(super) assurance: Option<&'static str>,
}

/// The people behind these answers.
pub(super) fn people(conn: &mut Conn, answers: &[Attendance]) -> Result<HashMap<Id, Actor>> {
    let ids: Vec<Id> = answers.iter().filter_map(Attendance::actor).collect();
    actors::find_all(conn, &ids)
}

/// An answer with who gave it.
pub(super) fn row(people: &HashMap<Id, Actor>, one: &Attendance) -> Row {
    let (name, url, contact) = match &one.who {
        Who::Email(email) => (one.name.clone(), None, email.clone()),
        Who::Actor(id) => match people.get(id) {
            Some(actor) => (actor.display_name(), Some(actor.path()), actor.address()),
            None => (String::new(), None, String::new()),
        },
    };
    Row {
        id: one.id,
        name,
        url,
        contact,
        answer: one.answer.as_str(),
        people: one.people,
        place: one.place.filter(|_| one.answer == Answer::Waiting),
        channel: one.channel.as_str(),
        message: one.message.clone(),
        at: one.answered_at,
        came: one.came_at,
        assurance: one.assurance.map(|assurance| assurance.as_str()),
    }
}

pub(super) async fn list(
    ctx: Ctx,
    _staff: Staff,
    Path(id): Path<Id>,
    Query(asked): Query<Asked>,
    Query(page): Query<PageNumber>,
) -> Result<Response> {
    let asking = ctx.clone();
    let page = ctx
        .app
        .read(move |conn| {
            let event = events::find(conn, id)?.ok_or(Error::NotFound)?;
            let wanted = asked.wanted();
            let total = store::count(conn, id, &wanted)?;
            let answers = store::search(conn, id, &wanted, page.offset(PER_PAGE), PER_PAGE)?;
            let people = people(conn, &answers)?;
            let base = format!("/equipe/agenda/{id}");
            Ok(ListPage {
                staff_nav: StaffNav::load(&asking.app, conn)?,
                numbers: store::room(conn, &event)?.into(),
                capacity: event.facts.capacity,
                event: view::line(&asking, &places::tree(conn)?, &event),
                rows: answers.iter().map(|one| row(&people, one)).collect(),
                total,
                answers: answer_choices(&asking),
                channels: channel_choices(&asking),
                filtered: asked.recherche.len() + asked.reponse.len() + asked.canal.len() > 0,
                values: [
                    ("recherche", asked.recherche),
                    ("reponse", asked.reponse),
                    ("canal", asked.canal),
                ]
                .into(),
                pager: Pager::new(&asking.path, page, PER_PAGE, total),
                action: format!("{base}/reponses"),
                door_url: format!("{base}/entree"),
                write_url: format!("{base}/ecrire"),
                export_url: format!("{base}/reponses.csv"),
                edit_url: base,
            })
        })
        .await?;
    ctx.html(&page)
}

fn answer_choices(ctx: &Ctx) -> Vec<Choice> {
    let answers = Answer::ALL.iter().map(|answer| answer.as_str());
    answers
        .chain(["came"])
        .map(|key| Choice::new(key, ctx.text(&format!("attendance-answer-{key}"))))
        .collect()
}

fn channel_choices(ctx: &Ctx) -> Vec<Choice> {
    Channel::ALL
        .iter()
        .map(|key| Choice::new(key, ctx.text(&format!("attendance-channel-{key}"))))
        .collect()
}

/// Lets somebody in before their turn, or takes them off the list.
pub(super) async fn act(
    ctx: Ctx,
    staff: Staff,
    Path(event): Path<Id>,
    form: Form,
) -> Result<Response> {
    let id: Id = form.parse("attendance").ok_or(Error::NotFound)?;
    let by = staff.0;
    let action = form.text("action").to_owned();
    let done = ctx
        .app
        .write(move |tx| match action.as_str() {
            "let-in" => actions::let_in(tx, &by, event, id),
            "remove" => actions::remove(tx, &by, event, id).map(Ok),
            _ => Err(Error::NotFound),
        })
        .await?;
    let back = format!("/equipe/agenda/{event}/reponses");
    Ok(match done {
        Ok(()) => ctx.redirect_saying(&back, "ok", Message::new("attendance-staff-done")),
        Err(refusal) => ctx.redirect_saying(&back, "error", refusal.message()),
    })
}
