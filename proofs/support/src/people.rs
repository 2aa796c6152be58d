//! Accounts and residents, filled in as far as a test cares.

use std::pin::Pin;

use behorig_access::{AccountId, Instant, PersonId, UnitId};
use behorig_identity::{HsaId, IdentityNumber, UserName, search_terms, swedish_sort_key, test_series};
use behorig_registers::persons::{self, NewPerson, Protection};
use behorig_store::{StoreError, WriteTx, params};
use jiff::civil::{Date, date};

use crate::World;

/// An account on its way into the world: say what matters and `.await` it for its id.
///
/// Unasked it is active, at the region, with a user name made of its name (*anna.ek*), a personal number of the test series,
/// no password and no grants.
#[derive(Clone)]
pub struct NewAccount {
    world: World,
    unit: UnitId,
    given_name: String,
    family_name: String,
    user_name: Option<String>,
    number: Option<IdentityNumber>,
    hsa_ids: Vec<HsaId>,
    title: Option<String>,
    category: Option<String>,
    mobile: Option<String>,
    email: Option<String>,
    password_hash: Option<String>,
    pending_since: Option<Instant>,
    blocked_at: Option<Instant>,
    locked_at: Option<Instant>,
    ended_at: Option<Instant>,
}

impl World {
    /// An account of staff or of a relative, by given and family name: `world.account("Anna Ek").at(world.clinic).await`.
    #[must_use]
    pub fn account(&self, name: &str) -> NewAccount {
        let (given_name, family_name) = parts(name);
        NewAccount {
            world: self.clone(),
            unit: self.region,
            given_name,
            family_name,
            user_name: None,
            number: Some(number_of(self.next_person(), 1980)),
            hsa_ids: Vec::new(),
            title: None,
            category: None,
            mobile: None,
            email: None,
            password_hash: None,
            pending_since: None,
            blocked_at: None,
            locked_at: None,
            ended_at: None,
        }
    }

    /// A person of the local register: `world.resident("Sven Lind").await`.
    #[must_use]
    pub fn resident(&self, name: &str) -> NewResident {
        let (given_name, family_name) = parts(name);
        let person = NewPerson {
            number: number_of(self.next_person(), 2000),
            given_name,
            family_name,
            sex: None,
            county_code: None,
            municipality_code: None,
            deceased_on: None,
            protection: Protection::None,
        };
        NewResident { world: self.clone(), person }
    }
}

fn parts(name: &str) -> (String, String) {
    let (given, family) = name.rsplit_once(' ').expect("a given name and a family name");
    (given.to_owned(), family.to_owned())
}

/// The personal number of the test series for the so-manieth person: each has a birthday of their own.
fn number_of(place: u32, first_year: i16) -> IdentityNumber {
    let days = jiff::Span::new().days(i64::from(place) % 5_800);
    let born = date(first_year, 1, 1).checked_add(days).expect("a date of the series");
    test_series::personal_number(born, place / 5_800 % 2 == 1).expect("a year of the series")
}

impl NewAccount {
    /// At this unit.
    #[must_use]
    pub fn at(mut self, unit: UnitId) -> Self {
        self.unit = unit;
        self
    }

    /// With this user name.
    #[must_use]
    pub fn user_name(mut self, name: &str) -> Self {
        self.user_name = Some(name.to_owned());
        self
    }

    /// With this identity number.
    #[must_use]
    pub fn number(mut self, number: IdentityNumber) -> Self {
        self.number = Some(number);
        self
    }

    /// With no identity number, as a relative's account may be.
    #[must_use]
    pub fn without_number(mut self) -> Self {
        self.number = None;
        self
    }

    /// With this HSA-id; say it again for one more.
    #[must_use]
    pub fn hsa_id(mut self, id: &str) -> Self {
        self.hsa_ids.push(HsaId::from_stored(id).expect("an HSA-id"));
        self
    }

    /// With this title, such as *Sjuksköterska*.
    #[must_use]
    pub fn title(mut self, title: &str) -> Self {
        self.title = Some(title.to_owned());
        self
    }

    /// Of this staff category, by its stored key.
    #[must_use]
    pub fn category(mut self, key: &str) -> Self {
        self.category = Some(key.to_owned());
        self
    }

    /// With this mobile number, as stored.
    #[must_use]
    pub fn mobile(mut self, number: &str) -> Self {
        self.mobile = Some(number.to_owned());
        self
    }

    /// With this mail address.
    #[must_use]
    pub fn email(mut self, address: &str) -> Self {
        self.email = Some(address.to_owned());
        self
    }

    /// With a password, given by its hash.
    #[must_use]
    pub fn password_hash(mut self, hash: &str) -> Self {
        self.password_hash = Some(hash.to_owned());
        self
    }

    /// Waiting for an administrator.
    #[must_use]
    pub fn pending(mut self) -> Self {
        self.pending_since = Some(self.world.now);
        self
    }

    /// *Spärrad*.
    #[must_use]
    pub fn blocked(mut self) -> Self {
        self.blocked_at = Some(self.world.now);
        self
    }

