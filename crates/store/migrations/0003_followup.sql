-- Follow-up of a person. Few rows beside sessions; what is still to be looked at is found by its
-- day, and nothing else is in those indexes.
CREATE TABLE goal (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    beneficiary TEXT, theme TEXT, wording TEXT, target TEXT, look_again TEXT, notes TEXT
);
CREATE INDEX goal_beneficiary ON goal (beneficiary) WHERE deleted = 0;
CREATE INDEX goal_look_again ON goal (look_again) WHERE deleted = 0 AND look_again IS NOT NULL;

CREATE TABLE referral (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    beneficiary TEXT, session TEXT, place TEXT, place_name TEXT, redirection TEXT, date TEXT,
    reason TEXT, look_again TEXT, notes TEXT
);
CREATE INDEX referral_beneficiary ON referral (beneficiary) WHERE deleted = 0;
CREATE INDEX referral_session ON referral (session) WHERE deleted = 0 AND session IS NOT NULL;
CREATE INDEX referral_look_again ON referral (look_again) WHERE deleted = 0 AND look_again IS NOT NULL;

CREATE TABLE procedure (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    beneficiary TEXT, session TEXT, name TEXT, theme TEXT, look_again TEXT, notes TEXT
);
CREATE INDEX procedure_beneficiary ON procedure (beneficiary) WHERE deleted = 0;
CREATE INDEX procedure_look_again ON procedure (look_again) WHERE deleted = 0 AND look_again IS NOT NULL;

CREATE TABLE follow_step (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    kind TEXT, item TEXT, state TEXT, date TEXT
);
CREATE INDEX follow_step_item ON follow_step (item) WHERE deleted = 0;

CREATE TABLE needs_assessment (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    beneficiary TEXT, date TEXT, device TEXT, browsing TEXT, vocabulary TEXT, email TEXT,
    word_processing TEXT, apps TEXT, contents TEXT, social_networks TEXT, notes TEXT
);
CREATE INDEX needs_assessment_beneficiary ON needs_assessment (beneficiary) WHERE deleted = 0;

CREATE TABLE mandate (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    beneficiary TEXT, kind TEXT, days INTEGER, start TEXT, look_again TEXT
);
CREATE INDEX mandate_beneficiary ON mandate (beneficiary) WHERE deleted = 0;
CREATE INDEX mandate_look_again ON mandate (look_again) WHERE deleted = 0 AND look_again IS NOT NULL;

CREATE TABLE pix_result (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    beneficiary TEXT, date TEXT, kind TEXT, points INTEGER
);
CREATE INDEX pix_result_beneficiary ON pix_result (beneficiary) WHERE deleted = 0;

CREATE TABLE digital_pass (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    beneficiary TEXT, date TEXT, count INTEGER, face_value INTEGER
);
CREATE INDEX digital_pass_beneficiary ON digital_pass (beneficiary) WHERE deleted = 0;
