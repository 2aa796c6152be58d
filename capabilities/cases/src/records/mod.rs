//! All that is kept of cases. A case is loaded through its viewer, changed by an act that the rules allow, and every change is
//! written with its message or event, its audit event and its letters.

mod absence;
mod around;
mod assign;
mod audit;
mod case;
mod change;
mod drafts;
mod error;
mod files;
mod groups;
mod guardians;
mod lists;
mod notice_address;
mod notices;
mod own;
mod plans;
mod presence;
mod promise;
mod queues;
mod reach;
mod residents;
mod said;
mod search;
mod send;
mod staff;
mod start;
mod strays;
mod sweep;
mod talk;
mod thread;
mod told;
mod touch;
mod words;
mod write;
mod written;

pub use absence::{Absence, NewAbsence, absences_at, begin_absence, end_absence, hand_over_begun_absences};
pub use around::Around;
pub use assign::{Assigned, To, assign, hand_back, pass_on_all_of, reassign};
pub(crate) use audit::record_file_reading;
pub use case::{Case, Part, Patient, StaffPart, find_by_reference, for_viewer};
pub(crate) use case::{has_it, patient_of};
pub use drafts::{Draft, DraftKey, draft_of, drop_draft, keep_draft};
pub use error::{CaseError, Unreachable};
pub use files::file_of_case;
pub use groups::{Group, GroupMember, NewGroup, end_group, find_group, group_at, groups_at, is_member, save_group};
pub use guardians::{Ward, may_act_for, wards_of};
pub use lists::{
    Listed, PAGE, Place, Row, of_handler, of_person, of_unit, open_at, unassigned, unread_informations_of,
    unread_of_person, waiting_at,
};
pub use notice_address::{AskedAddress, NoticeAddress, forget_unconfirmed, keep_notice_address, notice_address_of};
pub use notices::Notices;
pub use own::{count_in_hand_of, hand_back_cases_of};
pub use plans::{Statement, statements};
pub use presence::{Present, note_presence, others_at};
pub use queues::{queues_of, received_by_hour};
pub use reach::reachable;
pub use residents::{Replied, Reply, end_of_access, reply_of_resident, withdraw};
pub use search::{Within, readable_by_number, search, search_of_person};
pub use send::{NewCase, Receipt, send, send_around};
pub(crate) use staff::placeholders;
pub use staff::{Colleague, able_at, staff_at};
pub use start::{NewFromStaff, start};
pub use strays::{WithoutResponsible, cases_without_responsible, holding_at};
pub use sweep::{DRAFT_DAYS, Swept, sweep};
pub use talk::{said_in, say};
pub(crate) use thread::opened;
pub use thread::{Attachment, Entry, Happening, Message, MessageKind, Reader, Thread, open, read_by};
pub use told::{Told, withdraw_notices};
pub use words::index_older_cases;
pub use write::{Writing, close, write};
pub use written::{Written, keep_written, take_from_draft, written};

#[cfg(test)]
mod tests;
