//! The records of cases on both databases: a clinic with a receiver and two handlers, and residents who write to it.

mod answering;
mod assigning;
mod queues;
mod responsible;
mod searching;
mod sending;

use behorig_access::{AccountId, BuiltIn, CaseId, CaseTypeId, GrantId, PersonId, UnitId, Viewer};
use behorig_case_types::{Ready, activate_ready};
use behorig_store::{Actor, Recorded, WriteTx};
use proof_support::{TestDb, World};

use super::*;
use crate::rules::State;

pub(super) struct Scene {
    pub world: World,
    pub unit: UnitId,
    pub receiver: AccountId,
    pub handler: AccountId,
    pub other_handler: AccountId,
    pub handlers_grant: GrantId,
    pub sven: PersonId,
    pub approval: GrantId,
    pub case_type: CaseTypeId,
}

impl Scene {
    pub async fn new(db: &TestDb) -> Self {
        let world = World::new(db).await;
        let unit = world.clinic;
        let receiver = world.account("Rut Alm").at(unit).email("rut.alm@a.example").await;
        world.grant(receiver, BuiltIn::CaseReceiver, unit).await;
        let handler = world.account("Nils Öberg").at(unit).title("Leg. Läkare").await;
        let handlers_grant = world.grant(handler, BuiltIn::CaseHandler, unit).await;
        let other_handler = world.account("Eva Dahl").at(unit).await;
        world.grant(other_handler, BuiltIn::CaseHandler, unit).await;
        let sven = world.resident("Sven Lind").await;
        let approval = world.grant(sven, BuiltIn::ApprovedResident, unit).await;
        let case_type = world.change(unit, |tx, unit| Box::pin(activate_ready(tx, *unit, Ready::ContactMe))).await;
        Self { world, unit, receiver, handler, other_handler, handlers_grant, sven, approval, case_type }
    }

    /// The same clinic later.
    pub fn later(self, millis: i64) -> Self {
        Self { world: self.world.later(millis), ..self }
    }

    pub async fn resident_actor(&self, person: PersonId) -> Actor {
        Actor { person: Some(person), hat: "resident", ..self.world.system() }
    }

    /// Something that a member of staff does.
    pub async fn staff<T, I, F>(&self, who: AccountId, input: I, work: F) -> Result<T, CaseError>
    where
        T: Send + 'static,
        I: Send + Sync + 'static,
        F: for<'t> Fn(&'t mut WriteTx, &'t Viewer, &'t I) -> Done<'t, T> + Send + Sync + 'static,
    {
        let viewer = self.world.viewer(who).await;
        let actor = self.world.actor(who).await;
        let input = (viewer, input, work);
        self.world.db().write(&actor, input, |tx, (viewer, input, work)| work(tx, viewer, input)).await
    }

    /// Something that a resident does.
    pub async fn resident<T, I, F>(&self, who: PersonId, input: I, work: F) -> Result<T, CaseError>
    where
        T: Send + 'static,
        I: Send + Sync + 'static,
        F: for<'t> Fn(&'t mut WriteTx, &'t Viewer, &'t I) -> Done<'t, T> + Send + Sync + 'static,
    {
        let viewer = self.world.resident_viewer(who).await;
        let actor = self.resident_actor(who).await;
        let input = (viewer, input, work);
        self.world.db().write(&actor, input, |tx, (viewer, input, work)| work(tx, viewer, input)).await
    }

    pub fn case_of(&self, person: PersonId) -> NewCase {
        NewCase {
            unit: self.unit,
            case_type: Some(self.case_type),
            form_number: Some(1),
            person,
            sent_by: person,
            subject: "Kontakta mig".to_owned(),
            body: "Ring mig <b>snart</b>.".to_owned(),
            answers: None,
            reply_days: 2,
            follows: None,
            draft: None,
        }
    }

    pub async fn send(&self) -> Receipt {
        self.send_for(self.sven).await
    }

    pub async fn send_for(&self, person: PersonId) -> Receipt {
        let new = self.case_of(person);
        self.resident(person, new, |tx, _, new| Box::pin(async move { Ok(send(tx, None, new).await?) })).await.unwrap()
    }

    pub async fn assign_to(&self, who: AccountId, cases: &[CaseId], to: To) -> Result<Assigned, CaseError> {
        self.staff(who, (cases.to_vec(), to), |tx, viewer, (cases, to)| Box::pin(assign(tx, viewer, cases, *to, None)))
            .await
    }

    /// A case that the handler has.
    pub async fn assigned(&self) -> CaseId {
        let id = self.send().await.id;
        self.assign_to(self.receiver, &[id], To::Person(self.handler)).await.unwrap();
        id
    }

    pub async fn case(&self, id: CaseId) -> Case {
        let mut read = self.world.db().read().await.unwrap();
        case::find(&mut read, id).await.unwrap().unwrap()
    }

    pub async fn inbox(&self) -> Vec<CaseId> {
        let mut read = self.world.db().read().await.unwrap();
        let listed = unassigned(&mut read, self.unit, Place::Top, self.world.now).await.unwrap();
        listed.rows.iter().map(|row| row.case.id).collect()
    }

    pub async fn mine(&self, who: AccountId) -> Vec<CaseId> {
        let mut read = self.world.db().read().await.unwrap();
        let listed = of_handler(&mut read, self.unit, who, Place::Top).await.unwrap();
        listed.rows.iter().map(|row| row.case.id).collect()
    }

    pub async fn thread(&self, who: AccountId, id: CaseId) -> Result<Thread, CaseError> {
        self.staff(who, id, |tx, viewer, id| Box::pin(async move { Ok(read_by(tx, viewer, *id).await?) })).await
    }

    pub async fn resident_reads(&self, who: PersonId, id: CaseId) -> Result<Thread, CaseError> {
        self.resident(who, id, |tx, viewer, id| Box::pin(async move { Ok(read_by(tx, viewer, *id).await?) })).await
    }

    pub async fn write(&self, who: AccountId, id: CaseId, act: crate::rules::Act) -> Result<CaseId, CaseError> {
        let version = self.case(id).await.version;
        self.write_in(who, id, act, version).await
    }

    pub async fn write_in(
        &self,
        who: AccountId,
        id: CaseId,
        act: crate::rules::Act,
        version: i64,
    ) -> Result<CaseId, CaseError> {
        let writing = Writing {
            act,
            body: "Vi hör av oss.".to_owned(),
            alternative: None,
            signature: "Nils Öberg, Leg. Läkare".to_owned(),
            draft: None,
            version,
        };
        self.staff(who, (id, writing), |tx, viewer, (id, writing)| Box::pin(write(tx, viewer, None, *id, writing)))
            .await
    }

    pub async fn reply(&self, who: PersonId, id: CaseId) -> Result<Replied, CaseError> {
        let reply = Reply { case: id, sent_by: who, body: "Ja.".to_owned(), draft: None };
        self.resident(who, reply, |tx, viewer, reply| Box::pin(reply_of_resident(tx, viewer, None, reply))).await
    }

    pub async fn state(&self, id: CaseId) -> State {
        self.case(id).await.state
    }
}

pub(super) type Done<'t, T> = std::pin::Pin<Box<dyn Future<Output = Result<Recorded<T>, CaseError>> + Send + 't>>;
