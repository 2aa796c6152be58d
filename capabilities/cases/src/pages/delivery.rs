//! How far a message from the clinic has come, as far as that is known and no further.

use std::borrow::Cow;

use behorig_access::Instant;
use behorig_outbox::{Standing, Way};
use behorig_web::{Lang, format};
use maud::{Markup, html};

use crate::records::{Message, Thread, Told};

/// Whether the resident has read it, and what became of the notices that told of it.
pub(super) fn delivery(lang: Lang, thread: &Thread, message: &Message, now: Instant) -> Markup {
    html! {
        p.hint { (read(lang, thread, message, now)) " " (notices(lang, &message.told, now)) }
    }
}

/// There is what they can read; read is what they have opened.
fn read(lang: Lang, thread: &Thread, message: &Message, now: Instant) -> Cow<'static, str> {
    match thread.first_opened_by_resident(message.at) {
        Some(at) => at_time(lang, "cases-read-by-resident-at", at, now),
        // Opened before it was written and again since: when, is not known.
        None if thread.is_read_by_resident(message.at) => lang.t("cases-read-by-resident"),
        None => lang.t("cases-delivered"),
    }
}

fn notices(lang: Lang, told: &[Told], now: Instant) -> String {
    if told.is_empty() {
        return lang.t("cases-told-resident-not").into_owned();
    }
    told.iter().map(|one| notice(lang, *one, now)).collect::<Vec<_>>().join(" ")
}

fn notice(lang: Lang, told: Told, now: Instant) -> Cow<'static, str> {
    match told {
        Told::NoAddress => lang.t("cases-told-resident-no-address"),
        Told::LongAgo => lang.t("cases-told-resident-long-ago"),
        Told::ByLetter(Way::Mail, standing) => match standing {
            Standing::Waiting => lang.t("cases-told-resident-waiting"),
            Standing::TriedInVain(again) => at_time(lang, "cases-told-resident-in-vain", again, now),
            Standing::Sent(at) => at_time(lang, "cases-told-resident-sent", at, now),
            Standing::Refused(_) => lang.t("cases-told-resident-refused"),
            // A mail may go twice, so that one without an answer is tried until its time is over.
            Standing::TimeOver(_) | Standing::NotKnown(_) => lang.t("cases-told-resident-time-over"),
            Standing::Withdrawn(_) => lang.t("cases-told-resident-withdrawn"),
        },
        Told::ByLetter(Way::Sms, standing) => match standing {
            Standing::Waiting => lang.t("cases-told-sms-waiting"),
            Standing::TriedInVain(again) => at_time(lang, "cases-told-sms-in-vain", again, now),
            Standing::Sent(at) => at_time(lang, "cases-told-sms-sent", at, now),
            Standing::Refused(_) => lang.t("cases-told-sms-refused"),
            Standing::TimeOver(_) => lang.t("cases-told-sms-time-over"),
            Standing::NotKnown(_) => lang.t("cases-told-sms-not-known"),
            Standing::Withdrawn(_) => lang.t("cases-told-sms-withdrawn"),
        },
    }
}

fn at_time(lang: Lang, id: &'static str, at: Instant, now: Instant) -> Cow<'static, str> {
    lang.tr(id, &[("time", format::near_time(lang, at.0, now.0).into())])
}
