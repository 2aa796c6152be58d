//! Who may order permissions, the staff directory that orders look people up in, and what staff have written to support.

use behorig_access::{AccountId, Assurance, BuiltIn, Hat, Instant, OrderableId, UnitId};
use behorig_identity::swedish_sort_key;
use behorig_registers::{units, viewer_of_account};
use behorig_store::{Actor, ActorUnit, Db, Door, Event, Recorded, StoreError, Tx, WriteTx, params};
use behorig_support::rules::{Act, Subject};
use behorig_support::{Deed, MatterId, NewMatter, act, send};
use behorig_visit::Rejected;

use crate::BuildError;
use crate::names::user_name_of;
use crate::units::REGION;

/// The region names whoever orders for it by this decision, and its heads of operations by the other.
const PROOFS: [(BuiltIn, &str); 2] =
    [(BuiltIn::Orderer, "Delegationsbeslut 2026-114"), (BuiltIn::HeadOfOperations, "Förordnande 2026-027")];

/// People of the directory who have no account here: HSA-id, names, title, whether protected, and when they left.
type Listed = (&'static str, &'static str, &'static str, &'static str, bool, Option<&'static str>);
const WITHOUT_ACCOUNT: [Listed; 6] = [
    ("SE5565594230-1STR", "Elin", "Strand", "Leg. Fysioterapeut", false, None),
    ("SE5565594230-D001", "Amira", "Nasser", "Leg. Sjuksköterska", false, None),
    ("SE5565594230-D002", "Björn-Erik", "Ståhl", "Leg. Läkare", false, None),
    ("SE5565594230-D003", "Zofia", "Kowalska", "Leg. Psykolog", false, None),
    ("SE5565594230-D004", "Eva", "Lindahl", "Medicinsk sekreterare", true, None),
    ("SE5565594230-D005", "Rolf", "Dahlgren", "Leg. Läkare", false, Some("2026-06-30")),
];

/// What somebody does in a matter, so many minutes before the demo begins.
type Step = (i64, &'static str, Act, Option<&'static str>);

/// A matter with all that has happened to it.
struct Story {
    minutes_ago: i64,
    by: &'static str,
    subject: Subject,
    heading: &'static str,
    words: &'static str,
    then: &'static [Step],
}

const DAY: i64 = 24 * 60;
const STORIES: [Story; 5] = [
    Story {
        minutes_ago: 5 * DAY,
        by: "maria.johansson",
        subject: Subject::Platform,
        heading: "Dagens ärenden laddar långsamt",
        words: "Varje morgon tar det över en minut innan inkorgen visas. Det började i måndags.",
        then: &[
            (5 * DAY - 38, "samir.haddad", Act::Take, None),
            (5 * DAY - 40, "samir.haddad", Act::Ask, Some("Gäller det alla datorer på mottagningen eller bara din?")),
            (4 * DAY + 30, "maria.johansson", Act::Reply, Some("Bara den i rum 4.")),
            (
                4 * DAY,
                "samir.haddad",
                Act::Answer,
                Some("Tack! Webbläsaren på den datorn var gammal och är nu uppdaterad. Säg till om det inte hjälper."),
            ),
        ],
    },
    Story {
        minutes_ago: 3 * DAY,
        by: "ali.rezai",
        subject: Subject::Medical,
        heading: "Rådet vid urinvägsbesvär hos män",
        words: "Texten hänvisar till egenvård. Män ska alltid bedömas, enligt vårt vårdprogram.",
        then: &[
            (2 * DAY, "cecilia.lundin", Act::Take, None),
            (2 * DAY - 10, "cecilia.lundin", Act::Ask, Some("Vilken version av vårdprogrammet hänvisar du till?")),
        ],
    },
    Story {
        minutes_ago: 2 * DAY,
        by: "tuomas.virtanen",
        subject: Subject::OtherComment,
        heading: "Utskriften av behörigheter",
        words: "Det vore bra om listan kunde skrivas ut per mottagning.",
        then: &[
            (DAY, "samir.haddad", Act::Take, None),
            (DAY - 5, "samir.haddad", Act::Note, Some("Tredje önskemålet om det i höst. Ta upp på förvaltningsmötet.")),
            (DAY - 6, "samir.haddad", Act::Prioritise, Some("4")),
        ],
    },
    Story {
        minutes_ago: 5 * 60,
        by: "lena.nordin",
        subject: Subject::Deviation,
        heading: "Svarsbrev med fel mottagningsnamn",
        words: "Två brev i går hade en annan mottagnings namn i sidhuvudet.",
        then: &[(4 * 60, "samir.haddad", Act::Prioritise, Some("1"))],
    },
    Story {
        minutes_ago: 95,
        by: "anna.ek",
        subject: Subject::Other,
        heading: "Utbildning för nya användare",
        words: "Finns det något material att ge till den som är ny?",
        then: &[],
    },
];

/// Sets the ground as of `begun`, and lets the matters happen in the days before `now`.
pub(crate) async fn set(db: &Db, begun: Instant, now: Instant) -> Result<(), BuildError> {
    let actor = Actor::system(Door::Import, begun);
    db.write(&actor, (), |tx, ()| {
        Box::pin(async move {
            fill_directory(tx).await?;
            keep_proofs(tx).await?;
            choose(tx).await?;
            tx.record(Event::change("demo.build", "unit", "ordering")).await
        })
    })
    .await?;
    for story in &STORIES {
        play(db, story, now).await?;
    }
    Ok(())
}

/// Everybody with an HSA-id, and some whom only the directory knows.
async fn fill_directory(tx: &mut WriteTx) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO directory_person (hsa_id, given_name, family_name, sort_key, title, email, protected, updated_at)
         SELECT h.hsa_id, a.given_name, a.family_name, a.sort_key, a.title, a.email, FALSE, CAST(?1 AS BIGINT)
         FROM account_hsa_id h JOIN account a ON a.id = h.account_id",
        params![now],
    )
    .await?;
    for (hsa_id, given, family, title, protected, ended_on) in WITHOUT_ACCOUNT {
        let sort_key = swedish_sort_key(&format!("{family}, {given}"));
        let email = format!("{}@rjl.example", user_name_of(given, family));
        tx.execute(
            "INSERT INTO directory_person (hsa_id, given_name, family_name, sort_key, title, email, protected, ended_on,
                 updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![hsa_id, given, family, sort_key, title, email, protected, ended_on, now],
        )
        .await?;
    }
    Ok(())
}

