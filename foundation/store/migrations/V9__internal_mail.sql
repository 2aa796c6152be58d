-- Internal mail: a thread among staff. What is said in it, its files and its drafts are rows of case_message, case_attachment and
-- case_draft under the thread's own id; here stands whom it is for, and who has read how much of it.
CREATE TABLE internal_mail (
    id BYTEA NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    -- Who began it, and at which unit.
    begun_by BYTEA NOT NULL,
    unit_id BYTEA NOT NULL,
    -- person, role or group, at a unit: whoever holds the role or is in the group when it is read.
    to_kind TEXT NOT NULL,
    to_id BYTEA NOT NULL,
    to_unit BYTEA NOT NULL,
    begun_at BIGINT NOT NULL,
    last_message_at BIGINT NOT NULL,
    -- Whether somebody else than who began it has written in it.
    replied BOOLEAN NOT NULL,
    -- How many messages it has: what somebody has read is counted too, so that nothing written in the same moment is missed.
    messages BIGINT NOT NULL
);
CREATE INDEX internal_mail_to ON internal_mail (to_id, to_unit, last_message_at, id);
CREATE INDEX internal_mail_begun ON internal_mail (begun_by, last_message_at, id);

CREATE TABLE internal_mail_reader (
    mail_id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    -- How many of its messages were read.
    messages BIGINT NOT NULL,
    PRIMARY KEY (mail_id, account_id)
);
