//! The form of a proposal, a member's own, and those the team answers.

use std::collections::BTreeMap;

use axum::{
    Router,
    extract::Query,
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use serde::{Deserialize, Serialize};

use super::{
    actions,
    model::{Proposal, State},
    store::{self, Wanted},
};
use crate::{
    features::{
        events::{self, Category},
        places,
    },
    kernel::{
        clock::Time,
        error::{Error, FieldErrors, Message, Result},
        id::Id,
        text,
    },
    platform::{
        actors,
        app::App,
        feature::{StaffNav, Typed},
        web::{
            self, Choice, Ctx, Form, Member, Once, Page, PageNumber, Pager, Path, Sample, Staff,
        },
    },
};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/agenda/proposer", get(new).post(propose))
        .route("/mes-propositions", get(own))
        .route("/mes-propositions/{id}/retirer", post(withdraw))
        .route("/equipe/propositions", get(desk))
        .route("/equipe/propositions/{id}", post(answer))
}

/// How many proposals a page shows.
const PER_PAGE: i64 = 30;

#[derive(Serialize)]
struct FormPage {
    categories: Vec<Choice>,
    places: Vec<Choice>,
    zone: &'static str,
    once: String,
    values: BTreeMap<String, String>,
    errors: BTreeMap<String, String>,
}

impl Page for FormPage {
    const TEMPLATE: &'static str = "proposals/form.html";
    const FOR_EVERYBODY: bool = false;
}

async fn form_page(
    ctx: &Ctx,
    values: BTreeMap<String, String>,
    errors: &FieldErrors,
) -> Result<FormPage> {
    let lang = ctx.lang;
    let places = ctx.app.read(move |conn| Ok(places::menu(&places::tree(conn)?, lang))).await?;
    Ok(FormPage {
        categories: events::categories(lang),
        places,
        zone: ctx.app.venue().time_zone.name(),
        once: Once::key(&ctx.app, &ctx.viewer),
        values,
        errors: ctx.messages(errors),
    })
}

async fn new(ctx: Ctx, member: Member) -> Result<Response> {
    let values = [("organisers", member.name), ("category", Category::Meeting.to_string())];
    let values = values.map(|(name, value)| (name.to_owned(), value)).into();
    ctx.html(&form_page(&ctx, values, &FieldErrors::default()).await?)
}

