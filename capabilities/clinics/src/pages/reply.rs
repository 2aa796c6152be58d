//! *Löfte om svar och aviseringar*: how soon residents get an answer, and who is told that a case has come.

use behorig_identity::Email;
use behorig_web::components::{Choice, Fields, Section};
use behorig_web::forms::number;
use behorig_web::{Errors, FieldName, Form, Lang, Message, field};
use maud::{Markup, Render, html};

use super::sheet::Sheet;
use crate::records::{Clinic, Notify, Settings};
use crate::saving::Patch;
use crate::words;

pub(crate) const PATH: &str = "/mottagning/svar";

static DAYS: FieldName = field("svar-inom", "clinics-reply-days");
static NOTIFY: FieldName = field("avisera", "clinics-notify");
static NOTICE_EMAIL: FieldName = field("aviseringsadress", "clinics-notice-email");

/// The longest promise, in working days.
const LONGEST: i64 = 60;

/// The page.
pub(crate) static SHEET: Sheet = Sheet {
    path: PATH,
    title: "clinics-reply",
    lead: "clinics-reply-lead",
    fill,
    fields,
    read: |form, errors| Reply::read(form, errors).map(Patch::Reply),
};

/// What the page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reply {
    days: i64,
    notify: Notify,
    notice_email: Option<Email>,
}

impl Reply {
    fn read(form: &Form, errors: &mut Errors) -> Option<Self> {
        let days = form.required(&DAYS, number(1..=LONGEST), errors);
        let notify = |key: &str| Notify::from_stored(key).ok_or(Message::new("web-choice-wrong"));
        let notify = form.required(&NOTIFY, notify, errors);
        let notice_email = match notify {
            Some(Notify::Address) => form.required(&NOTICE_EMAIL, Email::parse, errors),
            _ => form.optional(&NOTICE_EMAIL, Email::parse, errors),
        };
        errors.is_empty().then_some(Self { days: days?, notify: notify?, notice_email })
    }

    pub(crate) fn on(self, clinic: &mut Clinic) {
        clinic.reply_days = self.days;
        clinic.notify = self.notify;
        clinic.notice_email = self.notice_email;
    }
}

fn fill(settings: &Settings) -> Form {
    let clinic = &settings.clinic;
    Form::filled([
        (&DAYS, clinic.reply_days.to_string()),
        (&NOTIFY, clinic.notify.as_stored().to_owned()),
        (&NOTICE_EMAIL, clinic.notice_email.as_ref().map(|email| email.as_str().to_owned()).unwrap_or_default()),
    ])
}

fn fields(lang: Lang, form: &Form, errors: &Errors) -> Markup {
    let f = Fields::new(lang, form, errors);
    let choices = Notify::ALL.map(|notify| {
        let hint = lang.t(match notify {
            Notify::Receivers => "clinics-notify-receivers-hint",
            Notify::Address => "clinics-notify-address-hint",
        });
        Choice::new(notify.as_stored(), words::notify(lang, notify)).hint(hint)
    });
    let notices = html! { (f.radios(&NOTIFY).options(choices)) (f.email(&NOTICE_EMAIL)) };
    html! {
        (Section::new(lang.t("clinics-reply-promise"), f.number(&DAYS).render()).about(lang.t("clinics-reply-promise-about")))
        (Section::new(lang.t("clinics-reply-notices"), notices).about(lang.t("clinics-reply-notices-about")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(form: &str) -> Result<Reply, Vec<String>> {
        let mut errors = Errors::new();
        let reply = Reply::read(&Form::parse(form.as_bytes()).unwrap(), &mut errors);
        reply.ok_or_else(|| errors.iter().map(|error| error.field.clone().into_owned()).collect())
    }

    #[test]
    fn a_common_address_is_asked_for_where_notices_go_to_it() {
        let wrong = |fields: [&str; 1]| Err(fields.map(str::to_owned).to_vec());
        assert_eq!(read("svar-inom=2&avisera=address"), wrong(["aviseringsadress"]));
        assert_eq!(read("svar-inom=2&avisera=receivers&aviseringsadress=x"), wrong(["aviseringsadress"]));
        let receivers = read("svar-inom=2&avisera=receivers").unwrap();
        assert_eq!((receivers.days, receivers.notify, receivers.notice_email), (2, Notify::Receivers, None));
        assert!(read("svar-inom=2&avisera=address&aviseringsadress=vc%40rjl.se").is_ok());
    }

    #[test]
    fn a_promise_is_between_one_and_sixty_working_days() {
        for days in ["0", "61", "-1", "två", ""] {
            assert_eq!(
                read(&format!("svar-inom={days}&avisera=receivers")),
                Err(vec!["svar-inom".to_owned()]),
                "{days}"
            );
        }
        assert_eq!(read("svar-inom=60&avisera=nobody"), Err(vec!["avisera".to_owned()]));
    }
}
