//! Accounts as stored: every question and every change, each by what it means.

mod account;
mod create;
mod documents;
mod end;
mod filter;
mod history;
mod list;
mod own;
mod pending;
mod save;
mod scope_sql;
mod sign_in;
mod terms;
mod way_in;

pub(crate) use account::path_of;
pub use account::{Account, find_id_by_number, for_viewer, grants_reach_further};
pub use create::{Created, NewAccount, RolesToGive, create, roles_to_give, suggested_user_name, taken_already};
pub use documents::{DocumentType, MOST_BYTES};
pub(crate) use documents::{NewDocument, add_document, document, documents_of, end_document};
pub(crate) use end::what_ends;
pub use end::{EndHook, OPEN_CASES_END, OWN_END_HOOKS, end_account, sole_administrator_at};
pub use filter::{Filter, StatusFilter};
pub(crate) use history::{HistoryRow, history_of, history_since};
pub use list::{Edge, Found, ListRow, list};
pub use own::{NoticeKind, OwnChoices, save_own};
pub(crate) use own::{own_address, own_choices};
pub use pending::{admit, make_pending, turn_away};
pub(crate) use save::told as refused;
pub use save::{Change, save};
pub use scope_sql::{Sql, in_scope_sql};
pub(crate) use sign_in::{note_act, reactivate};
pub use terms::terms_of;