/// Whoever orders, and each head of operations, stands on a decision.
async fn keep_proofs(tx: &mut WriteTx) -> Result<(), StoreError> {
    let now = tx.now();
    for (role, proof) in PROOFS {
        tx.execute(
            "INSERT INTO appointment (grant_id, proof, at, actor_account, actor_name)
             SELECT g.id, CAST(?2 AS TEXT), CAST(?3 AS BIGINT), s.id, s.given_name || ' ' || s.family_name
             FROM grants g JOIN role r ON r.id = g.role_id JOIN account s ON s.user_name_key = 'samir.haddad'
             WHERE r.built_in = ?1",
            params![role.key(), proof, now],
        )
        .await?;
    }
    Ok(())
}

/// The region lets its heads order, and has permissions re-certified twice a year; what nobody confirms ends a month later.
async fn choose(tx: &mut WriteTx) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO ordering_choice (region_id, heads_may_order, certification_months, certification_days, grace_days,
             version)
         SELECT id, TRUE, 6, 21, 30, 1 FROM unit WHERE import_key = ?1",
        params![REGION],
    )
    .await?;
    Ok(())
}

async fn play(db: &Db, story: &'static Story, now: Instant) -> Result<(), BuildError> {
    let wrong = |error: Rejected| BuildError::Wrong(format!("support matter {:?}: {error:?}", story.heading));
    let sender = Colleague::named(db, story.by).await?;
    let actor = sender.at(now.plus_millis(-story.minutes_ago * 60_000));
    let matter = db.write(&actor, (sender, story), |tx, (sender, story)| Box::pin(begin(tx, sender, story))).await;
    let matter = matter.map_err(wrong)?;
    for (version, (minutes_ago, by, what, words)) in (1..).zip(story.then) {
        let colleague = Colleague::named(db, by).await?;
        let actor = colleague.at(now.plus_millis(-minutes_ago * 60_000));
        let deed = Deed { matter, version, act: *what, words: words.map(str::to_owned) };
        let done = db.write(&actor, (colleague.account, deed), |tx, (account, deed)| {
            Box::pin(async move {
                let now = tx.now();
                let viewer = viewer_of_account(tx, *account, Hat::Staff, Assurance::High, now).await?;
                act(tx, &viewer, None, deed).await
            })
        });
        done.await.map_err(wrong)?;
    }
    Ok(())
}

async fn begin(tx: &mut WriteTx, sender: &Colleague, story: &Story) -> Result<Recorded<MatterId>, Rejected> {
    let now = tx.now();
    let viewer = viewer_of_account(tx, sender.account, Hat::Staff, Assurance::High, now).await?;
    let (service,): (OrderableId,) =
        tx.one("SELECT id FROM orderable WHERE ended_at IS NULL ORDER BY name_key LIMIT 1", params![]).await?;
    let (heading, words) = (story.heading.to_owned(), story.words.to_owned());
    let new = NewMatter { unit: sender.unit, subject: story.subject, service, heading, words };
    send(tx, &viewer, None, &new).await
}

/// One of the test people, as the log names them.
#[derive(Debug, Clone)]
struct Colleague {
    account: AccountId,
    name: String,
    title: Option<String>,
    unit: UnitId,
    unit_name: String,
}

impl Colleague {
    async fn named(db: &Db, user_name: &str) -> Result<Self, StoreError> {
        let mut read = db.read().await?;
        let tx: &mut Tx = &mut read;
        let (account, given, family, title, unit): (AccountId, String, String, Option<String>, UnitId) = tx
            .one(
                "SELECT id, given_name, family_name, title, unit_id FROM account WHERE user_name_key = ?1",
                params![user_name],
            )
            .await?;
        let unit_name = units::find(tx, unit).await?.map(|unit| unit.name).unwrap_or_default();
        Ok(Self { account, name: format!("{given} {family}"), title, unit, unit_name })
    }

    fn at(&self, at: Instant) -> Actor {
        Actor {
            account: Some(self.account),
            person: None,
            user_id: self.account.to_string(),
            name: self.name.clone(),
            person_id: None,
            title: self.title.clone(),
            assignment: Some(self.unit_name.clone()),
            hat: "staff",
            unit: Some(ActorUnit { id: self.unit.to_string(), name: self.unit_name.clone() }),
            at_unit: Some(self.unit),
            care_provider: None,
            door: Door::Page,
            at,
        }
    }
}
