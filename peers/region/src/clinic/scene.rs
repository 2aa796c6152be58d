//! A clinic as its cases need it: who works there, who writes to it, about what.

use behorig_access::{AccountId, CaseTypeId, GroupId, Instant, PersonId, Service, UnitId};
use behorig_case_types::{Form, Ready};
use behorig_cases::records::{To, staff_at};
use behorig_identity::IdentityNumber;
use behorig_registers::units::{self, Unit, UnitKind};
use behorig_store::{StoreError, Tx, params};

use super::story::{From, Hand, What};

/// A unit as the log names it.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) id: UnitId,
    pub(crate) name: String,
    pub(crate) logged_as: String,
}

impl Place {
    fn of(unit: &Unit) -> Self {
        let logged_as = unit.hsa_id.as_ref().map_or_else(|| unit.id.to_string(), |id| id.as_str().to_owned());
        Self { id: unit.id, name: unit.name.clone(), logged_as }
    }
}

/// A member of staff.
#[derive(Debug, Clone)]
pub(crate) struct Staff {
    pub(crate) account: AccountId,
    pub(crate) name: String,
    pub(crate) title: Option<String>,
    pub(crate) hsa_id: Option<String>,
    pub(crate) number: Option<String>,
    pub(crate) signature: String,
}

/// Somebody who writes to the clinic.
#[derive(Debug, Clone)]
pub(crate) struct Resident {
    pub(crate) person: PersonId,
    pub(crate) number: IdentityNumber,
    pub(crate) given_name: String,
    pub(crate) name: String,
    /// Which of them: no two have the same telephone.
    pub(crate) place: usize,
}

impl Resident {
    /// Words that speak to the resident.
    pub(crate) fn called(&self, body: &str) -> String {
        body.replace("{namn}", &self.given_name)
    }
}

/// A case type with its form.
#[derive(Debug, Clone)]
pub(crate) struct Type {
    pub(crate) id: CaseTypeId,
    pub(crate) ready: Option<Ready>,
    pub(crate) name: String,
    pub(crate) reply_days: Option<i64>,
    pub(crate) form: Form,
}

/// The people whom the clinic of the test people knows by name.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) nora: Resident,
    pub(crate) guardian: Resident,
    pub(crate) child: Resident,
}

/// A clinic, ready for its cases.
pub(crate) struct Scene {
    pub(crate) unit: Place,
    pub(crate) care_provider: Option<Place>,
    pub(crate) reply_days: i64,
    pub(crate) receivers: Vec<Staff>,
    pub(crate) handlers: Vec<Staff>,
    /// Who lets residents in.
    pub(crate) administrators: Vec<Staff>,
    pub(crate) group: Option<GroupId>,
    /// Who of the handlers writes for the group.
    pub(crate) first_of_group: usize,
    pub(crate) types: Vec<Type>,
    pub(crate) residents: Vec<Resident>,
    pub(crate) handed_out: Vec<Resident>,
    pub(crate) known: Option<Known>,
}

impl Scene {
    /// The clinic with its staff, before it has anything else.
    pub(crate) async fn of(tx: &mut Tx, unit: UnitId, now: Instant) -> Result<Self, StoreError> {
        let chain = units::chain(tx, unit).await?;
        let own = chain.first().map(Place::of).ok_or(StoreError::Missing)?;
        let care_provider = chain.iter().find(|unit| unit.kind == UnitKind::CareProvider).map(Place::of);
        Ok(Self {
            unit: own,
            care_provider,
            reply_days: 2,
            receivers: staff(tx, unit, Service::AssignCases, now).await?,
            handlers: staff(tx, unit, Service::AnswerCases, now).await?,
            administrators: staff(tx, unit, Service::HandOutCaseTypes, now).await?,
            group: None,
            first_of_group: 0,
            types: Vec::new(),
            residents: residents(tx, unit, now).await?,
            handed_out: Vec::new(),
            known: None,
        })
    }

    pub(crate) fn receiver(&self) -> Result<&Staff, StoreError> {
        self.receivers.first().ok_or(StoreError::Missing)
    }

    pub(crate) fn administrator(&self) -> Result<&Staff, StoreError> {
        let named = self.administrators.iter().find(|staff| staff.name == "Lena Nordin");
        named.or_else(|| self.administrators.first()).ok_or(StoreError::Missing)
    }

    pub(crate) fn handler(&self, at: usize) -> Result<&Staff, StoreError> {
        self.handlers.get(at % self.handlers.len().max(1)).ok_or(StoreError::Missing)
    }

