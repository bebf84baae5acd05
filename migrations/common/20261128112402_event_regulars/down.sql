ALTER TABLE events DROP COLUMN regulars;
