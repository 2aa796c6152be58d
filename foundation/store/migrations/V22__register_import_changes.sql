-- How many permissions a spreadsheet changed: what was there otherwise than it said, and was made as it said.
ALTER TABLE register_import ADD COLUMN changed BIGINT;

-- A spreadsheet that waits is kept as values from here on, no longer as the file that was sent: those that wait are sent again.
DELETE FROM register_import WHERE done_at IS NULL;
