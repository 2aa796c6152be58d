//! Why a file is not taken.

use behorig_web::{Message, format};

use crate::MOST_BYTES;

/// Why a file is not taken: told beside its field, with what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileRefused {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is larger than [`MOST_BYTES`].
    #[error("the file is larger than {MOST_BYTES} bytes")]
    TooLarge,
    /// As many as may be hang there already.
    #[error("no more than {0} files may be sent")]
    TooMany(usize),
    /// Its bytes are of no type that is taken.
    #[error("the file is of no type that is taken")]
    UnknownType,
    /// Its name or its sender says one type and its bytes another.
    #[error("the file is not what it is called")]
    Lying,
    /// It begins as its type does and does not go on so.
    #[error("the file is damaged")]
    Damaged,
    /// It says that it becomes an image far larger than any camera's.
    #[error("the image is too large to be opened")]
    HugeImage,
    /// Its name leads into folders or holds what can't be seen.
    #[error("the file's name can't be used")]
    BadName,
    /// The antivirus program found something in it.
    #[error("the antivirus program found something in the file")]
    Infected,
    /// The antivirus program could not be asked: nothing is taken unseen.
    #[error("the antivirus program could not be asked")]
    NotScanned,
    /// The file store did not do what it was asked.
    #[error("the file could not be kept")]
    NotKept,
}

impl FileRefused {
    /// The sentence for whoever sent the file. `name` is what the file is called there.
    #[must_use]
    pub fn message(self, lang: behorig_web::Lang, name: &str) -> Message {
        let id = match self {
            Self::Empty => "files-empty",
            Self::TooLarge => "files-too-large",
            Self::TooMany(most) => return Message::new("files-too-many").with("most", most).with("name", shown(name)),
            Self::UnknownType => "files-unknown-type",
            Self::Lying => "files-lying",
            Self::Damaged => "files-damaged",
            Self::HugeImage => "files-huge-image",
            Self::BadName => "files-bad-name",
            Self::Infected => "files-infected",
            Self::NotScanned => "files-not-scanned",
            Self::NotKept => "files-not-kept",
        };
        let message = Message::new(id).with("name", shown(name));
        if self == Self::TooLarge { message.with("max", format::size(lang, MOST_BYTES)) } else { message }
    }
}

/// A name as it may be shown, whatever its sender put into it.
fn shown(name: &str) -> String {
    name.chars().filter(|c| crate::name::is_visible(*c)).take(80).collect()
}
