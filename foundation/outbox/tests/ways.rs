//! Mail and text messages side by side, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use behorig_access::Instant;
use behorig_identity::{Email, MobileNumber};
use behorig_outbox::{
    Address, Carried, Carrier, Letter, LetterId, NotCarried, Outbox, Pace, Post, Sender, Standing, Way, standing,
    written_to,
};
use behorig_store::seal::Keys;
use behorig_store::{Actor, Db, Door, Event, StoreError, params};
use proof_support::{NOW, TestDb, both_databases};

both_databases!(
    mail_and_text_messages_have_a_sender_each_and_neither_waits_for_the_other,
    both_senders_are_woken_by_the_same_change,
    a_text_message_that_may_have_arrived_is_sent_three_times_in_all_and_a_mail_until_its_time_is_over,
    attempts_that_sent_nothing_cost_a_text_message_none_of_its_three,
    letters_are_counted_by_address_and_kind_whatever_became_of_them,
);

const SECRET: &str = "205850";
const HOUR: i64 = 3_600_000;

/// Whoever carries one way: away, taking everything, or taking it without a word.
struct Carries {
    way: Way,
    is_away: AtomicBool,
    is_silent: AtomicBool,
    taken: Mutex<Vec<(Address, String)>>,
}

impl Carries {
    fn by(way: Way) -> Arc<Self> {
        let (is_away, is_silent) = (AtomicBool::new(false), AtomicBool::new(false));
        Arc::new(Self { way, is_away, is_silent, taken: Mutex::default() })
    }

    fn taken(&self) -> Vec<(Address, String)> {
        self.taken.lock().unwrap().clone()
    }
}

struct Handed(Arc<Carries>);

impl Carrier for Handed {
    fn way(&self) -> Way {
        self.0.way
    }

    fn carry<'a>(&'a self, post: &'a Post) -> Carried<'a> {
        Box::pin(async move {
            if self.0.is_away.load(Ordering::SeqCst) {
                return Err(NotCarried::Unreachable("there is nobody".to_owned()));
            }
            self.0.taken.lock().unwrap().push((post.recipient.clone(), post.body.clone()));
            if self.0.is_silent.load(Ordering::SeqCst) {
                return Err(NotCarried::NotKnown("the line broke".to_owned()));
            }
            Ok(())
        })
    }
}

/// A database, a carrier for each way, and time in the test's hand.
struct Ground {
    db: Db,
    outbox: Outbox,
    mail: Arc<Carries>,
    sms: Arc<Carries>,
    time: Arc<AtomicI64>,
}

impl Ground {
    fn new(db: &TestDb) -> Self {
        let outbox = Outbox::by(Keys::new(&[7; 32], &[]).unwrap(), &Way::ALL);
        let time = Arc::new(AtomicI64::new(NOW.0));
        Self { db: db.db().clone(), outbox, mail: Carries::by(Way::Mail), sms: Carries::by(Way::Sms), time }
    }

    fn now(&self) -> Instant {
        Instant(self.time.load(Ordering::SeqCst))
    }

    fn sender(&self, carrier: &Arc<Carries>) -> Sender {
        let time = Arc::clone(&self.time);
        let now = move || Instant(time.load(Ordering::SeqCst));
        Sender::new(self.db.clone(), self.outbox.clone(), Handed(Arc::clone(carrier)), now, Pace::default())
    }

    async fn change(&self, to: Address) -> LetterId {
        let give_up_at = self.now().plus_millis(72 * HOUR);
        let letter = Letter::new("test", to, "", SECRET.to_owned(), give_up_at);
        self.db
            .write(&Actor::system(Door::System, self.now()), (self.outbox.clone(), letter), |tx, (outbox, letter)| {
                Box::pin(async move {
                    let id = outbox.put(tx, letter).await?;
                    Ok::<_, StoreError>(tx.record(Event::change("test.letter", "outbox", id)).await?.with(id))
                })
            })
            .await
            .unwrap()
    }

    fn wait(&self, millis: i64) {
        self.time.fetch_add(millis, Ordering::SeqCst);
    }

