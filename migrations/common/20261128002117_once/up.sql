-- What a form that was sent twice is answered the second time.
CREATE TABLE done_once (
    scope BIGINT NOT NULL,
    form_key TEXT NOT NULL,
    content TEXT NOT NULL,
    answer TEXT NOT NULL,
    done_at BIGINT NOT NULL,
    PRIMARY KEY (scope, form_key)
);
CREATE INDEX done_once_at ON done_once (done_at);
