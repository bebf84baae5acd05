//! Example data of the pages of traces, for the test that renders every page.

use super::{
    form::FormView,
    model::Purpose,
    pages::{EditPage, Fragment, Parent, TracePage, WithdrawPage, WritePage},
    thread::{Listen, TraceView},
};
use crate::{
    kernel::{clock::Time, id::Id},
    platform::{
        feature::{Heading, Typed},
        media::sounds::{SoundView, Source},
        objects::State,
        web::Sample,
    },
};

pub(super) fn all() -> Vec<Sample> {
    let page =
        |trace: TraceView, parent, form| TracePage { trace, parent, subject: heading(), form };
    let parent = Parent {
        url: "/traces/2".to_owned(),
        author_name: "Noé".to_owned(),
        excerpt: "On dirait la rivière…".to_owned(),
    };
    let remote = TraceView {
        kind: "remote",
        author_handle: Some("@lea@social.example".to_owned()),
        warning: Some("Une scène de guerre".to_owned()),
        listen: Some(Listen {
            url: "https://social.example/@lea/1".to_owned(),
            host: "social.example".to_owned(),
            summary: "On entend l’eau.".to_owned(),
        }),
        remote_reply_url: Some("/suivre?uri=x".to_owned()),
        ..trace()
    };
    let own = TraceView {
        state: State::Pending,
        edit_url: Some("/traces/1/modifier".to_owned()),
        withdraw_url: Some("/traces/1/retirer".to_owned()),
        replies: vec![trace(), TraceView { gone: true, replies: vec![trace()], ..trace() }],
        ..trace()
    };
    let moderated = TraceView {
        state: State::Hidden,
        moderate_url: Some("/equipe/moderation/1".to_owned()),
        pin_url: Some("/traces/1/epingler".to_owned()),
        report_url: Some("/objets/1/signaler".to_owned()),
        like_url: Some("/objets/1/aimer".to_owned()),
        thank_url: Some("/traces/1/remercier".to_owned()),
        thanked: true,
        pinned: true,
        liked: true,
        ..trace()
    };
    let edit = |typed| EditPage {
        id: Id::from_raw(1),
        subject: heading(),
        typed,
        picture: None,
        sound: Some(sound("On entend l’eau.")),
        longest: 2_000,
        pending: true,
    };
    let heard = TraceView { sound: Some(sound("On entend l’eau.")), ..trace() };
    let unheard = TraceView {
        sound: Some(sound("")),
        summary_url: Some("/traces/1/resume".to_owned()),
        reuse: vec![Purpose::Wall, Purpose::Publications],
        ..trace()
    };
    let wrong = Typed {
        values: [("text".to_owned(), String::new())].into(),
        errors: [("text".to_owned(), "Il manque des mots.".to_owned())].into(),
    };
    vec![
        Sample::of("from elsewhere", &page(remote, None, None)),
        Sample::of("one's own, waiting", &page(own, Some(parent), None)),
        Sample::of("for staff", &page(moderated, None, Some(FormView::example()))),
        Sample::of("for a member", &page(trace(), None, Some(FormView::example()))),
        Sample::of("a sound", &page(heard, None, None)),
        Sample::of("a sound to be described", &page(unheard, None, None)),
        Sample::of("for a visitor", &WritePage { subject: heading(), form: FormView::example() }),
        Sample::of("alone", &Fragment { trace: trace(), show_subject: true }),
        Sample::of("asks once", &WithdrawPage { trace: trace(), back: "/traces/1".to_owned() }),
        Sample::of("to change", &edit(Typed::default())),
        Sample::of("to correct", &edit(wrong)),
    ]
}

fn sound(summary: &str) -> SoundView {
    let source = |src: &str, kind| Source { src: src.to_owned(), kind };
    SoundView {
        sources: vec![
            source("/media/a.ogg", "audio/ogg; codecs=opus"),
            source("/media/a.wav", "audio/wav"),
        ],
        length: "0:12".to_owned(),
        wave: "M2 12v24M6 20v8".to_owned(),
        summary: summary.to_owned(),
    }
}

fn heading() -> Heading {
    Heading {
        title: "Les Rives basses".to_owned(),
        url: "/oeuvres/les-rives-basses".to_owned(),
        reference: Some("1963.4".to_owned()),
    }
}

impl TraceView {
    /// An example.
    pub fn example() -> Self {
        trace()
    }
}

fn trace() -> TraceView {
    TraceView {
        id: Id::from_raw(1),
        url: "/traces/1".to_owned(),
        kind: "member",
        state: State::Published,
        gone: false,
        feeling: Some("joy"),
        feeling_word: Some("joie".to_owned()),
        author_name: "Léa".to_owned(),
        author_url: Some("/@lea".to_owned()),
        author_handle: None,
        text_html: "<p>Elle regarde ailleurs.</p>".to_owned(),
        mark: None,
        listen: None,
        warning: None,
        lang: "fr".to_owned(),
        pictures: Vec::new(),
        sound: None,
        reuse: Vec::new(),
        published: Time::from_micros(1_780_000_000_000_000),
        edited: true,
        here_only: true,
        likes: 2,
        boosts: 1,
        liked: false,
        subject: Some(heading()),
        like_url: None,
        reply_url: Some("/traces/1#laisser-un-mot".to_owned()),
        remote_reply_url: None,
        edit_url: None,
        summary_url: None,
        withdraw_url: None,
        report_url: None,
        moderate_url: None,
        pin_url: None,
        thank_url: None,
        thanked: false,
        pinned: false,
        replies: Vec::new(),
    }
}
