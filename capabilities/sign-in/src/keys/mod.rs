//! Security keys and passkeys (FIDO2, <https://www.w3.org/TR/webauthn-3/>): added by their owner, asked at the door as the second
//! factor or alone, and asked again to confirm.
//!
//! There is one kind of key. Each proves that its owner touched it and was known to it, by PIN or finger, so that it is two factors by
//! itself: after a password it is the second, and where the key also remembers whose it is, no name and no password is needed. Both
//! are the level of a YubiKey: no authority has approved who the key was given to.

mod add;
mod answer;
mod ask;
mod door;
mod own;
mod party;

pub(crate) use add::{add, answer as answer_added};
pub(crate) use answer::{Answer, event_of_copy, judge, note_refused};
pub(crate) use ask::{ANSWER, AskForm, Asked, ask_page, begin, ceremony_of, with_ceremony, without_ceremony};
pub(crate) use door::{
    answer as answer_at_door, as_json, begin_second, has_second, passkey_form, recover, show as show_at_door,
    start_alone,
};
pub(crate) use own::{is_fresh, remove, show as show_own};
pub(crate) use party::relying_party;
