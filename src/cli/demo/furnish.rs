//! Furnishes the demo museum: set-up, places, artworks, people and what they said over two years.

use std::{collections::HashMap, fs, io::Write as _, path::Path, time::Duration};

use anyhow::Context as _;
use bytes::Bytes;
use futures::future::try_join_all;

use super::{
    EMAIL, answers,
    content::{self, Files, Said, Speaker},
    neighbours, programme, visits,
};
use crate::{
    features::{
        self,
        accounts::{self, Email, Handle, NewAccount, Password},
        artworks::import::{LineReport, Mode},
        maps, places,
        setup::{self, Installation},
        traces::{self, Attached, Body, Draft, Leaving, Purpose, Received, Voice, Words},
    },
    kernel::{
        clock::{Clock, Time},
        config::{self, Config},
        entropy::Entropy,
        i18n::Lang,
        text,
    },
    platform::{
        actors::{self, Actor, ActorKind, Standing},
        app::{App, Parts},
        background,
        fediverse::network::Network,
        guests,
        objects::{self, Object, State, Visibility},
        web::Role,
    },
};

/// The member of staff who looks after the museum.
const ADMIN: &str = "Camille Roy";
const ADMIN_HANDLE: &str = "camille";

const DAY: Duration = Duration::from_secs(86_400);

/// How long before today the museum opened its Parvis.
const OPENED: Duration = Duration::from_secs(1200 * 86_400);

/// The staff password: made once per data folder, so that a kept demo keeps it.
pub(super) fn password(config: &Config) -> anyhow::Result<String> {
    let path = config.data_dir.join("demo-password");
    if let Ok(known) = fs::read_to_string(&path) {
        return Ok(known.trim().to_owned());
    }
    let made: String =
        Entropy::System.token().chars().filter(char::is_ascii_alphanumeric).take(16).collect();
    fs::File::create(&path)?.write_all(made.as_bytes())?;
    Ok(made)
}

/// Furnishes the museum unless it is furnished already.
pub(super) async fn furnish(config: &Config, password: &str) -> anyhow::Result<()> {
    let today = Clock::System.now();
    let clock = Clock::fixed(today.minus(OPENED));
    let app = App::start(Parts {
        config: config.clone(),
        clock: clock.clone(),
        entropy: Entropy::System,
        features: features::ALL,
        program: config::own_program(),
        network: Network::default(),
    })
    .await?;
    if app.venue().is_set_up() {
        return Ok(());
    }
    install(&app, password).await?;
    places::import(&app, &content::text("places.csv")?).await?;
    hang(&app).await?;
    let people = invite(&app).await?;
    let mut told = HashMap::new();
    for (at, happened) in history(today)? {
        clock.advance(at.since(clock.now()));
        match happened {
            Happened::Said(said) => {
                let object = tell(&app, &people, &told, &said).await?;
                told.insert(said.key.clone(), object);
            }
            Happened::Felt(felt) => {
                let object = subject(&app, &felt.code).await?;
                visits::feel(&app, &felt, object).await?;
            }
        }
    }
    programme::announce(&app, today).await?;
    answers::give(&app, &people).await?;
    neighbours::announce(&app, today).await?;
    let museum = subject(&app, "MR").await?.id;
    let mut pins = Vec::new();
    for (code, x, y) in visits::spots()? {
        pins.push(maps::Pin { object: subject(&app, &code).await?.id, x, y });
    }
    visits::hang_plan(&app, museum, pins).await?;
    background::settle(&app).await?;
    Ok(())
}

/// Something that happened in the museum.
enum Happened {
    Said(Box<Said>),
    Felt(visits::Felt),
}

/// What was said and felt, as it happened; answers after what they answer.
fn history(today: Time) -> anyhow::Result<Vec<(Time, Happened)>> {
    let said = content::said()?.into_iter().map(|said| {
        let day = DAY * u32::try_from(said.days_ago).unwrap_or(0);
        (today.minus(day).minus(hour_of(&said)), Happened::Said(Box::new(said)))
    });
    let felt = visits::felt(today)?.into_iter().map(|felt| (felt.at, Happened::Felt(felt)));
    let mut all: Vec<(Time, Happened)> = said.chain(felt).collect();
    // Answers of the same day keep their place after what they answer, whatever the hour.
    let day = |at: Time| today.since(at).as_secs() / 86_400;
    all.sort_by_key(|(at, happened)| match happened {
        Happened::Said(said) => (std::cmp::Reverse(said.days_ago), said.reply_to.is_some()),
        Happened::Felt(_) => (std::cmp::Reverse(day(*at)), false),
    });
    Ok(all)
}

