//! Plays stories: every act is carried out by whoever does it, at its time, by the same functions as the pages use.

use behorig_access::{Assurance, CaseId, Hat, Holder, Instant, Viewer};
use behorig_case_types::Form;
use behorig_cases::records::{
    self as cases, CaseError, NewCase, NewFromStaff, Reply, To, Writing, for_viewer, read_by,
};
use behorig_cases::rules::{Act, Kind};
use behorig_registers::persons::LocalRegister;
use behorig_registers::{viewer_of_account, viewer_of_person};
use behorig_store::{Actor, ActorUnit, Db, Door, Recorded, StoreError, WriteTx};
use behorig_web::Lang;

use super::answers::filled;
use super::scene::{Resident, Scene, Staff};
use super::story::{Hand, Step, Story, What};
use super::when::Calendar;
use crate::BuildError;

/// An act as it reaches the records.
enum Deed {
    Send(NewCase),
    Start(NewFromStaff),
    Assign(CaseId, To),
    PassOn(CaseId, To, &'static str),
    HandBack(CaseId, &'static str, bool),
    Write(CaseId, Act, Option<String>, String, String),
    Close(CaseId),
    Read(CaseId),
    Reply(Reply),
    Withdraw(CaseId),
}

struct Playing<'s> {
    story: &'s Story,
    about: &'s Resident,
    by: &'s Resident,
    case: Option<CaseId>,
    hand: Option<Hand>,
    acts: Vec<(Instant, Step)>,
}

/// Staff open a case so long before they do anything with it, in milliseconds.
const READING: i64 = 150_000;

/// Plays all of them, in the order in which things happened, whosever case it was.
pub(crate) async fn play(db: &Db, scene: &Scene, calendar: &Calendar, stories: &[Story]) -> Result<(), BuildError> {
    let mut playing: Vec<Playing<'_>> = stories.iter().filter_map(|story| begin(scene, calendar, story)).collect();
    let mut order: Vec<(Instant, usize, usize)> = Vec::new();
    for (at, one) in playing.iter().enumerate() {
        order.extend(one.acts.iter().enumerate().map(|(step, (when, _))| (*when, at, step)));
    }
    order.sort_unstable();
    for (when, at, step) in order {
        let Some(one) = playing.get_mut(at) else { continue };
        let Some((_, step)) = one.acts.get(step).copied() else { continue };
        act(db, scene, one, step, when)
            .await
            .map_err(|error| BuildError::Wrong(format!("{:?} of {:?}: {error}", step, one.story.what)))?;
    }
    Ok(())
}

/// A story about somebody whom the clinic doesn't know is not played.
fn begin<'s>(scene: &'s Scene, calendar: &Calendar, story: &'s Story) -> Option<Playing<'s>> {
    let (about, by) = scene.people_of(story.from)?;
    let mut last = Instant(i64::MIN);
    let mut acts = Vec::with_capacity(story.steps.len());
    for (when, step) in &story.steps {
        // Nothing happens before what it follows from, whatever day the demo begins on.
        let at = calendar.at(*when).max(last.plus_millis(2_000));
        if step.is_of_staff_who_read() {
            acts.push((at.plus_millis(-READING).max(last.plus_millis(1_000)), Step::Open));
        }
        acts.push((at, *step));
        last = at;
    }
    let hand = if let What::Staff(_, by, ..) = story.what { Some(Hand::One(by)) } else { None };
    Some(Playing { story, about, by, case: None, hand, acts })
}

async fn act(db: &Db, scene: &Scene, one: &mut Playing<'_>, step: Step, at: Instant) -> Result<(), CaseError> {
    let (actor, holder, deed) = match step {
        Step::Begin => match one.story.what {
            What::Staff(kind, by, subject, body) => {
                let staff = scene.handler(by)?;
                (
                    scene.staff_actor(staff, at),
                    Holder::Account(staff.account),
                    start(scene, one, kind, staff, subject, body),
                )
            }
            _ => (resident_actor(one.by, at), Holder::Person(one.by.person), Deed::Send(sent(scene, one, at)?)),
        },
        Step::Assign(hand) => by_staff(scene, scene.receiver()?, at, Deed::Assign(one.case()?, scene.to(hand)?)),
        Step::PassOn(hand, note) => {
            by_staff(scene, one.writer(scene)?, at, Deed::PassOn(one.case()?, scene.to(hand)?, note))
        }
        Step::HandBack(note, wrong) => {
            by_staff(scene, one.writer(scene)?, at, Deed::HandBack(one.case()?, note, wrong))
        }
        Step::Partial(body) => {
            by_staff(scene, one.writer(scene)?, at, one.write(scene, Act::PartialReply, None, body)?)
        }
        Step::Ask(body) => by_staff(scene, one.writer(scene)?, at, one.write(scene, Act::Question, None, body)?),
        Step::Answer(key, body) => {
            let words = scene.alternative(&one.story.what, key);
            by_staff(scene, one.writer(scene)?, at, one.write(scene, Act::Answer, words, body)?)
        }
        Step::Close => by_staff(scene, one.writer(scene)?, at, Deed::Close(one.case()?)),
        Step::Open => by_staff(scene, one.writer(scene)?, at, Deed::Read(one.case()?)),
        Step::Read => by_resident(one.by, at, Deed::Read(one.case()?)),
        Step::Withdraw => by_resident(one.by, at, Deed::Withdraw(one.case()?)),
        Step::Reply(body) => {
            let reply = Reply { case: one.case()?, sent_by: one.by.person, body: body.to_owned(), draft: None };
            by_resident(one.by, at, Deed::Reply(reply))
        }
    };
    let case = db
        .write(&actor, (holder, deed), |tx, (holder, deed)| {
            Box::pin(async move {
                let viewer = viewer(tx, *holder).await?;
                carry_out(tx, &viewer, deed).await
            })
        })
        .await?;
    one.case = Some(case);
    one.hand = match step {
        Step::Assign(hand) | Step::PassOn(hand, _) => Some(hand),
        Step::HandBack(..) => None,
        _ => one.hand,
    };
    Ok(())
}

fn by_staff(scene: &Scene, staff: &Staff, at: Instant, deed: Deed) -> (Actor, Holder, Deed) {
    (scene.staff_actor(staff, at), Holder::Account(staff.account), deed)
}

fn by_resident(by: &Resident, at: Instant, deed: Deed) -> (Actor, Holder, Deed) {
    (resident_actor(by, at), Holder::Person(by.person), deed)
}

impl Playing<'_> {
    fn case(&self) -> Result<CaseId, StoreError> {
        self.case.ok_or(StoreError::Missing)
    }

