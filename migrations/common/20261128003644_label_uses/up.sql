-- When somebody last came by a label, to within an hour: shows staff which labels nobody uses.
ALTER TABLE labels ADD COLUMN used_at BIGINT;
