-- Where a resident is told that something waits to be read. An address is written to only after its owner has typed the code that was
-- sent to it, so nobody gets notices because somebody else mistyped.
CREATE TABLE notice_address (
    person_id BYTEA NOT NULL PRIMARY KEY,
    -- The confirmed address; NULL where there is none.
    email TEXT,
    confirmed_at BIGINT,
    language TEXT NOT NULL,
    -- The address that was asked for and is not confirmed yet, with the hash of its code and the letter that carries it.
    asked_email TEXT,
    asked_at BIGINT,
    code_hash BYTEA,
    code_until BIGINT,
    code_letter BYTEA,
    wrong_codes BIGINT NOT NULL,
    -- How many codes were sent since then: nobody's mailbox is filled with them.
    codes_since BIGINT NOT NULL,
    codes_sent BIGINT NOT NULL
);

-- Who was told of a message by which letter. Without a letter: nobody whom it is for has given an address.
CREATE TABLE case_notice (
    case_id BYTEA NOT NULL,
    message_id BYTEA NOT NULL,
    person_id BYTEA NOT NULL,
    letter_id BYTEA,
    PRIMARY KEY (case_id, message_id, person_id)
);
