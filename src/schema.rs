//! The tables as Diesel knows them, one file for both databases.
//!
//! Kept equal to the migrations by `tests/it/schema.rs`, which migrates both databases and compares.

diesel::table! {
    settings (name) {
        name -> Text,
        value -> Text,
        updated_at -> BigInt,
    }
}

diesel::table! {
    actors (id) {
        id -> BigInt,
        iri -> Text,
        kind -> Text,
        local -> Bool,
        handle -> Text,
        domain -> Text,
        name -> Text,
        summary_html -> Text,
        url -> Text,
        inbox -> Text,
        shared_inbox -> Nullable<Text>,
        outbox -> Nullable<Text>,
        followers -> Nullable<Text>,
        following -> Nullable<Text>,
        featured -> Nullable<Text>,
        icon_url -> Nullable<Text>,
        icon_media_id -> Nullable<BigInt>,
        image_url -> Nullable<Text>,
        fields -> Text,
        also_known_as -> Text,
        moved_to -> Nullable<Text>,
        discoverable -> Bool,
        approves_followers -> Bool,
        rfc9421 -> Bool,
        standing -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
        fetched_at -> Nullable<BigInt>,
        deleted_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    actor_keys (iri) {
        iri -> Text,
        actor_id -> BigInt,
        algorithm -> Text,
        public_key -> Text,
        private_key -> Nullable<Text>,
        created_at -> BigInt,
        fetched_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    objects (id) {
        id -> BigInt,
        iri -> Text,
        kind -> Text,
        author_id -> BigInt,
        local -> Bool,
        visibility -> Text,
        state -> Text,
        url -> Text,
        parent_id -> Nullable<BigInt>,
        parent_iri -> Nullable<Text>,
        root_id -> Nullable<BigInt>,
        published_at -> BigInt,
        updated_at -> Nullable<BigInt>,
        deleted_at -> Nullable<BigInt>,
        featured_at -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    media (id) {
        id -> BigInt,
        hash -> Text,
        mime -> Text,
        width -> Integer,
        height -> Integer,
        bytes -> BigInt,
        blurhash -> Text,
        created_at -> BigInt,
        millis -> Integer,
        peaks -> Text,
    }
}

diesel::table! {
    media_variants (media_id, width, mime) {
        media_id -> BigInt,
        width -> Integer,
        height -> Integer,
        mime -> Text,
        file -> Text,
        bytes -> BigInt,
    }
}

diesel::table! {
    done_once (scope, form_key) {
        scope -> BigInt,
        form_key -> Text,
        content -> Text,
        answer -> Text,
        done_at -> BigInt,
    }
}

diesel::table! {
    remote_media (id) {
        id -> BigInt,
        url -> Text,
        media_id -> Nullable<BigInt>,
        state -> Text,
        attempts -> Integer,
        checked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    pictures (id) {
        id -> BigInt,
        object_id -> BigInt,
        position -> Integer,
        media_id -> Nullable<BigInt>,
        remote_media_id -> Nullable<BigInt>,
        alt_fr -> Text,
        alt_en -> Text,
        source -> Text,
    }
}

diesel::table! {
    sounds (object_id) {
        object_id -> BigInt,
        media_id -> BigInt,
        summary -> Text,
    }
}

diesel::table! {
    remote_sounds (object_id) {
        object_id -> BigInt,
        remote_media_id -> BigInt,
        summary -> Text,
    }
}

diesel::table! {
    held_files (token_hash) {
        token_hash -> Text,
        media_id -> BigInt,
        person_id -> Nullable<BigInt>,
        held_at -> BigInt,
    }
}

diesel::table! {
    reuse_consents (object_id, purpose) {
        object_id -> BigInt,
        purpose -> Text,
        wording -> Integer,
        given_at -> BigInt,
        withdrawn_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    accounts (id) {
        id -> BigInt,
        actor_id -> BigInt,
        email -> Nullable<Text>,
        password_hash -> Nullable<Text>,
        role -> Text,
        language -> Text,
        created_at -> BigInt,
        seen_at -> Nullable<BigInt>,
        disabled_at -> Nullable<BigInt>,
        unread -> Bool,
        confirmed_at -> Nullable<BigInt>,
        shows_follows -> Bool,
        lists_traces -> Bool,
        spoken -> Text,
        closed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    sign_in_letters (id) {
        id -> BigInt,
        account_id -> BigInt,
        asked_hash -> Text,
        code_hash -> Text,
        link_hash -> Text,
        tries -> Integer,
        expires_at -> BigInt,
    }
}

diesel::table! {
    sessions (token_hash) {
        token_hash -> Text,
        id -> BigInt,
        account_id -> BigInt,
        device -> Text,
        created_at -> BigInt,
        seen_at -> BigInt,
        expires_at -> BigInt,
        proven_until -> BigInt,
    }
}

diesel::table! {
    guests (actor_id) {
        actor_id -> BigInt,
        token_hash -> Text,
        receipt_hash -> Text,
        receipt_try -> Integer,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    feelings (object_id, actor_id) {
        object_id -> BigInt,
        actor_id -> BigInt,
        feeling -> Text,
        place_id -> Nullable<BigInt>,
        felt_at -> BigInt,
    }
}

diesel::table! {
    floor_plans (place_id) {
        place_id -> BigInt,
        media_id -> BigInt,
        alt_fr -> Text,
        alt_en -> Text,
        changed_at -> BigInt,
    }
}

diesel::table! {
    floor_pins (place_id, object_id) {
        place_id -> BigInt,
        object_id -> BigInt,
        x -> Integer,
        y -> Integer,
    }
}

diesel::table! {
    places (id) {
        id -> BigInt,
        parent_id -> Nullable<BigInt>,
        kind -> Text,
        slug -> Text,
        name_fr -> Text,
        name_en -> Text,
        description_fr -> Text,
        description_en -> Text,
        position -> Integer,
        latitude -> Nullable<Double>,
        longitude -> Nullable<Double>,
    }
}

diesel::table! {
    labels (code) {
        code -> Text,
        object_id -> BigInt,
        issued_at -> BigInt,
        retired_at -> Nullable<BigInt>,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    artworks (id) {
        id -> BigInt,
        slug -> Text,
        inventory -> Text,
        title -> Text,
        title_folded -> Text,
        artist -> Text,
        artist_folded -> Text,
        artist_dates -> Text,
        date_text -> Text,
        technique -> Text,
        dimensions -> Text,
        description_fr -> Text,
        description_en -> Text,
        credit -> Text,
        licence -> Text,
        place_id -> Nullable<BigInt>,
        on_show -> Bool,
    }
}

diesel::table! {
    artwork_imports (id) {
        id -> BigInt,
        account_id -> Nullable<BigInt>,
        file_name -> Text,
        csv -> Text,
        state -> Text,
        total -> Integer,
        done -> Integer,
        created_count -> Integer,
        changed_count -> Integer,
        unchanged_count -> Integer,
        failed_count -> Integer,
        report -> Text,
        created_at -> BigInt,
        finished_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    event_proposals (event_id) {
        event_id -> BigInt,
        actor_id -> BigInt,
        title -> Text,
        state -> Text,
        word -> Text,
        proposed_at -> BigInt,
        decided_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    event_imports (id) {
        id -> BigInt,
        account_id -> Nullable<BigInt>,
        source -> Text,
        as_drafts -> Bool,
        lines -> Text,
        report -> Text,
        created_at -> BigInt,
        applied_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    event_sources (uid, occurrence) {
        uid -> Text,
        occurrence -> Text,
        event_id -> BigInt,
        source -> Text,
        said -> Text,
        seen_at -> BigInt,
    }
}

diesel::table! {
    event_series (id) {
        id -> BigInt,
        rule -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    events (id) {
        id -> BigInt,
        slug -> Text,
        sequence -> Integer,
        title -> Text,
        words_folded -> Text,
        description_fr -> Text,
        description_en -> Text,
        recap_fr -> Text,
        recap_en -> Text,
        status -> Text,
        category -> Text,
        access -> Text,
        starts_at -> BigInt,
        ends_at -> BigInt,
        doors_at -> Nullable<BigInt>,
        open_ended -> Bool,
        all_day -> Bool,
        time_zone -> Text,
        place_id -> Nullable<BigInt>,
        location -> Text,
        latitude -> Nullable<Double>,
        longitude -> Nullable<Double>,
        price -> Text,
        ticket_url -> Text,
        rsvp -> Text,
        capacity -> Nullable<Integer>,
        party_max -> Integer,
        organisers -> Text,
        performers -> Text,
        series_id -> Nullable<BigInt>,
        proposed_by -> Nullable<BigInt>,
        regulars -> Bool,
    }
}

diesel::table! {
    event_artworks (event_id, artwork_id) {
        event_id -> BigInt,
        artwork_id -> BigInt,
        position -> Integer,
    }
}

diesel::table! {
    traces (id) {
        id -> BigInt,
        subject_id -> Nullable<BigInt>,
        body_html -> Text,
        body_text -> Text,
        warning -> Text,
        language -> Text,
        pinned_at -> Nullable<BigInt>,
        source -> Text,
        held_for -> Text,
        fold_id -> BigInt,
        read_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    trust (actor_id) {
        actor_id -> BigInt,
        rung -> Text,
        decided_at -> BigInt,
    }
}

diesel::table! {
    reactions (id) {
        id -> BigInt,
        object_id -> BigInt,
        actor_id -> BigInt,
        kind -> Text,
        content -> Text,
        activity_iri -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    follows (id) {
        id -> BigInt,
        follower_id -> BigInt,
        followed_id -> BigInt,
        activity_iri -> Text,
        state -> Text,
        created_at -> BigInt,
        answered_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    passkeys (id) {
        id -> BigInt,
        account_id -> BigInt,
        credential_id -> Text,
        name -> Text,
        credential -> Text,
        created_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    passkey_ceremonies (browser_hash) {
        browser_hash -> Text,
        account_id -> Nullable<BigInt>,
        state -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    exports (id) {
        id -> BigInt,
        account_id -> BigInt,
        state -> Text,
        done -> Integer,
        total -> Integer,
        file -> Text,
        bytes -> BigInt,
        created_at -> BigInt,
        finished_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    moves (id) {
        id -> BigInt,
        account_id -> BigInt,
        direction -> Text,
        address -> Text,
        iri -> Text,
        state -> Text,
        problem -> Text,
        created_at -> BigInt,
        finished_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    identities (id) {
        id -> BigInt,
        account_id -> BigInt,
        iri -> Text,
        address -> Text,
        linked_at -> BigInt,
        used_at -> BigInt,
    }
}

diesel::table! {
    remote_apps (id) {
        id -> BigInt,
        host -> Text,
        domain -> Text,
        client_id -> Text,
        client_secret -> Text,
        authorize_url -> Text,
        token_url -> Text,
        revoke_url -> Text,
        issuer -> Text,
        scope -> Text,
        pkce -> Bool,
        created_at -> BigInt,
    }
}

diesel::table! {
    remote_sign_ins (id) {
        id -> BigInt,
        browser_hash -> Text,
        server -> Text,
        step -> Text,
        problem -> Text,
        app_id -> Nullable<BigInt>,
        account_id -> Nullable<BigInt>,
        next -> Text,
        code -> Text,
        verifier -> Text,
        iri -> Text,
        address -> Text,
        name -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    barriers (id) {
        id -> BigInt,
        owner_id -> BigInt,
        target_id -> BigInt,
        kind -> Text,
        activity_iri -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    quotes (id) {
        id -> BigInt,
        iri -> Text,
        quoted_id -> BigInt,
        quoting_iri -> Text,
        actor_id -> BigInt,
        request_iri -> Text,
        created_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    reports (id) {
        id -> BigInt,
        iri -> Text,
        reporter_id -> Nullable<BigInt>,
        subject_id -> Nullable<BigInt>,
        comment -> Text,
        state -> Text,
        forwarded_at -> Nullable<BigInt>,
        created_at -> BigInt,
        resolved_at -> Nullable<BigInt>,
        resolved_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    report_objects (report_id, object_id) {
        report_id -> BigInt,
        object_id -> BigInt,
    }
}

diesel::table! {
    warnings (id) {
        id -> BigInt,
        person_id -> BigInt,
        object_id -> Nullable<BigInt>,
        account_id -> BigInt,
        text -> Text,
        created_at -> BigInt,
        read_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    audit (id) {
        id -> BigInt,
        account_id -> Nullable<BigInt>,
        action -> Text,
        target_kind -> Text,
        target -> Text,
        reason -> Text,
        before -> Text,
        undone_at -> Nullable<BigInt>,
        undone_by -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    texts (name, language) {
        name -> Text,
        language -> Text,
        source -> Text,
        revised_at -> BigInt,
    }
}

diesel::table! {
    access_problems (id) {
        id -> BigInt,
        page -> Text,
        text -> Text,
        email -> Text,
        language -> Text,
        created_at -> BigInt,
        answered_at -> Nullable<BigInt>,
        answered_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    devices (id) {
        id -> BigInt,
        kind -> Text,
        name -> Text,
        object_id -> BigInt,
        token_hash -> Text,
        created_at -> BigInt,
        seen_at -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
        frozen_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    domain_policies (domain) {
        domain -> Text,
        policy -> Text,
        reason -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    facts (id) {
        id -> BigInt,
        topic -> Text,
        payload -> Text,
        recorded_at -> BigInt,
    }
}

diesel::table! {
    jobs (id) {
        id -> BigInt,
        kind -> Text,
        lane -> Nullable<Text>,
        payload -> Text,
        run_at -> BigInt,
        attempts -> Integer,
        lease_until -> Nullable<BigInt>,
        held_by -> Nullable<Integer>,
        last_error -> Nullable<Text>,
        failed_at -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    inbound (id) {
        id -> BigInt,
        activity_iri -> Text,
        actor_iri -> Text,
        signer_iri -> Text,
        verb -> Text,
        body -> Text,
        state -> Text,
        outcome -> Text,
        attempts -> Integer,
        run_at -> BigInt,
        lease_until -> Nullable<BigInt>,
        held_by -> Nullable<Integer>,
        received_at -> BigInt,
        applied_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    outbound (id) {
        id -> BigInt,
        iri -> Text,
        actor_id -> BigInt,
        object_id -> Nullable<BigInt>,
        verb -> Text,
        public -> Bool,
        body -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    deliveries (id) {
        id -> BigInt,
        outbound_id -> BigInt,
        inbox -> Text,
        host -> Text,
        state -> Text,
        attempts -> Integer,
        next_at -> BigInt,
        lease_until -> Nullable<BigInt>,
        held_by -> Nullable<Integer>,
        last_status -> Nullable<Integer>,
        last_error -> Nullable<Text>,
        created_at -> BigInt,
    }
}

diesel::table! {
    hosts (host) {
        host -> Text,
        software -> Text,
        scheme -> Text,
        scheme_at -> Nullable<BigInt>,
        failures -> Integer,
        open_until -> Nullable<BigInt>,
        failing_since -> Nullable<BigInt>,
        last_error -> Nullable<Text>,
        last_sent_at -> Nullable<BigInt>,
        last_received_at -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::joinable!(events -> objects (id));
diesel::joinable!(event_artworks -> events (event_id));

diesel::table! {
    subject_actors (object_id) {
        object_id -> BigInt,
        actor_id -> BigInt,
    }
}

diesel::table! {
    notifications (id) {
        id -> BigInt,
        recipient_id -> BigInt,
        kind -> Text,
        object_id -> Nullable<BigInt>,
        by_id -> Nullable<BigInt>,
        same -> Text,
        created_at -> BigInt,
        read_at -> Nullable<BigInt>,
        mailed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    notification_choices (actor_id, kind, channel) {
        actor_id -> BigInt,
        kind -> Text,
        channel -> Text,
        wanted -> Bool,
    }
}

diesel::table! {
    notification_rhythms (actor_id) {
        actor_id -> BigInt,
        rhythm -> Text,
        next_at -> Nullable<BigInt>,
        old_link_hash -> Nullable<Text>,
    }
}

diesel::table! {
    push_subscriptions (id) {
        id -> BigInt,
        actor_id -> BigInt,
        endpoint -> Text,
        public_key -> Text,
        auth -> Text,
        device -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    push_keys (name) {
        name -> Text,
        public_key -> Text,
        private_key -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    exhibitions (id) {
        id -> BigInt,
        slug -> Text,
        title_fr -> Text,
        title_en -> Text,
        description_fr -> Text,
        description_en -> Text,
        opens_at -> BigInt,
        closes_at -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    exhibition_objects (exhibition_id, object_id) {
        exhibition_id -> BigInt,
        object_id -> BigInt,
    }
}

diesel::table! {
    attendances (id) {
        id -> BigInt,
        event_id -> BigInt,
        actor_id -> Nullable<BigInt>,
        email -> Nullable<Text>,
        name -> Text,
        name_folded -> Text,
        language -> Text,
        answer -> Text,
        people -> Integer,
        place -> Nullable<Integer>,
        channel -> Text,
        message -> Text,
        activity_iri -> Nullable<Text>,
        answered_at -> BigInt,
        came_at -> Nullable<BigInt>,
        assurance -> Nullable<Text>,
        checked_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    attendance_calendars (actor_id) {
        actor_id -> BigInt,
        token_hash -> Text,
        made_at -> BigInt,
    }
}

diesel::table! {
    attendance_cards (actor_id) {
        actor_id -> BigInt,
        serial -> BigInt,
        made_at -> BigInt,
    }
}

diesel::table! {
    attendance_events (event_id) {
        event_id -> BigInt,
        turn -> BigInt,
        remind_for -> Nullable<BigInt>,
        counts_due_at -> Nullable<BigInt>,
        counts_told -> Text,
    }
}

diesel::table! {
    attendance_requests (token_hash) {
        token_hash -> Text,
        event_id -> BigInt,
        email -> Text,
        name -> Text,
        people -> Integer,
        channel -> Text,
        language -> Text,
        asked_at -> BigInt,
        expires_at -> BigInt,
        attendance_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    attendance_words (id) {
        id -> BigInt,
        attendance_id -> BigInt,
        what -> Text,
        told_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    attendance_questions (id) {
        id -> BigInt,
        event_id -> BigInt,
        actor_id -> BigInt,
        asked_at -> BigInt,
    }
}

diesel::table! {
    attendance_messages (id) {
        id -> BigInt,
        event_id -> BigInt,
        account_id -> BigInt,
        text -> Text,
        written_at -> BigInt,
    }
}

diesel::table! {
    around_sources (actor_id) {
        actor_id -> BigInt,
        trusted -> Bool,
        paused -> Bool,
        added_at -> BigInt,
        heard_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    around_events (id) {
        id -> BigInt,
        source_id -> BigInt,
        title -> Text,
        excerpt -> Text,
        language -> Text,
        starts_at -> BigInt,
        ends_at -> BigInt,
        open_ended -> Bool,
        time_zone -> Text,
        place -> Text,
        address -> Text,
        latitude -> Nullable<Double>,
        longitude -> Nullable<Double>,
        online_url -> Text,
        happens -> Text,
        changed -> Bool,
    }
}

diesel::joinable!(around_events -> objects (id));
diesel::joinable!(attendances -> events (event_id));
diesel::joinable!(attendance_words -> attendances (attendance_id));
diesel::joinable!(artworks -> objects (id));
diesel::joinable!(places -> objects (id));
diesel::joinable!(traces -> objects (id));
diesel::joinable!(objects -> actors (author_id));
diesel::joinable!(accounts -> actors (actor_id));
diesel::joinable!(sessions -> accounts (account_id));
diesel::joinable!(sign_in_letters -> accounts (account_id));
diesel::joinable!(reactions -> actors (actor_id));
diesel::joinable!(deliveries -> outbound (outbound_id));
diesel::joinable!(actor_keys -> actors (actor_id));
diesel::joinable!(guests -> actors (actor_id));
diesel::joinable!(floor_plans -> media (media_id));
diesel::joinable!(feelings -> actors (actor_id));
diesel::joinable!(labels -> objects (object_id));
diesel::joinable!(audit -> accounts (account_id));

diesel::allow_tables_to_appear_in_same_query!(
    settings,
    actors,
    actor_keys,
    objects,
    media,
    media_variants,
    done_once,
    remote_media,
    pictures,
    sounds,
    remote_sounds,
    held_files,
    reuse_consents,
    accounts,
    sessions,
    sign_in_letters,
    guests,
    feelings,
    floor_plans,
    floor_pins,
    places,
    labels,
    artworks,
    events,
    event_imports,
    event_proposals,
    event_sources,
    event_series,
    event_artworks,
    attendances,
    attendance_events,
    attendance_requests,
    attendance_words,
    attendance_calendars,
    attendance_cards,
    attendance_questions,
    attendance_messages,
    around_sources,
    around_events,
    artwork_imports,
    traces,
    trust,
    reactions,
    follows,
    barriers,
    exports,
    moves,
    identities,
    passkeys,
    passkey_ceremonies,
    remote_apps,
    remote_sign_ins,
    quotes,
    reports,
    report_objects,
    warnings,
    audit,
    texts,
    access_problems,
    devices,
    domain_policies,
    facts,
    jobs,
    inbound,
    outbound,
    deliveries,
    hosts,
    subject_actors,
    notifications,
    notification_choices,
    notification_rhythms,
    push_subscriptions,
    push_keys,
    exhibitions,
    exhibition_objects,
);
