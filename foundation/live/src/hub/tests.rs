use super::*;

fn topic(number: u128) -> Topic {
    Topic::new('c', Uuid::from_u128(number))
}

fn ear(hub: &Arc<Hub>, session: u128, topics: &[u128]) -> Listening {
    let topics = topics.iter().map(|number| topic(*number)).collect();
    hub.listen(Uuid::from_u128(session), topics, vec![Topic::new('s', Uuid::from_u128(session))]).unwrap()
}

#[test]
fn who_looks_at_something_hears_of_it_once_however_often_it_is_touched() {
    let hub = Arc::new(Hub::new());
    let (first, other) = (ear(&hub, 1, &[7, 8]), ear(&hub, 2, &[9]));
    for _ in 0..100 {
        hub.touched(&[topic(7), topic(8)]);
    }
    assert_eq!(first.heard(), News::CHANGED);
    assert_eq!(first.heard(), News::default());
    assert_eq!(other.heard(), News::default());
}

#[test]
fn what_is_heard_says_what_kind_of_news_it_is() {
    let hub = Arc::new(Hub::new());
    let company = Topic::new(COMPANY, Uuid::from_u128(7));
    let session = Uuid::from_u128(1);
    let one = hub.listen(session, vec![topic(7), company], vec![Topic::new('s', session)]).unwrap();
    hub.touched(&[company]);
    assert_eq!(one.heard(), News::COMPANY);
    hub.touched(&[Topic::new('s', session), topic(7)]);
    assert_eq!(one.heard(), News::RIGHTS.and(News::CHANGED));
}

#[test]
fn nothing_is_kept_of_who_has_gone() {
    let hub = Arc::new(Hub::new());
    let one = ear(&hub, 1, &[7]);
    let two = ear(&hub, 1, &[7]);
    drop(one);
    hub.touched(&[topic(7)]);
    assert_eq!(two.heard(), News::CHANGED);
    drop(two);
    let open = hub.open();
    assert!(open.by_topic.is_empty() && open.by_session.is_empty() && open.ears == 0);
}

#[test]
fn a_session_has_so_many_pages_listening_and_no_more() {
    let hub = Arc::new(Hub::new());
    let mut pages: Vec<_> = (0..MOST_OF_SESSION as u128).map(|at| ear(&hub, 1, &[at])).collect();
    assert!(hub.listen(Uuid::from_u128(1), vec![topic(7)], Vec::new()).is_none());
    assert!(hub.listen(Uuid::from_u128(2), vec![topic(7)], Vec::new()).is_some());
    pages.pop();
    assert!(hub.listen(Uuid::from_u128(1), vec![topic(7)], Vec::new()).is_some());
}

#[test]
fn a_page_that_was_shown_just_before_hears_what_it_missed() {
    let hub = Arc::new(Hub::new());
    std::thread::sleep(Duration::from_millis(30));
    hub.touched(&[topic(7)]);
    let page = ear(&hub, 1, &[7]);
    assert!(page.was_touched_within(Duration::from_millis(20)));
    assert!(!ear(&hub, 1, &[8]).was_touched_within(Duration::from_millis(20)));
    std::thread::sleep(Duration::from_millis(30));
    assert!(!page.was_touched_within(Duration::from_millis(20)), "that was before the page was shown");
    assert!(page.was_touched_within(Duration::from_secs(3_600)), "nobody remembers an hour");
}

#[test]
fn where_more_was_touched_than_is_remembered_it_may_have_been_anything() {
    let hub = Arc::new(Hub::new());
    std::thread::sleep(Duration::from_millis(5));
    for number in 0..=REMEMBERED as u128 {
        hub.touched(&[topic(number + 100)]);
    }
    assert!(ear(&hub, 1, &[7]).was_touched_within(Duration::from_millis(4_000)));
}

#[test]
fn what_waits_for_other_nodes_is_told_once_and_never_grows_without_end() {
    let hub = Hub::new();
    hub.committed(&[topic(1)]);
    assert_eq!(hub.take_outgoing(), None, "there is no other node");
    hub.has_line.store(true, Ordering::Release);
    hub.committed(&[topic(2), topic(1)]);
    hub.committed(&[topic(2)]);
    assert_eq!(hub.take_outgoing(), Some(Outgoing::Topics(vec![topic(1), topic(2)])));
    assert_eq!(hub.take_outgoing(), None);
    for number in 0..=MOST_WAITING as u128 {
        hub.committed(&[topic(number)]);
    }
    hub.committed(&[topic(1)]);
    assert_eq!(hub.take_outgoing(), Some(Outgoing::Everything));
    assert_eq!(hub.take_outgoing(), None);
}

#[test]
fn when_the_program_stops_all_are_told_and_so_is_who_comes_after() {
    let hub = Arc::new(Hub::new());
    let live = Live(Arc::clone(&hub));
    let before = ear(&hub, 1, &[7]);
    live.close();
    assert_eq!(before.heard(), News::CLOSED);
    assert_eq!(ear(&hub, 2, &[7]).heard(), News::CLOSED);
}
