-- Why words wait, which other waiting words they resemble, and when somebody of the team read them.
ALTER TABLE traces ADD COLUMN held_for TEXT NOT NULL DEFAULT '';
ALTER TABLE traces ADD COLUMN fold_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE traces ADD COLUMN read_at BIGINT;
UPDATE traces SET fold_id = id;
CREATE INDEX traces_fold ON traces (fold_id, id);

-- What the team decided about how far it trusts somebody; nobody is here about whom it decided nothing.
CREATE TABLE trust (
    actor_id BIGINT NOT NULL PRIMARY KEY REFERENCES actors (id),
    rung TEXT NOT NULL,
    decided_at BIGINT NOT NULL
);
