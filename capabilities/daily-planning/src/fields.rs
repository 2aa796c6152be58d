//! The fields of the forms, so that what is wrong is said beside them.

use behorig_web::{FieldName, field};

/// Who makes a visit.
pub(crate) static STAFF: FieldName = field("personal", "planning-staff");
/// The day of a visit.
pub(crate) static DAY: FieldName = field("dag", "planning-day");
/// When a visit begins.
pub(crate) static TIME: FieldName = field("tid", "planning-time");
/// The ticked visits of a day.
pub(crate) static VISITS: FieldName = field("besok", "planning-visits");
/// What was done.
pub(crate) static DONE: FieldName = field("insats", "planning-interventions");
/// What was done and not planned.
pub(crate) static EXTRA: FieldName = field("extra", "planning-extra");
/// When somebody left, where it is written afterwards.
pub(crate) static STOPPED: FieldName = field("stopp", "planning-stopped");
/// Nobody else will come.
pub(crate) static ALONE: FieldName = field("ensam", "planning-alone");
/// Why it was not as planned.
pub(crate) static REASON: FieldName = field("orsak", "planning-reason");
/// In words.
pub(crate) static NOTE: FieldName = field("anteckning", "planning-note");
/// Whether nobody was at home, or the customer said no.
pub(crate) static HOW: FieldName = field("hur", "planning-how");
/// How a visit is said to stand after all.
pub(crate) static STATE: FieldName = field("status", "planning-state");
/// When it began after all.
pub(crate) static FROM: FieldName = field("fran", "planning-performed-from");
/// When it ended after all.
pub(crate) static TO: FieldName = field("till", "planning-performed-to");
/// Why it is corrected.
pub(crate) static WHY: FieldName = field("varfor", "planning-why");
