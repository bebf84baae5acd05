//! The cast of the attacks on the web: a furnished venue, people of every standing, and things that are nobody
//! else's business.

use diesel::prelude::*;
use http::Method;
use parvis::{
    features::accounts::{self, NewStaff},
    kernel::id::Id,
    platform::web::Role,
    schema,
};

use super::Ended;
use crate::{
    support::{Browser, PASSWORD, Person, Remote, TestApp, pictures},
    voices::{Hung, follow, hung},
};

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Stranger,
    Suspended,
    Member,
    Mediator,
    Moderator,
    Admin,
}

impl Who {
    pub const ALL: [Self; 6] = [
        Self::Stranger,
        Self::Suspended,
        Self::Member,
        Self::Mediator,
        Self::Moderator,
        Self::Admin,
    ];

    /// What they may do; nothing for those who are not signed in.
    pub fn role(self) -> Option<Role> {
        match self {
            Self::Stranger | Self::Suspended => None,
            Self::Member => Some(Role::Member),
            Self::Mediator => Some(Role::Mediator),
            Self::Moderator => Some(Role::Moderator),
            Self::Admin => Some(Role::Admin),
        }
    }
}

/// A furnished venue and its people.
pub struct World {
    pub hung: Hung,
    pub remote: Remote,
    /// Somebody there who follows the venue.
    pub bea: Person,
    people: Vec<(Who, Browser)>,
    /// Alice, whose things are attacked.
    pub alice: Browser,
    ids: Ids,
    /// A file of events that waits for a yes.
    import: String,
}

/// Keys of what there is.
struct Ids {
    place: Id,
    exhibition: Id,
    event: Id,
    trace: Id,
    waiting: Id,
    account: Id,
    actor: Id,
    session: Id,
    follow: Id,
    act: Id,
    file: String,
    distant: Id,
    activity: Id,
}

/// What stands in an address where a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// Something everybody may see, or would if they had the role.
    Known,
    /// Something of Alice's that nobody but she and staff may see.
    Private,
    /// Nothing.
    Unknown,
}

/// A server that is not there; a picture of it is shown.
pub const ABSENT: &str = "http://127.0.0.1:1";

/// A key nothing has.
pub const NOBODY: &str = "4611686018427387904";

impl World {
    pub async fn new() -> Self {
        let hung = hung().await;
        hung.decide(|venue| venue.hold_member_traces = true).await;
        let remote = hung.test.remote("mastodon.example").await;
        let bea = remote.person("bea");
        hung.deliver(&remote, &bea, &follow(&remote, &bea)).await;
        let mut alice = hung.member("alice").await;
        let page = format!("{}/traces", hung.page);
        assert_eq!(alice.post(&page, &[("text", "Pas encore lu")]).await.status, 303);
        let mut admin = hung.test.admin().await;
        let place = [("name_fr", "Salle 1"), ("kind", "room"), ("code", "MR-1")];
        assert_eq!(admin.post("/equipe/lieux/nouveau", &place).await.status, 303);
        let exhibition = [("title_fr", "Rives"), ("opens", "2026-05-01"), ("labels", "1963.4")];
        assert_eq!(admin.post("/equipe/expositions/nouvelle", &exhibition).await.status, 303);
        let event = [
            ("title", "Nocturne"),
            ("day", "2027-12-11"),
            ("hour", "20:00"),
            ("status", "announced"),
            ("audience", "public"),
        ];
        assert_eq!(admin.post("/equipe/agenda/nouveau", &event).await.status, 303);
        let file = [("text", "uid,title,start\nx,Bal des voisins,2027-12-18\n")];
        let kept = admin.post("/equipe/agenda/import", &file).await;
        let import = kept.location().rsplit('/').next().unwrap_or_default().to_owned();
        let note = hung.reply(&remote, &bea, "1", "<p>Pour tous</p>").await;
        let trace = hung.object(note["id"].as_str().unwrap()).await.id;
        let waiting = hung.trace("Pas encore lu").await.id;
        let people = cast(&hung, &mut admin).await;
        let ids = ids(&hung.test, trace, waiting).await;
        hung.test.settle().await;
        Self { hung, remote, bea, people, alice, ids, import }
    }

