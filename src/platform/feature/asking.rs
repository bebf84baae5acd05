//! What is asked of every noun at once: each adds what it knows.

use std::collections::HashMap;

use super::{AnswersAsk, AskThread, Beside, BesideAsk, Echo, Heading, Kept, Notice, Thread};
use crate::{
    kernel::{db::Conn, error::Result, i18n::Lang, id::Id},
    platform::app::App,
};

/// The thread under an object; an empty one when no noun keeps threads.
pub fn thread(app: &App, conn: &mut Conn, ask: &AskThread) -> Result<Thread> {
    for feature in app.features {
        if let Some(thread) = feature.thread(app, conn, ask)? {
            return Ok(thread);
        }
    }
    Ok(Thread { live_topic: ask.subject.id.to_string(), ..Thread::default() })
}

/// What people did with these objects, over all nouns; objects nobody touched have none.
pub fn echoes(app: &App, conn: &mut Conn, objects: &[Id]) -> Result<HashMap<Id, Echo>> {
    let mut sum: HashMap<Id, Echo> = HashMap::new();
    for feature in app.features {
        for (id, part) in feature.echoes(conn, objects)? {
            let echo = sum.entry(id).or_default();
            echo.traces += part.traces;
            echo.likes += part.likes;
            echo.boosts += part.boosts;
        }
    }
    Ok(sum)
}

/// What these objects are called, over all nouns.
pub fn headings(
    app: &App,
    conn: &mut Conn,
    lang: Lang,
    objects: &[Id],
) -> Result<HashMap<Id, Heading>> {
    let mut all = HashMap::new();
    for feature in app.features {
        all.extend(feature.headings(conn, lang, objects)?);
    }
    Ok(all)
}

/// How many people come to these events, over all nouns.
pub fn going(app: &App, conn: &mut Conn, events: &[Id]) -> Result<HashMap<Id, i64>> {
    let mut all = HashMap::new();
    for feature in app.features {
        all.extend(feature.going(conn, events)?);
    }
    Ok(all)
}

/// How people answer an event; nothing when no noun takes answers.
pub fn answers(ask: &AnswersAsk<'_>, conn: &mut Conn) -> Result<Option<minijinja::Value>> {
    for feature in ask.app.features {
        if let Some(panel) = feature.answers(ask, conn)? {
            return Ok(Some(panel));
        }
    }
    Ok(None)
}

/// The first words of these objects, over all nouns.
pub fn excerpts(app: &App, conn: &mut Conn, objects: &[Id]) -> Result<HashMap<Id, String>> {
    let mut all = HashMap::new();
    for feature in app.features {
        all.extend(feature.excerpts(conn, objects)?);
    }
    Ok(all)
}

/// What a member was told and has not read, over all nouns.
pub fn unread(app: &App, conn: &mut Conn, member: Id) -> Result<i64> {
    let mut sum = 0;
    for feature in app.features {
        sum += feature.unread(conn, member)?;
    }
    Ok(sum)
}

/// How many ways somebody can sign in to their account, over all nouns.
pub fn ways_in(app: &App, conn: &mut Conn, account: Id) -> Result<i64> {
    app.features.iter().try_fold(0, |sum, feature| Ok(sum + feature.ways_in(conn, account)?))
}

/// What a member is told, over all nouns.
pub fn notices(app: &App, conn: &mut Conn, lang: Lang, actor: Id) -> Result<Vec<Notice>> {
    let mut all = Vec::new();
    for feature in app.features {
        all.extend(feature.notices(conn, lang, actor)?);
    }
    Ok(all)
}

/// Where these objects are at present, over all nouns; a place is at itself.
pub fn places_of(app: &App, conn: &mut Conn, objects: &[Id]) -> Result<HashMap<Id, Id>> {
    let mut all = HashMap::new();
    for feature in app.features {
        all.extend(feature.places_of(conn, objects)?);
    }
    Ok(all)
}

/// How many things are kept at each place, over all nouns.
pub fn counts_by_place(app: &App, conn: &mut Conn) -> Result<HashMap<Id, i64>> {
    let mut sum: HashMap<Id, i64> = HashMap::new();
    for feature in app.features {
        for (place, count) in feature.counts_by_place(conn)? {
            *sum.entry(place).or_default() += count;
        }
    }
    Ok(sum)
}

/// What is kept at these places, over all nouns.
pub fn kept_at(app: &App, conn: &mut Conn, lang: Lang, places: &[Id]) -> Result<Kept> {
    let mut all = Kept::default();
    for feature in app.features {
        let part = feature.kept_at(conn, lang, places)?;
        all.total += part.total;
        all.cards.extend(part.cards);
        all.objects.extend(part.objects);
    }
    Ok(all)
}

/// What others announce around the venue, in the order it begins; nothing when no noun knows of any.
pub fn beside(ask: &BesideAsk<'_>, conn: &mut Conn) -> Result<Vec<Beside>> {
    let mut all = Vec::new();
    for feature in ask.app.features {
        all.extend(feature.beside(ask, conn)?);
    }
    Ok(all)
}
