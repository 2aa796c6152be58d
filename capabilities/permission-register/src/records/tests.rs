//! The register against what the rules themselves say, on both databases.

use behorig_access::{AccountId, BuiltIn, GrantId, Scope, Service, UnitId, scope_of};
use behorig_store::Tx;
use proof_support::world::DAY;
use proof_support::{TestDb, World, both_databases};

use super::filter::Filter;
use super::register::{Edge, next, page};
use super::units;
use crate::rules::day::AsOf;

both_databases!(
    the_register_holds_what_held_at_the_moment_and_nothing_else,
    pages_follow_each_other_and_miss_nobody_whichever_way_they_are_found,
    what_is_narrowed_is_what_everything_holds_of_it,
    pages_of_a_past_day_hold_those_who_had_something_then_and_follow_each_other,
    a_day_before_the_first_permission_and_the_last_day_there_is_are_answered,
    units_are_found_by_the_beginning_of_their_names_within_the_scope,
);

struct Town {
    world: World,
    reader: AccountId,
}

impl Town {
    async fn new(test: &TestDb) -> Self {
        let world = World::new(test).await;
        let reader = world.account("Rut Alm").at(world.region).await;
        world.grant(reader, BuiltIn::Support, world.region).branch().await;
        Self { world, reader }
    }

    async fn scope(&self) -> Scope {
        scope_of(&self.world.viewer(self.reader).await, Service::ViewPermissionRegister, self.world.now)
    }

    fn filter(&self) -> Filter {
        Filter { unit: None, role: None, person: String::new(), as_of: AsOf::now(self.world.now) }
    }

    async fn all(&self, filter: &Filter) -> Vec<GrantId> {
        let scope = self.scope().await;
        let mut tx = self.world.db().read().await.unwrap();
        everything(&mut tx, &scope, filter).await
    }
}

/// Chunk by chunk, as a file is poured out.
async fn everything(tx: &mut Tx, scope: &Scope, filter: &Filter) -> Vec<GrantId> {
    let mut found: Vec<GrantId> = Vec::new();
    loop {
        let lines = next(tx, scope, filter, found.last().copied(), 3).await.unwrap();
        if lines.is_empty() {
            return found;
        }
        found.extend(lines.iter().map(|line| line.grant));
    }
}

async fn the_register_holds_what_held_at_the_moment_and_nothing_else(test: TestDb) {
    let town = Town::new(&test).await;
    let world = &town.world;
    let anna = world.account("Anna Ek").at(world.clinic).await;
    let past = world
        .grant(anna, BuiltIn::Dashboard, world.clinic)
        .from(world.later(-9 * DAY).now)
        .until(world.later(-5 * DAY).now)
        .await;
    let now = world.grant(anna, BuiltIn::CaseHandler, world.clinic).from(world.later(-6 * DAY).now).await;
    let coming = world.grant(anna, BuiltIn::CaseReceiver, world.clinic).from(world.later(DAY).now).await;
    let maj = world.resident("Maj Ek").await;
    world.grant(maj, BuiltIn::ApprovedResident, world.clinic).await;
    let object = behorig_access::ObjectRef { kind: behorig_access::ObjectKind::Customer, id: maj.as_object() };
    world.grant(anna, BuiltIn::Relative, world.home_care).for_object(object).await;
    let of_anna = |filter: Filter| Filter { person: "ek".to_owned(), ..filter };
    assert_eq!(town.all(&of_anna(town.filter())).await, [now]);
    let as_of = |back: i64| Filter { as_of: AsOf { at: world.later(-back * DAY).now, day: None }, ..town.filter() };
    let mut both = vec![past, now];
    both.sort_unstable();
    assert_eq!(town.all(&of_anna(as_of(5))).await, [now], "its end is the first moment that it no longer holds");
    let before = Filter {
        as_of: AsOf { at: behorig_access::Instant(world.later(-5 * DAY).now.0 - 1), day: None },
        ..town.filter()
    };
    assert_eq!(town.all(&of_anna(before)).await, both);
    assert_eq!(town.all(&of_anna(as_of(8))).await, [past]);
    assert_eq!(town.all(&of_anna(as_of(20))).await, []);
    assert!(!town.all(&town.filter()).await.contains(&coming));
}

