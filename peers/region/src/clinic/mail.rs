//! Internal mail of the busy clinic: to a colleague, to a role and to a group; some of it answered, some not read yet.

use behorig_access::{AccountId, Assurance, BuiltIn, CaseId, GroupId, Hat};
use behorig_internal_mail::rules::Recipient;
use behorig_internal_mail::{NewMail, Reply, reply, send};
use behorig_registers::{grants, units, viewer_of_account};
use behorig_store::Db;
use behorig_visit::Rejected;

use super::scene::{Scene, Staff};
use super::when::{Calendar, When};
use crate::BuildError;

/// To whom something is written.
#[derive(Debug, Clone, Copy)]
enum To {
    Handler(usize),
    Group,
    Role(BuiltIn),
}

/// Mail: who writes when, to whom, about what, and what is answered by which handler.
struct Sent {
    when: When,
    /// A handler; none is the local administrator.
    by: Option<usize>,
    to: To,
    subject: &'static str,
    body: &'static str,
    answers: &'static [(When, usize, &'static str)],
}

/// What the clinic says to itself.
const MAIL: [Sent; 5] = [
    Sent {
        when: When::Day(6, 8, 40),
        by: None,
        to: To::Role(BuiltIn::CaseHandler),
        subject: "Ny rutin för receptförnyelse",
        body: "Hej!\n\nFrån och med nästa vecka besvarar vi receptförnyelser samma dag. Fråga om något är oklart.",
        answers: &[(When::Day(6, 9, 15), 1, "Gäller det även recept som vi inte har skrivit ut själva?")],
    },
    Sent {
        when: When::Day(3, 15, 20),
        by: Some(0),
        to: To::Handler(1),
        subject: "Kan du ta mina ärenden på fredag?",
        body: "Jag är på kurs hela dagen. Det är två ärenden som väntar på svar.",
        answers: &[
            (When::Day(3, 15, 50), 1, "Ja, det går bra. Fördela dem till mig."),
            (When::Day(2, 8, 5), 0, "Tack! Nu är de fördelade."),
        ],
    },
    Sent {
        when: When::Day(1, 11, 0),
        by: Some(1),
        to: To::Group,
        subject: "Intyg till Försäkringskassan",
        body: "Vi får många frågor om läkarintyg. Jag har skrivit ett svarsalternativ som ni gärna får läsa igenom.",
        answers: &[],
    },
    Sent {
        when: When::Ago(170),
        by: None,
        to: To::Handler(0),
        subject: "Telefontiderna i jul",
        body: "Kan du titta på telefontiderna för mellandagarna? De behöver stå på mottagningens sida senast på måndag.",
        answers: &[],
    },
    Sent {
        when: When::Ago(35),
        by: Some(0),
        to: To::Handler(1),
        subject: "Rond på torsdag",
        body: "Ronden flyttas till klockan 10. Passar det dig?",
        answers: &[],
    },
];

/// Writes all of it.
pub(super) async fn post(db: &Db, scene: &Scene, calendar: &Calendar) -> Result<(), BuildError> {
    for sent in &MAIL {
        let id = begin(db, scene, calendar, sent).await?;
        for (messages, (when, by, body)) in (1..).zip(sent.answers) {
            let answer = Reply { mail: id, body: (*body).to_owned(), messages, draft: None };
            let staff = scene.handler(*by)?;
            let actor = scene.staff_actor(staff, calendar.at(*when));
            let written = db.write(&actor, (staff.account, answer), |tx, (account, answer)| {
                Box::pin(async move {
                    let now = tx.now();
                    let viewer = viewer_of_account(tx, *account, Hat::Staff, Assurance::High, now).await?;
                    Ok::<_, Rejected>(reply(tx, &viewer, None, answer).await?)
                })
            });
            written.await.map_err(|error| wrong(sent.subject, &error))?;
        }
    }
    Ok(())
}

async fn begin(db: &Db, scene: &Scene, calendar: &Calendar, sent: &Sent) -> Result<CaseId, BuildError> {
    let staff: &Staff = match sent.by {
        Some(at) => scene.handler(at)?,
        None => scene.administrator()?,
    };
    let whom = match sent.to {
        To::Handler(at) => Whom::Is(Recipient::Person(scene.handler(at)?.account)),
        To::Group => {
            let group: Option<GroupId> = scene.group;
            Whom::Is(Recipient::Group(group.ok_or_else(|| BuildError::Wrong("the clinic has no group".to_owned()))?))
        }
        To::Role(template) => Whom::Holders(template),
    };
    let actor = scene.staff_actor(staff, calendar.at(sent.when));
    let input = (staff.account, scene.unit.id, whom, sent.subject, sent.body);
    let written = db.write(&actor, input, |tx, (account, unit, whom, subject, body)| {
        Box::pin(async move {
            let now = tx.now();
            let account: AccountId = *account;
            let to = match whom {
                Whom::Is(to) => *to,
                Whom::Holders(template) => {
                    let organisation = units::organisation_of(tx, *unit).await?;
                    Recipient::Role(grants::role_of_template(tx, organisation, *template).await?)
                }
            };
            let viewer = viewer_of_account(tx, account, Hat::Staff, Assurance::High, now).await?;
            let (subject, body) = ((*subject).to_owned(), (*body).to_owned());
            let new = NewMail { unit: *unit, to, to_unit: *unit, subject, body, draft: None };
            send(tx, &viewer, None, &new).await
        })
    });
    written.await.map_err(|error| wrong(sent.subject, &error))
}

/// To whom, as far as it is known before the database is asked.
#[derive(Debug, Clone, Copy)]
enum Whom {
    Is(Recipient),
    Holders(BuiltIn),
}

fn wrong(subject: &str, error: &Rejected) -> BuildError {
    BuildError::Wrong(format!("internal mail {subject:?}: {error:?}"))
}
