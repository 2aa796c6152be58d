//! The program through its real router, as several people side by side, each test on both databases.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that can't get its ground stops there and says why"
)]

mod at_once;
mod bad_input;
mod case_types;
mod cases;
mod cases_bad_input;
mod cases_files;
mod cases_handed_back;
mod cases_search;
mod certification;
mod certification_above_and_below;
mod certification_followed_up;
mod certification_own_lines;
mod clinics;
mod control_tower;
mod daily_planning;
mod daily_planning_visits;
mod dashboard;
mod documents;
mod files_in_a_bucket;
mod giving_through_every_door;
mod home_care;
mod home_care_bad_input;
mod internal_mail;
mod leaving;
mod live;
mod log_export;
mod log_retention;
mod log_review;
mod mail;
mod my_care;
mod new_account;
mod operations;
mod orderers;
mod orders;
mod orders_at_approval;
mod orders_killed;
mod orders_receiving;
mod permission_orders;
mod permission_register;
mod permission_register_day;
mod permission_register_forgotten;
mod permission_register_import;
mod protected_identity;
mod readings_on_the_log;
mod reports;
mod reports_reading;
mod residents;
mod residents_case_types;
mod residents_change;
mod routes;
mod schedule;
mod sealed_log;
mod site;
mod siths_card;
mod start;
mod support;
mod support_handed_back;
mod texts;
#[cfg(feature = "demo")]
mod transfer;
mod walking;
