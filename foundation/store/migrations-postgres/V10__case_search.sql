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

-- Full text. Words of new cases wait in a list that whoever writes when it is full puts in order: a short one, so that nobody
-- waits long for it.
CREATE INDEX case_search_words ON case_search USING gin ((CAST(words AS tsvector))) WITH (gin_pending_list_limit = 512);
