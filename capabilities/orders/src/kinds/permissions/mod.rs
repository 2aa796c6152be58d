//! *Beställa* and *avbeställa behörigheter*: the rows that somebody wrote, checked and placed. One judge for the form, a pasted table and
//! a file, asked once more in the transaction that places the order.

pub(crate) mod guide;
pub(crate) mod table;

use std::collections::HashMap;
use std::sync::Arc;

use behorig_access::{AccountId, Instant, Viewer};
use behorig_identity::HsaId;
use behorig_orderers::{Orderable, OrderedBy};
use behorig_registers::directory::StaffDirectory;
use behorig_store::{Event, FieldChange, StoreError, Tx, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat};
use behorig_web::{Errors, Lang};

use crate::letters::OrderMail;
use crate::records::lines::{NewLine, Region, held, place_lines, units_called};
use crate::records::{self, NewOrder, NewOrdering};
use crate::rules::lines::{Asked, CheckedRow, Known, Permission, Person, WrittenRow, asked_period, common_unit, judge};
use crate::rules::{Effect, Happened, OrderKind, OrderState};

/// Where the names behind HSA-ids come from.
pub(crate) type Directory = Arc<dyn StaffDirectory>;

/// What an order is about, chosen before its people.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub region: Region,
    pub orderable: Orderable,
    pub effect: Effect,
    /// When the grants begin; at approval where there is none.
    pub from: Option<Instant>,
    pub to: Option<Instant>,
}

impl Request {
    /// The permissions that are ordered under the service's name.
    pub(crate) fn permissions(&self) -> Vec<Permission> {
        let roles = self.orderable.roles.iter();
        roles.map(|one| Permission { role: one.role.id, name: one.role.name.clone() }).collect()
    }
}

/// The permissions as the reader calls them: built-in roles have a name in each language.
pub(crate) fn permissions_in(lang: Lang, request: &Request) -> Vec<Permission> {
    let mut permissions = request.permissions();
    for permission in &mut permissions {
        permission.name = behorig_visit::role_name(lang, &permission.name).into_owned();
    }
    permissions
}