/// Nobody speaks at midnight: an hour of the day that depends on the words alone.
fn hour_of(said: &Said) -> Duration {
    let minutes = said.text.bytes().fold(0u64, |sum, b| (sum * 31 + u64::from(b)) % 480);
    Duration::from_secs(minutes * 60)
}

async fn install(app: &App, password: &str) -> anyhow::Result<()> {
    setup::install(
        app,
        Installation {
            name: "Musée des Rives".to_owned(),
            handle: "musee".to_owned(),
            summary_fr:
                "Un musée au bord de l’eau : ce que le fleuve laisse, ce que les gens en gardent."
                    .to_owned(),
            summary_en: "A museum by the water: what the river leaves, and what people keep of it."
                .to_owned(),
            languages: vec![Lang::Fr, Lang::En],
            time_zone: "Europe/Paris".to_owned(),
            admin_name: ADMIN.to_owned(),
            admin_email: EMAIL.to_owned(),
            admin_handle: ADMIN_HANDLE.to_owned(),
            admin_password: password.to_owned(),
            ..Installation::default()
        },
    )
    .await
    .map_err(|e| anyhow::anyhow!(super::super::in_words(&e)))?;
    Ok(())
}

/// Hangs the artworks through the CSV import, with their pictures unpacked beside the table.
async fn hang(app: &App) -> anyhow::Result<()> {
    let folder = app.config.data_dir.join("demo-import");
    for name in Files::iter().filter(|name| name.starts_with("pictures/")) {
        let file = Files::get(&name).context("a picture is missing")?;
        let path = folder.join(name.trim_start_matches("pictures/"));
        fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        fs::write(path, file.data)?;
    }
    let table = folder.join("artworks.csv");
    fs::write(&table, content::text("artworks.csv")?)?;
    let report = crate::cli::artworks::import_file(app, &table, Mode::Apply).await?;
    fs::remove_dir_all(&folder)?;
    anyhow::ensure!(
        LineReport::tally(&report).failed == 0,
        "the demo's artworks do not import: {report:?}"
    );
    Ok(())
}

/// Everybody who speaks, by name.
async fn invite(app: &App) -> anyhow::Result<HashMap<String, Actor>> {
    let mut people = HashMap::new();
    let mut accounts = Vec::new();
    let mut named: Vec<Said> = content::said()?;
    named.sort_by(|a, b| a.author.cmp(&b.author));
    named.dedup_by(|a, b| a.author == b.author);
    let venue = app.venue().actor_id.context("the venue has no actor")?;
    for said in named {
        match said.kind {
            Speaker::Venue => {
                let actor = app.read(move |conn| actors::find(conn, venue)).await?;
                people.insert(said.author, actor.context("the venue has no actor")?);
            }
            Speaker::Remote => {
                let actor = elsewhere(app, &said.author, &said.handle, ActorKind::Person)?;
                let kept = actor.clone();
                app.write(move |tx| actors::insert(tx.conn, &kept)).await?;
                people.insert(said.author, actor);
            }
            Speaker::Guest => {
                let token = format!("demo visitor {}", said.author);
                let guest = app.write(move |tx| Ok(guests::welcome(tx, &token)?.actor_id)).await?;
                let actor = app.read(move |conn| actors::find(conn, guest)).await?;
                people.insert(said.author, actor.context("a guest has no actor")?);
            }
            Speaker::Member | Speaker::Staff => accounts.push(join(app, said)),
        }
    }
    people.extend(try_join_all(accounts).await?);
    Ok(people)
}

/// Makes an account for somebody, or finds the administrator's.
async fn join(app: &App, said: Said) -> anyhow::Result<(String, Actor)> {
    let actor = if said.author == ADMIN {
        app.read(|conn| actors::find_local(conn, ADMIN_HANDLE)).await?
    } else {
        let handle: String = text::slug(&said.author).replace('-', "_").chars().take(24).collect();
        let wrong = |why| anyhow::anyhow!("{}: {why}", said.author);
        let new = NewAccount {
            confirmed: true,
            email: Some(Email::parse(&format!("{handle}@visite.example")).map_err(wrong)?),
            handle: Handle::parse(&handle).map_err(wrong)?,
            name: said.author.clone(),
            password: Some(Password::parse(&app.entropy.token()).map_err(wrong)?),
            role: if said.kind == Speaker::Staff { Role::Mediator } else { Role::Member },
            language: said.lang.parse().unwrap_or(Lang::Fr),
        };
        let prepared = accounts::prepare(app, new).await?;
        let created = app.write(move |tx| accounts::create(tx, &prepared)).await?;
        app.read(move |conn| actors::find(conn, created.actor)).await?
    };
    let actor = actor.with_context(|| format!("{} has no actor", said.author))?;
    Ok((said.author, actor))
}