    pub(crate) fn to(&self, hand: Hand) -> Result<To, StoreError> {
        Ok(match (hand, self.group) {
            (Hand::One(at), _) => To::Person(self.handler(at)?.account),
            (Hand::Group, Some(group)) => To::Group(group),
            (Hand::Group, None) => To::Person(self.handler(self.first_of_group)?.account),
        })
    }

    pub(crate) fn ready(&self, ready: Ready) -> Result<&Type, StoreError> {
        self.types.iter().find(|case_type| case_type.ready == Some(ready)).ok_or(StoreError::Missing)
    }

    pub(crate) fn own(&self) -> Result<&Type, StoreError> {
        self.types.iter().find(|case_type| case_type.ready.is_none()).ok_or(StoreError::Missing)
    }

    /// The words of an answer alternative.
    pub(crate) fn alternative(&self, what: &What, key: &str) -> Option<String> {
        let case_type = match what {
            What::Ready(ready, _) => self.ready(*ready).ok()?,
            What::Own(_) => self.own().ok()?,
            What::Staff(..) => return None,
        };
        let alternative = case_type.form.alternatives().iter().find(|alternative| alternative.key == key)?;
        Some(alternative.label.sv.clone())
    }

    /// Whom a story is about, and who writes.
    pub(crate) fn people_of(&self, from: From) -> Option<(&Resident, &Resident)> {
        let known = self.known.as_ref();
        Some(match from {
            // Where there are fewer residents than cases, some have several.
            From::Resident(at) => self.residents.get(at % self.residents.len().max(1)).map(|one| (one, one))?,
            From::HandedOut(at) => self.handed_out.get(at).map(|one| (one, one))?,
            From::Nora => known.map(|known| (&known.nora, &known.nora))?,
            From::Guardian => known.map(|known| (&known.guardian, &known.guardian))?,
            From::Child => known.map(|known| (&known.child, &known.guardian))?,
        })
    }
}

type StaffRow = (String, String, Option<String>, Option<String>, Option<String>, Option<String>);

async fn staff(tx: &mut Tx, unit: UnitId, service: Service, now: Instant) -> Result<Vec<Staff>, StoreError> {
    let mut found = Vec::new();
    for colleague in staff_at(tx, unit, service, now).await? {
        let (given, family, title, hsa_id, number, signature): StaffRow = tx
            .one(
                "SELECT a.given_name, a.family_name, a.title,
                     (SELECT min(h.hsa_id) FROM account_hsa_id h WHERE h.account_id = a.id), a.identity_number, a.signature
                 FROM account a WHERE a.id = ?1",
                params![colleague.account],
            )
            .await?;
        let name = format!("{given} {family}");
        let signature = signature.unwrap_or_else(|| match &title {
            Some(title) => format!("{name}, {title}"),
            None => name.clone(),
        });
        found.push(Staff { account: colleague.account, name, title, hsa_id, number, signature });
    }
    Ok(found)
}

/// The clinic's approved residents who are of age and not protected, by number: the same every time.
async fn residents(tx: &mut Tx, unit: UnitId, now: Instant) -> Result<Vec<Resident>, StoreError> {
    let rows: Vec<(PersonId, IdentityNumber, String, String)> = tx
        .all(
            "SELECT p.id, p.identity_number, p.given_name, p.family_name
             FROM grants g JOIN person p ON p.id = g.holder_person
             WHERE g.unit_id = ?1 AND g.object_id IS NULL AND g.from_at <= ?2 AND (g.to_at IS NULL OR g.to_at > ?2)
               AND p.protection = 'none' AND p.deceased_on IS NULL AND p.birth_date < '2008-01-01'
             ORDER BY p.identity_number LIMIT 100",
            params![unit, now],
        )
        .await?;
    let named = crate::people::numbers_in_use();
    let others = rows.into_iter().filter(|(_, number, ..)| !named.contains(number));
    Ok(others.enumerate().map(|(place, row)| resident(place, row)).collect())
}

fn resident(place: usize, row: (PersonId, IdentityNumber, String, String)) -> Resident {
    let (person, number, given_name, family) = row;
    Resident { person, number, name: format!("{given_name} {family}"), given_name, place }
}

/// One of the test people, as the register has them.
pub(crate) async fn known(tx: &mut Tx, number: IdentityNumber, place: usize) -> Result<Resident, StoreError> {
    let row = tx
        .one(
            "SELECT id, identity_number, given_name, family_name FROM person WHERE identity_number = ?1",
            params![number],
        )
        .await?;
    Ok(resident(place, row))
}