    /// The browser of somebody.
    pub fn browser(&self, who: Who) -> Browser {
        self.people.iter().find(|(known, _)| *known == who).expect("everybody is here").1.clone()
    }

    /// What to put into an address. A kind of address that is not known here stops the sweep: say what a key in it
    /// stands for.
    pub fn value(&self, fill: Fill, pattern: &str, name: &str) -> String {
        let ids = &self.ids;
        if fill == Fill::Unknown {
            return match name {
                "id" | "import" => NOBODY.to_owned(),
                "version" => "9.9".to_owned(),
                _ => "personne".to_owned(),
            };
        }
        let of = |prefix: &str| pattern.starts_with(prefix);
        match name {
            "id" if of("/equipe/oeuvres/") => self.hung.artwork.id.to_string(),
            "id" if of("/equipe/lieux/") || of("/equipe/etiquettes/") || of("/equipe/plans/") => {
                ids.place.to_string()
            }
            "id" if of("/equipe/agenda/") => ids.event.to_string(),
            "id" if of("/equipe/expositions/") => ids.exhibition.to_string(),
            "id" if of("/notifications/appareils/") => NOBODY.to_owned(),
            "id" if of("/equipe/propositions/") || of("/mes-propositions/") => NOBODY.to_owned(),
            "id" if of("/equipe/comptes/") => ids.account.to_string(),
            "id" if of("/equipe/abonnes/") => ids.follow.to_string(),
            "id" if of("/equipe/personnes/") || of("/personnes/") => ids.actor.to_string(),
            "id" if of("/equipe/moderation/") => ids.waiting.to_string(),
            "id" if of("/borne/") => NOBODY.to_owned(),
            "id" if of("/compte/messages/") || of("/equipe/autour/") => NOBODY.to_owned(),
            // What is one member's alone: nobody of this world has any.
            "id" if of("/compte/") && !of("/compte/sessions/") => NOBODY.to_owned(),
            "id" if of("/connexion/fediverse/retour/") => NOBODY.to_owned(),
            "id" if of("/equipe/journal/") => ids.act.to_string(),
            "id" if of("/compte/sessions/") => ids.session.to_string(),
            "id" if of("/media/distant/") => ids.distant.to_string(),
            "id" if of("/media/logo/") => NOBODY.to_owned(),
            "id" if of("/activities/") => ids.activity.to_string(),
            "id" if of("/traces/") || of("/objets/") => match fill {
                Fill::Private => ids.waiting.to_string(),
                _ => ids.trace.to_string(),
            },
            "id" if of("/integrer/") || of("/objects/") || of("/contexts/") || of("/quotes/") => {
                match fill {
                    Fill::Private => ids.waiting.to_string(),
                    _ => self.hung.artwork.id.to_string(),
                }
            }
            "slug" if of("/oeuvres/") => "les-rives-basses".to_owned(),
            "slug" if of("/agenda/") => "nocturne".to_owned(),
            "slug" if of("/expositions/") => "rives".to_owned(),
            "slug" if of("/lieux/") => "salle-1".to_owned(),
            "code" => "1963.4".to_owned(),
            "handle" | "address" => "alice".to_owned(),
            "import" => self.import.clone(),
            "month" => "2027-01".to_owned(),
            "token" => "-".to_owned(),
            "name" if of("/equipe/pages/") => "charte".to_owned(),
            "id" if of("/equipe/accessibilite/") || of("/equipe/appareils/") => NOBODY.to_owned(),
            "host" | "domain" => self.remote.host(),
            "file" => ids.file.clone(),
            "link" => "-".to_owned(),
            "version" => "2.1".to_owned(),
            "hash" => "-".to_owned(),
            "name" if of("/assets/") => "parvis.css".to_owned(),
            "name" if of("/theme/") => "apercu.css".to_owned(),
            "name" if of("/icone/") => "192.png".to_owned(),
            _ => panic!("what is {{{name}}} in {pattern}? say it in World::value"),
        }
    }

