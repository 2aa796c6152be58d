//! What reports ask of the database (in `data`), reports as they are kept, whom they are shown to, and what stands on somebody's My page.

mod change;
mod choices;
pub(crate) mod data;
mod my_page;
mod report;
mod shown;

pub(crate) use change::{Changing, change, create, end};
pub(crate) use choices::{UnitChoice, unit_choices};
pub(crate) use my_page::{MOST as MOST_ON_MY_PAGE, add_to, is_on, move_on, on_my_page, remove_from};
pub(crate) use report::{Report, Wanted};
pub(crate) use shown::{Listed, of_owner, shown_to};
