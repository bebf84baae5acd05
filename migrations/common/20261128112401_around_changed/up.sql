-- An event of somebody else that staff agreed to, and that says something else since: it waits again.

ALTER TABLE around_events ADD COLUMN changed BOOLEAN NOT NULL DEFAULT FALSE;
