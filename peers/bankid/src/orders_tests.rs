use super::*;
use proptest::prelude::*;

fn tokens(name: &str) -> Tokens {
    Tokens {
        id: OrderId(format!("id-{name}")),
        order_ref: format!("ref-{name}"),
        auto_start: format!("start-{name}"),
        qr_start: format!("qr-{name}"),
        qr_secret: format!("secret-{name}"),
    }
}

fn somebody(personal_number: &str) -> Person {
    Person {
        key: "anna".to_owned(),
        personal_number: personal_number.to_owned(),
        given_name: "Anna".to_owned(),
        surname: "Test".to_owned(),
        purpose: "test".to_owned(),
    }
}

fn anna() -> Person {
    somebody("198001012387")
}

fn at(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// One order, made at second 0 and opened by its link at the given second.
fn opened_at(second: u64) -> (Orders, OrderId) {
    let mut orders = Orders::default();
    orders.make(tokens("a"), Asked::default(), at(0)).unwrap();
    let id = orders.open_by_link("start-a", None, at(second)).unwrap();
    (orders, id)
}

fn told(orders: &mut Orders, order_ref: &str, second: u64) -> String {
    match orders.collect(order_ref, at(second)) {
        None => "no such order".to_owned(),
        Some(Answer::Pending(hint)) => format!("pending {hint}"),
        Some(Answer::Failed(hint)) => format!("failed {hint}"),
        Some(Answer::Complete(answer)) => format!("complete {}", answer.0.personal_number),
    }
}

#[test]
fn an_order_goes_from_waiting_by_the_app_and_the_code_to_complete_and_is_told_once() {
    let mut orders = Orders::default();
    orders.make(tokens("a"), Asked::default(), at(0)).unwrap();
    assert_eq!(told(&mut orders, "ref-a", 1), "pending outstandingTransaction");
    let id = orders.open_by_link("start-a", None, at(2)).unwrap();
    assert_eq!(told(&mut orders, "ref-a", 3), "pending started");
    orders.act(&id, Act::Be(Some(anna())), at(4)).unwrap();
    assert_eq!(told(&mut orders, "ref-a", 5), "pending userSign");
    orders.act(&id, Act::Approve, at(6)).unwrap();
    assert_eq!(told(&mut orders, "ref-a", 7), "complete 198001012387");
    assert_eq!(told(&mut orders, "ref-a", 8), "no such order");
}

#[test]
fn an_order_that_nobody_takes_up_fails_after_thirty_seconds() {
    let mut orders = Orders::default();
    orders.make(tokens("a"), Asked::default(), at(0)).unwrap();
    assert_eq!(told(&mut orders, "ref-a", 29), "pending outstandingTransaction");
    assert_eq!(orders.waiting(at(29)).len(), 1);
    assert!(orders.waiting(at(30)).is_empty());
    assert_eq!(told(&mut orders, "ref-a", 30), "failed startFailed");
}

#[test]
fn an_order_that_nobody_finishes_fails_after_three_minutes() {
    let (mut orders, _) = opened_at(20);
    assert_eq!(told(&mut orders, "ref-a", 199), "pending started");
    assert_eq!(told(&mut orders, "ref-a", 200), "failed expiredTransaction");
}

#[test]
fn what_became_of_an_order_is_forgotten_in_time() {
    let (mut orders, id) = opened_at(0);
    orders.act(&id, Act::Be(Some(anna())), at(1)).unwrap();
    orders.act(&id, Act::Approve, at(1)).unwrap();
    assert_eq!(told(&mut orders, "ref-a", 181), "no such order");
    let (mut orders, id) = opened_at(0);
    orders.act(&id, Act::Fail("userCancel".to_owned()), at(1)).unwrap();
    assert!(orders.get(&id, at(300)).is_some());
    assert_eq!(told(&mut orders, "ref-a", 301), "no such order");
}

#[test]
fn nobody_approves_before_saying_who_they_are_or_after_it_is_over() {
    let (mut orders, id) = opened_at(0);
    assert!(orders.act(&id, Act::Approve, at(1)).is_none());
    orders.act(&id, Act::Be(Some(anna())), at(1)).unwrap();
    orders.act(&id, Act::Be(None), at(1)).unwrap();
    assert!(orders.act(&id, Act::Approve, at(1)).is_none());
    orders.act(&id, Act::Fail("userCancel".to_owned()), at(2)).unwrap();
    assert!(orders.act(&id, Act::Be(Some(anna())), at(3)).is_none());
    assert_eq!(told(&mut orders, "ref-a", 3), "failed userCancel");
}

#[test]
fn an_order_for_one_person_is_answered_by_nobody_else() {
    let mut orders = Orders::default();
    let asked = Asked { personal_number: Some("198001012387".to_owned()), ..Asked::default() };
    orders.make(tokens("a"), asked, at(0)).unwrap();
    let id = orders.open_by_link("start-a", None, at(1)).unwrap();
    assert!(orders.act(&id, Act::Be(Some(somebody("198101012386"))), at(2)).is_none());
    assert!(orders.act(&id, Act::Be(Some(anna())), at(2)).is_some());
}

#[test]
fn a_second_order_for_the_same_person_cancels_the_first_and_is_not_made() {
    let asked = Asked { personal_number: Some("198001012387".to_owned()), ..Asked::default() };
    let mut orders = Orders::default();
    orders.make(tokens("a"), asked.clone(), at(0)).unwrap();
    assert!(orders.make(tokens("b"), asked.clone(), at(1)).is_none());
    assert_eq!(told(&mut orders, "ref-a", 2), "failed cancelled");
    assert_eq!(told(&mut orders, "ref-b", 2), "no such order");
    assert!(orders.make(tokens("c"), asked, at(3)).is_some());
}

#[test]
fn a_person_holds_one_order_at_a_time() {
    let (mut orders, first) = opened_at(0);
    orders.act(&first, Act::Be(Some(anna())), at(1)).unwrap();
    orders.make(tokens("b"), Asked::default(), at(2)).unwrap();
    let second = orders.open_by_link("start-b", None, at(3)).unwrap();
    orders.act(&second, Act::Be(Some(anna())), at(4)).unwrap();
    assert_eq!(told(&mut orders, "ref-a", 5), "failed cancelled");
    assert_eq!(told(&mut orders, "ref-b", 5), "pending userSign");
}

#[test]
fn the_browser_is_sent_back_only_when_it_came_by_a_link() {
    let back = Asked { return_url: Some("https://behorig.example/".to_owned()), ..Asked::default() };
    let mut orders = Orders::default();
    orders.make(tokens("a"), back.clone(), at(0)).unwrap();
    orders.make(tokens("b"), back, at(0)).unwrap();
    orders.make(tokens("c"), Asked::default(), at(0)).unwrap();
    let by_link = orders.open_by_link("start-a", Some("https://other.example/".to_owned()), at(1)).unwrap();
    let from_list = orders.open_from_list(&OrderId("id-b".to_owned()), at(1)).unwrap();
    let by_redirect = orders.open_by_link("start-c", Some("https://other.example/".to_owned()), at(1)).unwrap();
    assert_eq!(orders.get(&by_link, at(1)).unwrap().way_back(), Some("https://behorig.example/"));
    assert_eq!(orders.get(&from_list, at(1)).unwrap().way_back(), None);
    assert_eq!(orders.get(&by_redirect, at(1)).unwrap().way_back(), Some("https://other.example/"));
}

proptest! {
    /// Whatever is done to an order in whatever pace, it is never complete without a person, and never told twice.
    #[test]
    fn an_order_ends_at_most_once_and_never_without_a_person(acts in proptest::collection::vec((0_u8..6, 0_u64..40), 0..30)) {
        let (mut orders, id) = opened_at(0);
        let (mut now, mut endings, mut named) = (0, 0, false);
        for (act, pause) in acts {
            now += pause;
            let act = match act {
                0 => Act::Be(Some(anna())),
                1 => Act::Be(None),
                2 => Act::Approve,
                3 => Act::Say("processing".to_owned()),
                4 => Act::Fail("userCancel".to_owned()),
                _ => {
                    match orders.collect("ref-a", at(now)) {
                        Some(Answer::Complete(_)) => {
                            prop_assert!(named);
                            endings += 1;
                        }
                        Some(Answer::Failed(_)) => endings += 1,
                        Some(Answer::Pending(_)) => prop_assert_eq!(endings, 0),
                        None => {}
                    }
                    continue;
                }
            };
            named |= matches!(act, Act::Be(Some(_)));
            let _ = orders.act(&id, act, at(now));
        }
        prop_assert!(endings <= 1);
    }
}
