//! Mail and text messages side by side, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use behorig_access::Instant;
use behorig_identity::{Email, MobileNumber};
use behorig_outbox::{
    Address, Carried, Carrier, Letter, LetterId, NotCarried, Outbox, Pace, Post, Sender, Standing, Way, standing,
};
use behorig_store::seal::Keys;
use behorig_store::{Actor, Db, Door, Event, StoreError, params};
use proof_support::{NOW, TestDb, both_databases};

both_databases!(
    mail_and_text_messages_have_a_sender_each_and_neither_waits_for_the_other,
    both_senders_are_woken_by_the_same_change,
);

const SECRET: &str = "205850";

/// Whoever carries one way: away, or taking everything.
struct Carries {
    way: Way,
    is_away: AtomicBool,
    taken: Mutex<Vec<(Address, String)>>,
}

impl Carries {
    fn by(way: Way) -> Arc<Self> {
        Arc::new(Self { way, is_away: AtomicBool::new(false), taken: Mutex::default() })
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
        let give_up_at = self.now().plus_millis(72 * 3_600_000);
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
    ground.time.fetch_add(3_600_000, Ordering::SeqCst);
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
    let sending = [ground.sender(&ground.mail).begin(), ground.sender(&ground.sms).begin()];
    // They look once at their start, and then every half minute: what follows is because they were woken.
    tokio::time::sleep(Duration::from_millis(300)).await;
    ground.change(number()).await;
    ground.change(mailbox()).await;
    ground.outbox.wake();
    for _ in 0..100 {
        if !ground.mail.taken().is_empty() && !ground.sms.taken().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!((ground.mail.taken().len(), ground.sms.taken().len()), (1, 1));
    for one in sending {
        one.stop(Duration::from_secs(5)).await;
    }
}
