-- Files that lie in the file store and hang on nothing: on their way in, or let go. Whatever stays so for a day is swept. A row is
-- written before the first byte of its file, so no file is ever without either a keeper or a row here.
CREATE TABLE loose_file (
    id BYTEA NOT NULL PRIMARY KEY,
    since BIGINT NOT NULL
);
CREATE INDEX loose_file_by_time ON loose_file (since);
