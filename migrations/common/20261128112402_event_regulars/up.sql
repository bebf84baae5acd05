-- An event of members may be for those who have come often enough.

ALTER TABLE events ADD COLUMN regulars BOOLEAN NOT NULL DEFAULT FALSE;