    /// *Låst*.
    #[must_use]
    pub fn locked(mut self) -> Self {
        self.locked_at = Some(self.world.now);
        self
    }

    /// Ended.
    #[must_use]
    pub fn ended(mut self) -> Self {
        self.ended_at = Some(self.world.now);
        self
    }

    /// Its user name: the one asked for, or one made of the name, with a number when the world has one already.
    async fn settle_user_name(&mut self) {
        if self.user_name.is_some() {
            return;
        }
        let plain: String = behorig_identity::folded(&format!("{}.{}", self.given_name, self.family_name))
            .chars()
            .map(|c| match c {
                'å' | 'ä' => 'a',
                'ö' => 'o',
                ' ' => '-',
                c => c,
            })
            .collect();
        let mut read = self.world.db.read().await.expect("a read");
        let mut name = plain.clone();
        for next in 2.. {
            let taken: Option<(i64,)> = read
                .optional("SELECT CAST(1 AS BIGINT) FROM account WHERE user_name_key = ?1", params![name])
                .await
                .expect("the user names");
            if taken.is_none() {
                break;
            }
            name = format!("{plain}{next}");
        }
        self.user_name = Some(name);
    }

    async fn store(&self, tx: &mut WriteTx) -> Result<AccountId, StoreError> {
        let id = AccountId::new(tx.new_uuid());
        let name = UserName::parse(self.user_name.as_deref().unwrap_or_default()).expect("a user name");
        let sort_key = swedish_sort_key(&format!("{}, {}", self.family_name, self.given_name));
        let lock_reason = self.locked_at.map(|_| "failures");
        tx.execute(
            "INSERT INTO account (id, unit_id, user_name, user_name_key, identity_number, given_name, family_name, sort_key,
                 title, staff_category, mobile, email, notices, language, password_hash, password_must_change,
                 pending_since, blocked_at, locked_at, lock_reason, ended_at, created_at, version)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, 1)",
            params![
                id, self.unit, name.as_str(), name.folded(), self.number, self.given_name, self.family_name, sort_key,
                self.title, self.category, self.mobile, self.email, true, "sv", self.password_hash, false,
                self.pending_since, self.blocked_at, self.locked_at, lock_reason, self.ended_at, self.world.now
            ],
        )
        .await?;
        for hsa_id in &self.hsa_ids {
            tx.execute("INSERT INTO account_hsa_id (hsa_id, account_id) VALUES (?1, ?2)", params![hsa_id, id]).await?;
        }
        let found_by = format!("{} {} {}", self.given_name, self.family_name, name.as_str());
        let mut terms = search_terms(&found_by);
        terms.sort_unstable();
        terms.dedup();
        for term in terms {
            tx.execute("INSERT INTO account_term (term, account_id) VALUES (?1, ?2)", params![term.as_bytes(), id])
                .await?;
        }
        Ok(id)
    }
}

impl IntoFuture for NewAccount {
    type Output = AccountId;
    type IntoFuture = Pin<Box<dyn Future<Output = AccountId> + Send>>;

    fn into_future(mut self) -> Self::IntoFuture {
        Box::pin(async move {
            self.settle_user_name().await;
            let world = self.world.clone();
            world.change(self, |tx, account| Box::pin(account.store(tx))).await
        })
    }
}

/// A resident on the way into the register: say what matters and `.await` it for the id.
///
/// Unasked: a personal number of the test series, alive, unprotected, living nowhere in particular.
#[derive(Clone)]
pub struct NewResident {
    world: World,
    person: NewPerson,
}

impl NewResident {
    /// With this identity number.
    #[must_use]
    pub fn number(mut self, number: IdentityNumber) -> Self {
        self.person.number = number;
        self
    }

    /// Born on this day, which the test series must cover: 1980 to 2016 or 1890 to 1910.
    #[must_use]
    pub fn born(mut self, day: Date) -> Self {
        self.person.number = test_series::personal_number(day, false).expect("a year of the series");
        self
    }

    /// Living in this municipality, by SCB's code of four digits, whose first two are the county's.
    #[must_use]
    pub fn living_in(mut self, municipality: &str) -> Self {
        self.person.county_code = municipality.get(..2).map(str::to_owned);
        self.person.municipality_code = Some(municipality.to_owned());
        self
    }

    /// Of this sex, as the register says it.
    #[must_use]
    pub fn sex(mut self, sex: &str) -> Self {
        self.person.sex = Some(sex.to_owned());
        self
    }

    /// Protected.
    #[must_use]
    pub fn protected(mut self, protection: Protection) -> Self {
        self.person.protection = protection;
        self
    }

    /// Dead since this day.
    #[must_use]
    pub fn deceased_on(mut self, day: Date) -> Self {
        self.person.deceased_on = Some(day.to_string());
        self
    }
}

impl IntoFuture for NewResident {
    type Output = PersonId;
    type IntoFuture = Pin<Box<dyn Future<Output = PersonId> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let put = self.world.change(self.person, |tx, person| Box::pin(persons::put(tx, person)));
            put.await.0
        })
    }
}
