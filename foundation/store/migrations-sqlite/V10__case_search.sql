-- The words of each case, as tokens: nine letters made of the clinic and a Swedish stem, with a blank before and after each. Since
-- the clinic is in the token, what is looked up never touches another clinic's cases. Written with each message.
CREATE TABLE case_search (
    unit_id BYTEA NOT NULL,
    case_id BYTEA NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (unit_id, case_id)
);

-- All that somebody has and had, and what groups have, the newest first: where a handler searches.
CREATE INDEX care_case_held ON care_case (handler_account, unit_id, id) WHERE handler_account IS NOT NULL;
CREATE INDEX care_case_held_by_group ON care_case (group_id, id) WHERE group_id IS NOT NULL AND handler_account IS NULL;

-- Full text, written by the triggers alone. A case that grew stands in it once more, with all of its words: nothing is ever taken
-- out, and whoever asks takes each case once.
CREATE VIRTUAL TABLE case_words USING fts5 (
    case_id UNINDEXED, words, content = '', contentless_unindexed = 1, detail = none, columnsize = 0, tokenize = 'ascii'
);
CREATE TRIGGER case_words_added AFTER INSERT ON case_search BEGIN
    INSERT INTO case_words (case_id, words) VALUES (new.case_id, new.words);
END;
CREATE TRIGGER case_words_grown AFTER UPDATE OF words ON case_search WHEN new.words <> old.words BEGIN
    INSERT INTO case_words (case_id, words) VALUES (new.case_id, new.words);
END;