    /// The end of a play here: see [`Ended::well`].
    pub async fn ended(&self) -> Ended {
        Ended::well(&self.hung.test, &[&self.remote.base, ABSENT]).await
    }

    /// The end of a play that was to change nothing.
    pub async fn ended_as(&self, before: &[String]) -> Ended {
        Ended::unchanged(&self.hung.test, before, &[&self.remote.base, ABSENT]).await
    }

    /// Asks an address as somebody: forms are empty.
    pub async fn ask(&self, who: Who, method: &Method, address: &str) -> crate::support::Answer {
        let mut browser = self.browser(who);
        if method == Method::GET {
            browser.get(address).await
        } else {
            browser.post(address, &[]).await
        }
    }
}

/// People of every standing, signed in as far as they can be.
async fn cast(hung: &Hung, admin: &mut Browser) -> Vec<(Who, Browser)> {
    let mut people = vec![(Who::Stranger, hung.test.browser()), (Who::Admin, admin.clone())];
    for (who, handle, role) in
        [(Who::Mediator, "mina", Role::Mediator), (Who::Moderator, "momo", Role::Moderator)]
    {
        let new = NewStaff {
            email: format!("{handle}@musee.test"),
            handle: Some(handle.to_owned()),
            role,
            password: PASSWORD.to_owned(),
        };
        accounts::create_staff(&hung.test.app, new).await.unwrap();
        let mut browser = hung.test.browser();
        let answer = browser.post("/connexion", &[("login", handle), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        people.push((who, browser));
    }
    people.push((Who::Member, hung.member("bob").await));
    let suspended = hung.member("carol").await;
    let account = account_of(&hung.test, "carol").await;
    let answer =
        admin.post(&format!("/equipe/comptes/{account}/suspendre"), &[("reason", "essai")]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    people.push((Who::Suspended, suspended));
    people
}

/// The account behind a handle.
pub async fn account_of(test: &TestApp, handle: &str) -> Id {
    let handle = handle.to_owned();
    test.query(move |conn| {
        schema::accounts::table
            .inner_join(schema::actors::table)
            .filter(schema::actors::handle.eq(handle))
            .select(schema::accounts::id)
            .first(conn)
    })
    .await
}

async fn ids(test: &TestApp, trace: Id, waiting: Id) -> Ids {
    let account = account_of(test, "alice").await;
    let media = test.app.media.add(&test.app, pictures::jpeg(64, 48, 7).into()).await.unwrap();
    let distant = test
        .app
        .write(|tx| {
            Ok(parvis::platform::media::remote::keep(tx, &format!("{ABSENT}/absent.png"))?.id)
        })
        .await
        .unwrap();
    test.query(move |conn| {
        Ok(Ids {
            event: schema::events::table.select(schema::events::id).first(conn)?,
            exhibition: schema::exhibitions::table.select(schema::exhibitions::id).first(conn)?,
            place: schema::places::table.select(schema::places::id).first(conn)?,
            trace,
            waiting,
            account,
            actor: schema::accounts::table
                .filter(schema::accounts::id.eq(account))
                .select(schema::accounts::actor_id)
                .first(conn)?,
            session: schema::sessions::table
                .filter(schema::sessions::account_id.eq(account))
                .select(schema::sessions::id)
                .first(conn)?,
            follow: schema::follows::table.select(schema::follows::id).first(conn)?,
            act: schema::audit::table
                .order(schema::audit::id.desc())
                .select(schema::audit::id)
                .first(conn)?,
            file: media.file(),
            distant,
            activity: schema::outbound::table.select(schema::outbound::id).first(conn)?,
        })
    })
    .await
}

/// Nothing the venue is made of has changed.
pub async fn assert_unchanged(test: &TestApp, before: &[String], about: &str) {
    let after = test.state().await;
    let gone: Vec<&String> = before.iter().filter(|line| !after.contains(line)).collect();
    let new: Vec<&String> = after.iter().filter(|line| !before.contains(line)).collect();
    assert!(gone.is_empty() && new.is_empty(), "{about}\ngone: {gone:#?}\nnew: {new:#?}");
}