    /// Waits until a way has carried so many, for a few seconds at most.
    async fn until_carried(&self, mails: usize, texts: usize) {
        for _ in 0..100 {
            if self.mail.taken().len() >= mails && self.sms.taken().len() >= texts {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!((self.mail.taken().len(), self.sms.taken().len()), (mails, texts));
    }

    async fn standing(&self, id: LetterId) -> Standing {
        standing(&mut self.db.read().await.unwrap(), id).await.unwrap().unwrap()
    }
}

fn number() -> Address {
    MobileNumber::parse("070-174 06 05").unwrap().into()
}

fn mailbox() -> Address {
    Email::parse("eva@a.example").unwrap().into()
}

async fn send_all(sender: &Sender) {
    while sender.send_one().await.unwrap() {}
}

async fn mail_and_text_messages_have_a_sender_each_and_neither_waits_for_the_other(db: TestDb) {
    let ground = Ground::new(&db);
    let (mailer, texter) = (ground.sender(&ground.mail), ground.sender(&ground.sms));
    let text = ground.change(number()).await;
    send_all(&mailer).await;
    assert_eq!(ground.standing(text).await, Standing::Waiting, "it is none of the mail's");
    ground.sms.is_away.store(true, Ordering::SeqCst);
    send_all(&texter).await;
    assert!(matches!(ground.standing(text).await, Standing::TriedInVain(again) if again > ground.now()));
    let mail = ground.change(mailbox()).await;
    send_all(&mailer).await;
    assert_eq!(ground.standing(mail).await, Standing::Sent(ground.now()), "one way is shut, the other goes on");
    ground.sms.is_away.store(false, Ordering::SeqCst);
    ground.wait(HOUR);
    send_all(&texter).await;
    assert_eq!(ground.standing(text).await, Standing::Sent(ground.now()));
    assert_eq!(ground.sms.taken(), [(number(), SECRET.to_owned())]);
    assert_eq!(ground.mail.taken(), [(mailbox(), SECRET.to_owned())]);
    let row = "SELECT body, recipient FROM outbox WHERE id = ?1";
    let mut tx = ground.db.read().await.unwrap();
    let (body, recipient): (Option<Vec<u8>>, String) = tx.one(row, params![text]).await.unwrap();
    assert_eq!((body, recipient.as_str()), (None, "+46701740605"), "wiped as a mail is");
}

async fn both_senders_are_woken_by_the_same_change(db: TestDb) {
    let ground = Ground::new(&db);
    ground.change(number()).await;
    ground.change(mailbox()).await;
    let sending = [ground.sender(&ground.mail).begin(), ground.sender(&ground.sms).begin()];
    // What each finds at its start: from then on it looks every half minute only, so what follows is because they were woken.
    ground.until_carried(1, 1).await;
    ground.change(number()).await;
    ground.change(mailbox()).await;
    ground.outbox.wake();
    ground.until_carried(2, 2).await;
    for one in sending {
        one.stop(Duration::from_secs(5)).await;
    }
}

async fn a_text_message_that_may_have_arrived_is_sent_three_times_in_all_and_a_mail_until_its_time_is_over(db: TestDb) {
    let ground = Ground::new(&db);
    let senders = [ground.sender(&ground.mail), ground.sender(&ground.sms)];
    for way in [&ground.mail, &ground.sms] {
        way.is_silent.store(true, Ordering::SeqCst);
    }
    let (text, mail) = (ground.change(number()).await, ground.change(mailbox()).await);
    for _ in 0..10 {
        for sender in &senders {
            send_all(sender).await;
        }
        ground.wait(HOUR);
    }
    assert_eq!((ground.sms.taken().len(), ground.mail.taken().len()), (3, 10));
    assert_eq!(ground.standing(text).await, Standing::NotKnown(NOW.plus_millis(2 * HOUR)));
    assert!(matches!(ground.standing(mail).await, Standing::TriedInVain(_)), "its repeats are known by its id");
    let body: (Option<Vec<u8>>,) =
        ground.db.read().await.unwrap().one("SELECT body FROM outbox WHERE id = ?1", params![text]).await.unwrap();
    assert_eq!(body, (None,), "wiped as what is given up is");
}

async fn attempts_that_sent_nothing_cost_a_text_message_none_of_its_three(db: TestDb) {
    let ground = Ground::new(&db);
    let sender = ground.sender(&ground.sms);
    let text = ground.change(number()).await;
    let tries = async |is_away: bool, is_silent: bool, times: usize| {
        ground.sms.is_away.store(is_away, Ordering::SeqCst);
        ground.sms.is_silent.store(is_silent, Ordering::SeqCst);
        for _ in 0..times {
            send_all(&sender).await;
            ground.wait(HOUR);
        }
    };
    tries(true, false, 5).await;
    tries(false, true, 2).await;
    tries(true, false, 5).await;
    assert!(matches!(ground.standing(text).await, Standing::TriedInVain(_)));
    assert_eq!(ground.sms.taken().len(), 2);
    tries(false, false, 2).await;
    assert_eq!(ground.sms.taken().len(), 3, "the third one was taken");
    assert!(matches!(ground.standing(text).await, Standing::Sent(_)));
}

async fn letters_are_counted_by_address_and_kind_whatever_became_of_them(db: TestDb) {
    let ground = Ground::new(&db);
    let began = ground.now();
    ground.wait(1);
    ground.change(number()).await;
    send_all(&ground.sender(&ground.sms)).await;
    ground.change(number()).await;
    ground.change(mailbox()).await;
    ground.change(MobileNumber::parse("070-174 06 06").unwrap().into()).await;
    let mut tx = ground.db.read().await.unwrap();
    let mut counted = Vec::new();
    for (address, kind, since) in [
        (number(), "test", began),
        (number(), "test", ground.now()),
        (number(), "other", began),
        (mailbox(), "test", began),
    ] {
        counted.push(written_to(&mut tx, &address, kind, since).await.unwrap());
    }
    assert_eq!(counted, [2, 0, 0, 1]);
}