async fn propose(ctx: Ctx, member: Member, form: Form) -> Result<Response> {
    web::take_for_account(&ctx.app, &web::ACT, member.account_id)?;
    let (draft, errors) = events::proposed(&form, ctx.app.venue().time_zone);
    let done = if errors.is_empty() {
        let once = Once::of(&ctx.viewer, &form);
        let actor = member.actor_id;
        ctx.app
            .write(move |tx| once.run(tx, |tx| actions::propose(tx, &draft, actor)))
            .await
            .map(|_| ())
    } else {
        Err(Error::Invalid(errors))
    };
    match done {
        Ok(()) => {
            let said = Message::new("proposals-sent");
            Ok(ctx.redirect_saying("/mes-propositions", "ok", said))
        }
        Err(Error::Invalid(errors)) => {
            let page = form_page(&ctx, form.values(), &errors).await?;
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

#[derive(Serialize)]
struct OwnPage {
    proposals: Vec<Own>,
    pager: Pager,
}

#[derive(Serialize)]
struct Own {
    id: Id,
    title: String,
    state: State,
    word: String,
    proposed_at: Time,
    /// The page of the event, once it has one.
    url: Option<String>,
}

impl Page for OwnPage {
    const TEMPLATE: &'static str = "proposals/own.html";
}

async fn own(ctx: Ctx, member: Member, Query(page): Query<PageNumber>) -> Result<Response> {
    let asking = ctx.clone();
    let shown = ctx
        .app
        .read(move |conn| {
            let wanted = Wanted { actor: Some(member.actor_id), waiting: None };
            let total = store::count(conn, &wanted)?;
            let all = store::list(conn, &wanted, page.offset(PER_PAGE), PER_PAGE)?;
            let ids: Vec<Id> = all.iter().map(|proposal| proposal.event).collect();
            let events = events::find_all(conn, &ids)?;
            let one = |proposal: Proposal| Own {
                id: proposal.event,
                url: events
                    .get(&proposal.event)
                    .filter(|_| proposal.state == State::Accepted)
                    .map(events::Event::path),
                title: proposal.title,
                state: proposal.state,
                word: proposal.word,
                proposed_at: proposal.proposed_at,
            };
            Ok(OwnPage {
                proposals: all.into_iter().map(one).collect(),
                pager: Pager::new(&asking.path, page, PER_PAGE, total),
            })
        })
        .await?;
    ctx.html(&shown)
}

async fn withdraw(ctx: Ctx, member: Member, Path(id): Path<Id>) -> Result<Response> {
    ctx.app.write(move |tx| actions::withdraw(tx, id, member.actor_id)).await?;
    let said = Message::new("proposals-withdrawn");
    Ok(ctx.redirect_saying("/mes-propositions", "ok", said))
}

#[derive(Serialize)]
struct DeskPage {
    staff_nav: StaffNav,
    decided: bool,
    proposals: Vec<Shown>,
    pager: Pager,
    /// The proposal whose answer must be corrected.
    wrong: Option<Id>,
    #[serde(flatten)]
    typed: Typed,
}

#[derive(Serialize)]
struct Shown {
    id: Id,
    title: String,
    who: String,
    when: Option<String>,
    place: Option<String>,
    description_html: String,
    state: State,
    word: String,
    proposed_at: Time,
    /// Where the draft can be changed; none once it was deleted.
    edit_url: Option<String>,
}

impl Page for DeskPage {
    const TEMPLATE: &'static str = "proposals/desk.html";
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    etat: String,
}

async fn desk(
    ctx: Ctx,
    _staff: Staff,
    Query(asked): Query<Asked>,
    Query(page): Query<PageNumber>,
) -> Result<Response> {
    let decided = asked.etat == "decidees";
    let page = desk_page(&ctx, decided, page, None, Typed::default()).await?;
    ctx.html(&page)
}

async fn desk_page(
    ctx: &Ctx,
    decided: bool,
    page: PageNumber,
    wrong: Option<Id>,
    typed: Typed,
) -> Result<DeskPage> {
    let asking = ctx.clone();
    ctx.app
        .read(move |conn| {
            let wanted = Wanted { actor: None, waiting: Some(!decided) };
            let total = store::count(conn, &wanted)?;
            let all = store::list(conn, &wanted, page.offset(PER_PAGE), PER_PAGE)?;
            let ids: Vec<Id> = all.iter().map(|proposal| proposal.event).collect();
            let people: Vec<Id> = all.iter().map(|proposal| proposal.actor).collect();
            let (events, people) =
                (events::find_all(conn, &ids)?, actors::find_all(conn, &people)?);
            let tree = places::tree(conn)?;
            let lang = asking.lang;
            let one = |proposal: Proposal| {
                let event = events.get(&proposal.event);
                let facts = event.map(|event| &event.facts);
                let own = facts.and_then(|facts| tree.get(facts.place?));
                let place = own.map(|place| place.name(lang).to_owned());
                let elsewhere = facts.map(|facts| facts.location.name.clone());
                let gone = matches!(proposal.state, State::Declined | State::Withdrawn);
                Shown {
                    id: proposal.event,
                    who: people
                        .get(&proposal.actor)
                        .map(actors::Actor::display_name)
                        .unwrap_or_default(),
                    when: facts.map(|facts| web::period(lang, &facts.when.period())),
                    place: place.or(elsewhere).filter(|name| !name.is_empty()),
                    description_html: facts
                        .map(|facts| text::markdown_to_html(facts.description(lang).0))
                        .unwrap_or_default(),
                    title: proposal.title,
                    state: proposal.state,
                    word: proposal.word,
                    proposed_at: proposal.proposed_at,
                    edit_url: (!gone).then(|| format!("/equipe/agenda/{}", proposal.event)),
                }
            };
            Ok(DeskPage {
                staff_nav: StaffNav::load(&asking.app, conn)?,
                decided,
                proposals: all.into_iter().map(one).collect(),
                pager: Pager::new(&asking.path, page, PER_PAGE, total),
                wrong,
                typed,
            })
        })
        .await
}

/// Yes or no, with a word.
async fn answer(ctx: Ctx, staff: Staff, Path(id): Path<Id>, form: Form) -> Result<Response> {
    let accepted = match form.text("verdict") {
        "accept" => true,
        "decline" => false,
        _ => return Err(Error::NotFound),
    };
    let word = form.text("word").to_owned();
    let done = ctx.app.write(move |tx| actions::answer(tx, &staff.0, id, accepted, &word)).await;
    match done {
        Ok(changed) => {
            let key = match (changed, accepted) {
                (false, _) => "proposals-answered-already",
                (true, true) => "proposals-accepted",
                (true, false) => "proposals-declined",
            };
            Ok(ctx.redirect_saying("/equipe/propositions", "ok", Message::new(key)))
        }
        Err(Error::Invalid(errors)) => {
            // The rules of the programme may say no to a draft as well: its form says what is missing.
            let mut said = ctx.messages(&errors);
            let first = said.values().next().cloned().unwrap_or_default();
            said.entry("word".to_owned()).or_insert(first);
            let typed = Typed { values: form.values(), errors: said };
            let page = desk_page(&ctx, false, PageNumber::default(), Some(id), typed).await?;
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

pub(super) fn samples() -> Vec<Sample> {
    let moment = Time::from_micros(1_780_000_000_000_000);
    let form = |wrong: bool| FormPage {
        categories: vec![Choice::new("talk", "Rencontre")],
        places: vec![Choice::new("1", "Grande salle")],
        zone: "Europe/Paris",
        once: String::new(),
        values: BTreeMap::from([("title".to_owned(), "Club".to_owned())]),
        errors: wrong
            .then(|| ("day".to_owned(), "Donnez un jour.".to_owned()))
            .into_iter()
            .collect(),
    };
    let own = |state, word: &str| Own {
        id: Id::from_raw(1),
        title: "Club de lecture".to_owned(),
        state,
        word: word.to_owned(),
        proposed_at: moment,
        url: (state == State::Accepted).then(|| "/agenda/club-de-lecture".to_owned()),
    };
    let shown = |state, word: &str| Shown {
        id: Id::from_raw(1),
        title: "Club de lecture".to_owned(),
        who: "Alice".to_owned(),
        when: Some("samedi 12 décembre 2026, 20 h".to_owned()),
        place: Some("Grande salle".to_owned()),
        description_html: "<p>On lit ensemble.</p>".to_owned(),
        state,
        word: word.to_owned(),
        proposed_at: moment,
        edit_url: (state == State::Waiting).then(|| "/equipe/agenda/1".to_owned()),
    };
    let desk = |decided, proposals, wrong: bool| DeskPage {
        staff_nav: StaffNav::default(),
        decided,
        proposals,
        pager: Pager::default(),
        wrong: wrong.then(|| Id::from_raw(1)),
        typed: Typed {
            values: BTreeMap::new(),
            errors: wrong
                .then(|| ("word".to_owned(), "Ce texte est trop long.".to_owned()))
                .into_iter()
                .collect(),
        },
    };
    vec![
        Sample::of("a proposal to write", &form(false)),
        Sample::of("a proposal to correct", &form(true)),
        Sample::of(
            "no proposal of one's own",
            &OwnPage { proposals: Vec::new(), pager: Pager::default() },
        ),
        Sample::of(
            "proposals of one's own",
            &OwnPage {
                proposals: vec![
                    own(State::Waiting, ""),
                    own(State::Accepted, "Avec joie."),
                    own(State::Declined, "La salle est prise."),
                    own(State::Withdrawn, ""),
                ],
                pager: Pager::default(),
            },
        ),
        Sample::of("nothing proposed", &desk(false, Vec::new(), false)),
        Sample::of("a proposal to answer", &desk(false, vec![shown(State::Waiting, "")], true)),
        Sample::of("answered proposals", &desk(true, vec![shown(State::Declined, "Non.")], false)),
    ]
}