/// Somebody of another server, as it would have introduced them.
pub(super) fn elsewhere(
    app: &App,
    name: &str,
    address: &str,
    kind: ActorKind,
) -> anyhow::Result<Actor> {
    let address = address.trim_start_matches('@');
    let (handle, domain) =
        address.split_once('@').context("an address from elsewhere needs a server")?;
    let iri = format!("https://{domain}/users/{handle}");
    Ok(Actor {
        id: app.new_id(),
        kind,
        local: false,
        handle: handle.to_owned(),
        domain: domain.to_owned(),
        name: name.to_owned(),
        summary_html: String::new(),
        url: format!("https://{domain}/@{handle}"),
        inbox: format!("{iri}/inbox"),
        shared_inbox: Some(format!("https://{domain}/inbox")),
        outbox: None,
        followers: Some(format!("{iri}/followers")),
        following: None,
        featured: None,
        icon_url: None,
        icon_media_id: None,
        image_url: None,
        fields: "[]".to_owned(),
        also_known_as: "[]".to_owned(),
        moved_to: None,
        discoverable: true,
        approves_followers: false,
        rfc9421: false,
        standing: Standing::Good,
        created_at: app.now(),
        updated_at: app.now(),
        fetched_at: Some(app.now()),
        deleted_at: None,
        iri,
    })
}

/// Says one thing, by the rule that fits its speaker.
async fn tell(
    app: &App,
    people: &HashMap<String, Actor>,
    told: &HashMap<String, Object>,
    said: &Said,
) -> anyhow::Result<Object> {
    let author = people
        .get(&said.author)
        .with_context(|| format!("nobody is called {}", said.author))?
        .clone();
    let parent = match &said.reply_to {
        Some(key) => told.get(key).with_context(|| format!("{key} was not said yet"))?.clone(),
        None => subject(app, &said.on).await?,
    };
    let attached = attached(app, said).await?;
    let draft = Draft {
        body: Body::Typed(&said.text),
        language: &said.lang,
        has_media: !attached.is_empty(),
        ..Draft::default()
    };
    let words = traces::words(&draft).map_err(|why| anyhow::anyhow!("{}: {why:?}", said.key))?;
    let voice = match said.kind {
        Speaker::Member => Voice::Member,
        Speaker::Staff | Speaker::Venue => Voice::Staff,
        Speaker::Remote => Voice::Remote,
        Speaker::Guest => Voice::Guest,
    };
    let at = app.now();
    let (key, read) = (said.key.clone(), said.kind == Speaker::Guest && !said.waits);
    let object = app
        .write(move |tx| match voice {
            Voice::Remote => traces::receive(tx, &received(&author, &parent, &words, &key, at)),
            _ => traces::leave(
                tx,
                &Leaving {
                    author: author.clone(),
                    voice,
                    parent: parent.clone(),
                    words: words.clone(),
                    attached: attached.clone(),
                    reuse: vec![Purpose::Wall],
                    to_the_network: false,
                },
            ),
        })
        .await?;
    if read {
        let waiting = object.clone();
        app.write(move |tx| {
            traces::set_read(tx, waiting.id, Some(at))?;
            objects::set_state(tx, &waiting, State::Published)
        })
        .await?;
    }
    Ok(object)
}

/// The sound and the picture that go with what somebody said.
async fn attached(app: &App, said: &Said) -> anyhow::Result<Attached> {
    let file = |folder: &str, name: &str| {
        let file = Files::get(&format!("{folder}/{name}"));
        file.map(|file| Bytes::from(file.data.into_owned())).context("a file is missing")
    };
    let mut attached = Attached::default();
    if let Some(name) = &said.sound {
        let media = app.media.add_sound(app, file("sounds", name)?).await?;
        attached.sound = Some((media.id, said.summary.clone()));
    }
    if let Some(name) = &said.picture {
        let media = app.media.add(app, file("visitors", name)?).await?;
        attached.picture = Some((media.id, said.alt.clone()));
    }
    Ok(attached)
}

fn received(author: &Actor, parent: &Object, words: &Words, key: &str, at: Time) -> Received {
    Received {
        iri: format!("{}/notes/{key}", author.iri),
        url: format!("{}/{key}", author.url),
        author: author.clone(),
        parent: parent.clone(),
        visibility: Visibility::Public,
        words: words.clone(),
        pictures: Vec::new(),
        sound: None,
        published_at: at,
        updated_at: None,
    }
}

/// The artwork or place with this code.
async fn subject(app: &App, code: &str) -> anyhow::Result<Object> {
    let wanted = code.to_owned();
    let found = app
        .read(move |conn| match places::label_holder(conn, &wanted)? {
            Some(id) => objects::find(conn, id),
            None => Ok(None),
        })
        .await?;
    found.with_context(|| format!("no label has the code {code}"))
}