    /// Whoever has the case; of a group its first.
    fn writer<'a>(&self, scene: &'a Scene) -> Result<&'a Staff, StoreError> {
        match self.hand {
            Some(Hand::One(at)) => scene.handler(at),
            Some(Hand::Group) => scene.handler(scene.first_of_group),
            None => scene.receiver(),
        }
    }

    fn write(&self, scene: &Scene, act: Act, alternative: Option<String>, body: &str) -> Result<Deed, StoreError> {
        let signature = self.writer(scene)?.signature.clone();
        Ok(Deed::Write(self.case()?, act, alternative, self.about.called(body), signature))
    }
}

fn sent(scene: &Scene, one: &Playing<'_>, at: Instant) -> Result<NewCase, CaseError> {
    let (case_type, answers) = match one.story.what {
        What::Ready(ready, answers) => (scene.ready(ready)?, answers),
        What::Own(answers) => (scene.own()?, answers),
        What::Staff(..) => return Err(StoreError::Missing.into()),
    };
    let form: &Form = &case_type.form;
    Ok(NewCase {
        unit: scene.unit.id,
        case_type: Some(case_type.id),
        form_number: Some(1),
        person: one.about.person,
        sent_by: one.by.person,
        subject: case_type.name.clone(),
        body: String::new(),
        answers: Some(json_of(form, answers, one.by, at)?),
        reply_days: case_type.reply_days.unwrap_or(scene.reply_days),
        follows: None,
        draft: None,
    })
}