/// So many people that a page does not hold them, at two units.
async fn crowd(town: &Town) -> Vec<(AccountId, UnitId)> {
    let world = &town.world;
    let mut all = Vec::new();
    for at in 0..60_usize {
        let unit = if at % 3 == 0 { world.other_clinic } else { world.clinic };
        let letter = char::from(b'A' + u8::try_from(at % 26).unwrap());
        let who = world.account(&format!("{letter}nna Ek")).at(unit).await;
        world.grant(who, BuiltIn::CaseHandler, unit).await;
        if at % 2 == 0 {
            world.grant(who, BuiltIn::Dashboard, unit).await;
        }
        all.push((who, unit));
    }
    all
}

async fn pages_follow_each_other_and_miss_nobody_whichever_way_they_are_found(test: TestDb) {
    let town = Town::new(&test).await;
    crowd(&town).await;
    let scope = town.scope().await;
    let mut tx = town.world.db().read().await.unwrap();
    let role = Some(town.world.role(BuiltIn::Dashboard));
    for filter in [
        town.filter(),
        Filter { unit: Some(town.world.care_unit), ..town.filter() },
        Filter { role, ..town.filter() },
        Filter { person: "ek".to_owned(), ..town.filter() },
    ] {
        let all = everything(&mut tx, &scope, &filter).await;
        let first = page(&mut tx, &scope, &filter, Edge::Start).await.unwrap();
        let mut walked: Vec<GrantId> = first.lines.iter().map(|line| line.grant).collect();
        let (mut last, mut found) = (first, None);
        while last.after {
            let after = last.lines.last().unwrap().grant;
            last = page(&mut tx, &scope, &filter, Edge::After(after)).await.unwrap();
            walked.extend(last.lines.iter().map(|line| line.grant));
            found = Some(last.lines.first().unwrap().grant);
        }
        assert_eq!(walked, all, "{filter:?}");
        assert_eq!(last.total, Some(i64::try_from(all.len()).unwrap()));
        if let Some(first_of_last) = found {
            let back = page(&mut tx, &scope, &filter, Edge::Before(first_of_last)).await.unwrap();
            let before: Vec<GrantId> = back.lines.iter().map(|line| line.grant).collect();
            let end = all.iter().position(|grant| *grant == first_of_last).unwrap();
            assert_eq!(before, all[end - before.len()..end]);
        }
    }
}

async fn what_is_narrowed_is_what_everything_holds_of_it(test: TestDb) {
    let town = Town::new(&test).await;
    let world = &town.world;
    let people = crowd(&town).await;
    let role = world.role(BuiltIn::Dashboard);
    let filter = Filter { role: Some(role), unit: Some(world.other_clinic), person: "Ann".to_owned(), ..town.filter() };
    let expected = people
        .iter()
        .enumerate()
        .filter(|(at, (_, unit))| at % 2 == 0 && *unit == world.other_clinic && at % 26 == 0)
        .count();
    assert_eq!(town.all(&filter).await.len(), expected);
    let nobody = Filter { person: "%".to_owned(), ..town.filter() };
    assert!(town.all(&nobody).await.is_empty());
    // Somebody of one clinic sees that clinic, and no filter leads beyond it.
    let local = world.account("Lo Kal").at(world.clinic).await;
    world.grant(local, BuiltIn::SystemAdministrator, world.clinic).await;
    let scope = scope_of(&world.viewer(local).await, Service::ViewPermissionRegister, world.now);
    let mut tx = world.db().read().await.unwrap();
    let own = everything(&mut tx, &scope, &town.filter()).await;
    assert_eq!(own.len(), 40 + 20 + 1);
    let other = Filter { unit: Some(world.other_clinic), ..town.filter() };
    assert!(everything(&mut tx, &scope, &other).await.is_empty());
}

