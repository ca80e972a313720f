//! Tags.

use escale_domain::tag::TagForm;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A tag in a list. Tags of one scope that bear the same word are shown as one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TagLine {
    /// Identifier: that of the oldest.
    pub id: String,
    /// Identifiers of the others that bear the same word.
    pub aliases: Vec<String>,
    /// The word.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Shared with the team; else mine alone.
    pub team: bool,
    /// Sessions of this notebook that have it.
    pub sessions: u32,
}

/// A tag, opened.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct TagFile {
    /// Its form, as it stands.
    pub form: TagForm,
    /// Its line.
    pub line: TagLine,
    /// Tags of one's own that stand for it.
    pub joined: Vec<TagJoined>,
    /// What was seen, opaque; hand it back with the save.
    pub version: String,
}

/// Save a tag, new or changed.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TagSave {
    /// The tag to change; a new one when absent.
    pub id: Option<String>,
    /// A new one: shared with the team, else mine alone. A tag stays where it was created.
    pub team: bool,
    /// The form.
    pub form: TagForm,
    /// The `version` of the file this form was opened from; absent for a new tag.
    pub version: Option<String>,
}

/// A tag of one's own joined to one of the team: sessions that have it have that one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TagJoined {
    /// Its identifiers: several where tags bore the same word.
    pub ids: Vec<String>,
    /// The word it bore.
    pub name: String,
}

/// Join a tag of one's own to one of the team.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TagJoin {
    /// The tag of one's own.
    pub id: String,
    /// The tag of the team it stands for from now on.
    pub into: String,
}