/// Checks every row as it would be placed now. `answered` are the keys of the questions that were ticked.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn check_lines(
    tx: &mut Tx,
    viewer: &Viewer,
    directory: &dyn StaffDirectory,
    request: &Request,
    (rows, answered): (&[WrittenRow], &[String]),
    now: Instant,
) -> Result<Vec<CheckedRow>, StoreError> {
    let mut ids: Vec<HsaId> = rows.iter().filter_map(|row| HsaId::parse(&row.hsa_id).ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    let permissions = request.permissions();
    let roles: Vec<_> = permissions.iter().map(|permission| permission.role).collect();
    let words: Vec<&str> = rows.iter().map(|row| row.unit.trim()).filter(|word| !word.is_empty()).collect();
    let known = Known {
        persons: persons(tx, directory, &ids, now).await?,
        units: units_called(tx, viewer, request.region.id, &words, now).await?,
        held: held(tx, &ids, &roles, now).await?,
    };
    let asked = Asked {
        effect: request.effect,
        period: asked_period(request.from, request.to, now),
        permissions,
        region_name: request.region.name.clone(),
    };
    Ok(judge(rows, &asked, &known, answered))
}

async fn persons(
    tx: &mut Tx,
    directory: &dyn StaffDirectory,
    ids: &[HsaId],
    now: Instant,
) -> Result<HashMap<HsaId, Person>, StoreError> {
    let found = directory.look_up_all(tx, ids, now).await?;
    let person = |(id, person): (HsaId, behorig_registers::directory::DirectoryPerson)| {
        let person = Person {
            given_name: person.given_name,
            family_name: person.family_name,
            email: person.email,
            protected: person.protected,
            ended: person.ended,
            account: person.account,
        };
        (id, person)
    };
    Ok(found.into_iter().map(person).collect())
}

/// An order on its way, as the transaction that places it gets it.
#[derive(Clone)]
pub(crate) struct Sending {
    pub seat: Seat,
    pub orderer: AccountId,
    pub directory: Directory,
    /// Whoever receives orders is told by it.
    pub mail: OrderMail,
    pub request: Request,
    pub rows: Vec<WrittenRow>,
    pub answered: Vec<String>,
}

/// Checks the rows anew and places the order with its lines, its event and its history. May be run again.
pub(crate) fn placed<'t>(tx: &'t mut WriteTx, sending: &'t Sending) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = sending.seat.viewer(tx, now).await?;
        let request = &sending.request;
        let written = (sending.rows.as_slice(), sending.answered.as_slice());
        let rows = check_lines(tx, &viewer, sending.directory.as_ref(), request, written, now).await?;
        // Who ended in the directory since the check, a unit that is no longer the orderer's: the page shows which.
        if !rows.iter().all(CheckedRow::is_right) {
            return Err(told("orders-lines-changed"));
        }
        let lines = lines_of(&rows);
        let chains = rows.iter().filter_map(|row| row.unit.as_ref()).map(|unit| unit.chain.as_slice());
        let Some(unit) = common_unit(chains).filter(|_| !lines.is_empty()) else {
            return Err(told("orders-lines-none-left"));
        };
        let as_head = rows.iter().filter_map(|row| row.unit.as_ref()).any(|unit| unit.as_head);
        let ordering = NewOrdering {
            effect: request.effect,
            orderable: request.orderable.id,
            ordered_by: if as_head { OrderedBy::Head } else { OrderedBy::Named },
            from: request.from,
            to: request.to,
        };
        let order = NewOrder {
            kind: OrderKind::Permissions,
            unit,
            orderer: sending.orderer,
            subject: request.orderable.name.clone(),
            particulars: "{}".to_owned(),
            ordering: Some(ordering),
        };
        let (id, number) = records::place(tx, &order).await?;
        place_lines(tx, id, &lines).await?;
        let vouched = rows.iter().filter(|row| row.question.is_some()).count();
        if vouched > 0 {
            // The receiver is told that the orderer's word stands behind them.
            records::note(tx, id, Happened::Vouched, i64::try_from(vouched).ok(), None)?;
        }
        sending.mail.tell_of_new(tx, &viewer, id).await?;
        let args = format!("order {number}: {} {}", request.effect.key(), lines.len());
        let recorded = tx.record(Event::change("orders.place", "order", id).with_args(args)).await?;
        let state = OrderState::Received.key().to_owned();
        let change = FieldChange { field: "state".to_owned(), old: None, new: Some(state) };
        tx.history(&recorded, "order", id.uuid(), &[change]).await?;
        Ok(recorded.with(crate::pages::path_of(id, "/kvitto")))
    })
}

/// The lines that rows come to: what is held already is left out.
fn lines_of(rows: &[CheckedRow]) -> Vec<NewLine> {
    let mut lines = Vec::new();
    for row in rows {
        let (Some(hsa_id), Some(unit), Some(name)) = (&row.hsa_id, &row.unit, row.kept_name()) else { continue };
        for line in row.lines.iter().filter(|line| !line.held_already) {
            lines.push(NewLine {
                hsa_id: hsa_id.clone(),
                person_name: name.clone(),
                email: row.email.clone(),
                unit: unit.id,
                role: line.role,
            });
        }
    }
    lines
}

fn told(id: &'static str) -> Rejected {
    let mut errors = Errors::new();
    errors.add_general(id);
    errors.into()
}

/// Whether an error means that somebody else took the order's number at the same moment: then it is sent again.
pub(crate) fn is_number_taken(rejected: &Rejected) -> bool {
    matches!(rejected, Rejected::Page(PageError::Store(error)) if error.is_conflict_on("care_order_number"))
}