async fn pages_of_a_past_day_hold_those_who_had_something_then_and_follow_each_other(test: TestDb) {
    let town = Town::new(&test).await;
    let world = &town.world;
    let day = |back: i64| world.later(-back * DAY).now;
    let mut then = Vec::new();
    for at in 0..130_usize {
        let letter = char::from(b'A' + u8::try_from(at % 26).unwrap());
        let who = world.account(&format!("{letter}nna Ek")).at(world.clinic).await;
        let unit = if at % 2 == 0 { world.clinic } else { world.other_clinic };
        match at % 3 {
            // Over since, still there, and given later.
            0 => then.push(world.grant(who, BuiltIn::CaseHandler, unit).from(day(9)).until(day(2)).await),
            1 => then.push(world.grant(who, BuiltIn::CaseHandler, unit).from(day(9)).await),
            _ => {
                world.grant(who, BuiltIn::CaseHandler, unit).from(day(1)).await;
            }
        }
    }
    let scope = town.scope().await;
    let as_of = AsOf { at: day(5), day: None };
    let mut tx = world.db().read().await.unwrap();
    for filter in [
        Filter { as_of, ..town.filter() },
        Filter { as_of, unit: Some(world.care_unit), ..town.filter() },
        Filter { as_of, role: Some(world.role(BuiltIn::CaseHandler)), ..town.filter() },
        Filter { as_of, person: "ek".to_owned(), ..town.filter() },
    ] {
        let all = everything(&mut tx, &scope, &filter).await;
        let (mut found, mut expected) = (all.clone(), then.clone());
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{filter:?}");
        let mut shown = page(&mut tx, &scope, &filter, Edge::Start).await.unwrap();
        let mut walked: Vec<GrantId> = Vec::new();
        loop {
            assert_eq!(shown.total, Some(i64::try_from(all.len()).unwrap()));
            walked.extend(shown.lines.iter().map(|line| line.grant));
            let last = shown.lines.last().unwrap().grant;
            if !shown.after {
                break;
            }
            shown = page(&mut tx, &scope, &filter, Edge::After(last)).await.unwrap();
        }
        assert_eq!(walked, all, "{filter:?}");
        let back = page(&mut tx, &scope, &filter, Edge::Before(all[60])).await.unwrap();
        assert_eq!(back.lines.iter().map(|line| line.grant).collect::<Vec<_>>(), all[10..60]);
        assert!(back.before && back.after);
    }
}

async fn a_day_before_the_first_permission_and_the_last_day_there_is_are_answered(test: TestDb) {
    let town = Town::new(&test).await;
    let scope = town.scope().await;
    let mut tx = town.world.db().read().await.unwrap();
    let first_day = jiff::civil::date(1, 1, 1);
    let long_ago = AsOf::end_of(first_day, town.world.now).unwrap();
    let none = page(&mut tx, &scope, &Filter { as_of: long_ago, ..town.filter() }, Edge::Start).await.unwrap();
    assert_eq!((none.lines.len(), none.total, none.before, none.after), (0, Some(0), false, false));
    assert_eq!(AsOf::end_of(jiff::civil::Date::MAX, town.world.now), None);
    let today = AsOf::end_of(behorig_web::format::local(town.world.now.0).date(), town.world.now).unwrap();
    assert_eq!(today, AsOf::now(town.world.now), "today is now, not its end");
    let now = page(&mut tx, &scope, &Filter { as_of: today, ..town.filter() }, Edge::Start).await.unwrap();
    assert_eq!(now.lines.len(), 1, "the reader");
}

async fn units_are_found_by_the_beginning_of_their_names_within_the_scope(test: TestDb) {
    let town = Town::new(&test).await;
    let world = &town.world;
    let scope = town.scope().await;
    let mut tx = world.db().read().await.unwrap();
    let found = units::called(&mut tx, &scope, "vård", 10).await.unwrap();
    assert_eq!(found.iter().map(|unit| unit.id).collect::<Vec<_>>(), [world.clinic]);
    assert_eq!(found[0].above.as_deref(), Some("Ekbackens vårdenhet"));
    assert_eq!(units::called(&mut tx, &scope, "Xyz", 10).await.unwrap(), []);
    let all = units::in_scope(&mut tx, &scope, 10).await.unwrap();
    assert_eq!(all.len(), 6);
    assert_eq!(units::in_scope(&mut tx, &scope, 2).await.unwrap().len(), 2);
    assert_eq!(units::name_of(&mut tx, &scope, world.clinic).await.unwrap().as_deref(), Some("Vårdcentralen Ekbacken"));
    drop(tx);
    let local = world.account("Lo Kal").at(world.clinic).await;
    world.grant(local, BuiltIn::SystemAdministrator, world.clinic).await;
    let narrow = scope_of(&world.viewer(local).await, Service::ViewPermissionRegister, world.now);
    let mut tx = world.db().read().await.unwrap();
    assert_eq!(units::called(&mut tx, &narrow, "Barn", 10).await.unwrap(), []);
    assert_eq!(units::name_of(&mut tx, &narrow, world.other_clinic).await.unwrap(), None);
}
