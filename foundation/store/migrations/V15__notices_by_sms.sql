-- Letters go by mail or by text message, and each way has its own sender.
ALTER TABLE outbox ADD COLUMN way TEXT NOT NULL DEFAULT 'mail';
DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (way, due_at, id) WHERE sent_at IS NULL AND failed_at IS NULL;

-- A resident is told by mail, by text message or by both: an address and a number of their own, each confirmed by a code of its own.
-- Made anew and not renamed into its place, so that its key has the table's name on both databases.
CREATE TABLE notice_address_before AS SELECT * FROM notice_address;
DROP TABLE notice_address;
CREATE TABLE notice_address (
    person_id BYTEA NOT NULL,
    way TEXT NOT NULL,
    -- The confirmed e-mail address or mobile number; NULL where there is none.
    address TEXT,
    confirmed_at BIGINT,
    -- Whether notices go to it.
    wanted BOOLEAN NOT NULL,
    language TEXT NOT NULL,
    -- The one that was asked for and is not confirmed yet, with the hash of its code and the letter that carries it.
    asked_address TEXT,
    asked_at BIGINT,
    code_hash BYTEA,
    code_until BIGINT,
    code_letter BYTEA,
    wrong_codes BIGINT NOT NULL,
    -- How many codes were sent since then: nobody's mailbox or telephone is filled with them.
    codes_since BIGINT NOT NULL,
    codes_sent BIGINT NOT NULL,
    PRIMARY KEY (person_id, way)
);
INSERT INTO notice_address (person_id, way, address, confirmed_at, wanted, language, asked_address, asked_at, code_hash,
    code_until, code_letter, wrong_codes, codes_since, codes_sent)
SELECT person_id, 'mail', email, confirmed_at, TRUE, language, asked_email, asked_at, code_hash, code_until, code_letter,
    wrong_codes, codes_since, codes_sent
FROM notice_address_before;
DROP TABLE notice_address_before;

-- Who was told of a message by which letter, each way apart. Without a letter (`none`): nobody whom it is for has given an address.
CREATE TABLE case_notice_before AS SELECT * FROM case_notice;
DROP TABLE case_notice;
CREATE TABLE case_notice (
    case_id BYTEA NOT NULL,
    message_id BYTEA NOT NULL,
    person_id BYTEA NOT NULL,
    way TEXT NOT NULL,
    letter_id BYTEA,
    PRIMARY KEY (case_id, message_id, person_id, way)
);
INSERT INTO case_notice (case_id, message_id, person_id, way, letter_id)
SELECT case_id, message_id, person_id, CASE WHEN letter_id IS NULL THEN 'none' ELSE 'mail' END, letter_id
FROM case_notice_before;
DROP TABLE case_notice_before;