fn json_of(form: &Form, answers: &[(&str, &str)], by: &Resident, at: Instant) -> Result<String, StoreError> {
    let shape = |error: String| StoreError::Shape(error);
    let checked = form.check(Lang::Sv, &filled(form, answers, by.place, at));
    let answers = checked.map_err(|errors| shape(format!("{errors:?}")))?;
    answers.to_json().map_err(|error| shape(error.to_string()))
}

fn start(scene: &Scene, one: &Playing<'_>, kind: Kind, by: &Staff, subject: &str, body: &str) -> Deed {
    Deed::Start(NewFromStaff {
        unit: scene.unit.id,
        kind,
        to: vec![(one.about.person, subject.to_owned(), one.about.called(body))],
        signature: by.signature.clone(),
        draft: None,
    })
}

async fn viewer(tx: &mut WriteTx, holder: Holder) -> Result<Viewer, StoreError> {
    let now = tx.now();
    match holder {
        Holder::Account(account) => viewer_of_account(tx, account, Hat::Staff, Assurance::High, now).await,
        Holder::Person(person) => viewer_of_person(tx, person, Assurance::High, now).await,
    }
}

async fn carry_out(tx: &mut WriteTx, viewer: &Viewer, deed: &Deed) -> Result<Recorded<CaseId>, CaseError> {
    Ok(match deed {
        Deed::Send(new) => {
            let (recorded, receipt) = cases::send(tx, None, new).await?.split();
            recorded.with(receipt.id)
        }
        Deed::Start(new) => {
            let (recorded, begun) = cases::start(tx, viewer, &LocalRegister, None, new).await?.split();
            recorded.with(begun.first().copied().ok_or(StoreError::Missing)?)
        }
        Deed::Assign(id, to) => cases::assign(tx, viewer, &[*id], *to, None).await?.with(*id),
        Deed::PassOn(id, to, note) => cases::reassign(tx, viewer, *id, *to, Some(note), None).await?,
        Deed::HandBack(id, note, wrong) => cases::hand_back(tx, viewer, *id, Some(note), *wrong).await?,
        Deed::Write(id, act, alternative, body, signature) => {
            let version = version(tx, viewer, *id).await?;
            let writing = Writing {
                act: *act,
                body: body.clone(),
                alternative: alternative.clone(),
                signature: signature.clone(),
                draft: None,
                version,
            };
            cases::write(tx, viewer, None, *id, &writing).await?
        }
        Deed::Close(id) => {
            let version = version(tx, viewer, *id).await?;
            cases::close(tx, viewer, *id, version).await?
        }
        Deed::Read(id) => read_by(tx, viewer, *id).await?.with(*id),
        Deed::Reply(reply) => {
            let (recorded, replied) = cases::reply_of_resident(tx, viewer, None, reply).await?.split();
            recorded.with(replied.case())
        }
        Deed::Withdraw(id) => cases::withdraw(tx, viewer, *id).await?,
    })
}

async fn version(tx: &mut WriteTx, viewer: &Viewer, id: CaseId) -> Result<i64, CaseError> {
    let now = tx.now();
    let (case, _) = for_viewer(tx, viewer, id, now).await?;
    Ok(case.version)
}

fn resident_actor(by: &Resident, at: Instant) -> Actor {
    Actor {
        person: Some(by.person),
        user_id: by.person.to_string(),
        name: by.name.clone(),
        person_id: Some(by.number.as_stored().to_owned()),
        hat: "resident",
        door: Door::Page,
        ..Actor::system(Door::Page, at)
    }
}

impl Scene {
    /// A member of staff who acts at the clinic.
    pub(crate) fn staff_actor(&self, staff: &Staff, at: Instant) -> Actor {
        let logged = |unit: &super::scene::Place| ActorUnit { id: unit.logged_as.clone(), name: unit.name.clone() };
        Actor {
            account: Some(staff.account),
            user_id: staff.hsa_id.clone().unwrap_or_else(|| staff.account.to_string()),
            name: staff.name.clone(),
            person_id: staff.number.clone(),
            title: staff.title.clone(),
            assignment: Some(self.unit.name.clone()),
            hat: "staff",
            unit: Some(logged(&self.unit)),
            at_unit: Some(self.unit.id),
            care_provider: self.care_provider.as_ref().map(logged),
            ..Actor::system(Door::Page, at)
        }
    }
}
