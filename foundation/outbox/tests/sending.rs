//! Letters from the change that wrote them to the mailbox that they come to, over real sockets, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use behorig_access::Instant;
use behorig_identity::Email;
use behorig_mail::{MailFrom, MailServer, Mailer, MailerOptions, SendError};
use behorig_outbox::{
    Address, Carried, Carrier, Letter, LetterId, NotCarried, Outbox, Outcome, Pace, Post, Sender, Standing, outcome,
    standing, tidy, withdraw,
};
use behorig_store::seal::Keys;
use behorig_store::{Actor, Db, Door, Event, Recorded, StoreError, params};
use peer_mail::{OfficeOptions, PostOffice, Running, Weather};
use proof_support::{NOW, TestDb, both_databases};

both_databases!(
    a_change_and_its_letter_stand_or_fall_together,
    a_letter_is_sent_once_and_nothing_secret_is_left,
    a_woken_sender_sends_at_once_and_stops_when_asked,
    while_the_mail_server_is_away_new_letters_do_not_make_it_be_tried_again,
    whatever_the_server_does_a_letter_is_not_lost,
    a_refused_letter_is_given_up_and_does_not_stand_in_the_way_of_others,
    a_server_that_stays_away_makes_a_letter_given_up_after_its_time,
    many_senders_send_each_letter_once,
    a_sender_that_dies_after_sending_leads_to_a_repeat_with_the_same_id_and_not_to_a_loss,
    a_withdrawn_letter_never_goes_and_a_late_note_of_it_is_kept,
    a_letter_sealed_with_another_key_waits_for_who_has_it,
    old_rows_are_tidied_away,
    no_log_names_a_recipient_or_tells_what_was_written,
);

const HOUR: i64 = 3_600_000;
const SECRET: &str = "https://behorig.example/engangslank/5ec2e7";

struct BySmtp(Mailer);

impl Carrier for BySmtp {
    fn carry<'a>(&'a self, post: &'a Post) -> Carried<'a> {
        Box::pin(async move {
            let Address::Mail(to) = &post.recipient else { panic!("handed a text message: {post:?}") };
            let id = post.id.to_string();
            let letter = behorig_mail::Letter {
                id: &id,
                to,
                subject: &post.subject,
                text: &post.body,
                written_at: post.written_at.0,
            };
            self.0.send(&letter).await.map_err(|error| match error {
                SendError::Unreachable(why) => NotCarried::Unreachable(why),
                SendError::Later(why) => NotCarried::Later(why),
                SendError::Refused(why) => NotCarried::Refused(why),
            })
        })
    }
}

fn mailer(office: &Running) -> BySmtp {
    let options = MailerOptions {
        server: MailServer::parse(&format!("smtp://127.0.0.1:{}", office.smtp_port)).unwrap(),
        from: MailFrom::parse("noreply@region.example").unwrap(),
        login: None,
        authority: None,
        own_name: "behorig.example".to_owned(),
    };
    BySmtp(Mailer::new(options).unwrap())
}

fn outbox() -> Outbox {
    Outbox::new(Keys::new(&[7; 32], &[]).unwrap())
}

/// A database, a server, and time in the test's hand.
struct Ground {
    db: Db,
    outbox: Outbox,
    office: Running,
    time: Arc<AtomicI64>,
}

impl Ground {
    async fn new(db: &TestDb) -> Self {
        let office = PostOffice::open(OfficeOptions::default()).await.unwrap();
        Self { db: db.db().clone(), outbox: outbox(), office, time: Arc::new(AtomicI64::new(NOW.0)) }
    }

    fn now(&self) -> Instant {
        Instant(self.time.load(Ordering::SeqCst))
    }

    fn wait(&self, millis: i64) {
        self.time.fetch_add(millis, Ordering::SeqCst);
    }

    fn sender(&self) -> Sender {
        self.sender_by(mailer(&self.office))
    }

    fn sender_by(&self, carrier: impl Carrier) -> Sender {
        let time = Arc::clone(&self.time);
        let pace = Pace { attempt: Duration::from_millis(700), ..Pace::default() };
        Sender::new(self.db.clone(), self.outbox.clone(), carrier, move || Instant(time.load(Ordering::SeqCst)), pace)
    }

    /// Changes something and writes a letter about it; the change fails at its end where `fails`.
    async fn change(&self, to: &str, fails: bool) -> Result<LetterId, StoreError> {
        let letter = Letter::new(
            "test-link",
            Email::parse(to).unwrap(),
            "Välj lösenord",
            format!("Hej!\n\n{SECRET}\n"),
            self.now().plus_millis(72 * HOUR),
        );
        let actor = Actor::system(Door::System, self.now());
        self.db
            .write(&actor, (self.outbox.clone(), letter, to.to_owned()), move |tx, (outbox, letter, to)| {
                Box::pin(async move {
                    tx.execute("INSERT INTO setting (key, value) VALUES (?1, 'x')", params![to]).await?;
                    let id = outbox.put(tx, letter).await?;
                    if fails {
                        return Err(StoreError::Stale);
                    }
                    Ok(tx.record(Event::change("test.link", "setting", to)).await?.with(id))
                })
            })
            .await
    }

    async fn send_all(&self, sender: &Sender) {
        while sender.send_one().await.unwrap() {}
    }

    async fn standing(&self, id: LetterId) -> Standing {
        standing(&mut self.db.read().await.unwrap(), id).await.unwrap().unwrap()
    }

    async fn outcome(&self, id: LetterId) -> Outcome {
        outcome(&mut self.db.read().await.unwrap(), id).await.unwrap().unwrap().1
    }

    /// Body, attempts and last error of a letter.
    async fn row(&self, id: LetterId) -> (Option<Vec<u8>>, i64, Option<String>) {
        let sql = "SELECT body, attempts, last_error FROM outbox WHERE id = ?1";
        self.db.read().await.unwrap().one(sql, params![id]).await.unwrap()
    }

    async fn count(&self, sql: &str) -> i64 {
        let (count,): (i64,) = self.db.read().await.unwrap().one(sql, &[]).await.unwrap();
        count
    }
}

async fn a_change_and_its_letter_stand_or_fall_together(db: TestDb) {
    let ground = Ground::new(&db).await;
    ground.change("eva@a.example", true).await.unwrap_err();
    for table in ["setting", "outbox"] {
        let rows = format!(
            "SELECT CAST(count(*) AS BIGINT) FROM {table} WHERE {}",
            match table {
                "setting" => "key = 'eva@a.example'",
                _ => "TRUE",
            }
        );
        assert_eq!(ground.count(&rows).await, 0, "{table}");
    }
    ground.send_all(&ground.sender()).await;
    assert!(ground.office.mails().is_empty());
    let id = ground.change("eva@a.example", false).await.unwrap();
    assert_eq!(ground.outcome(id).await, Outcome::Waiting);
    // Once more with the same key: the change is refused, and so is its letter.
    ground.change("eva@a.example", false).await.unwrap_err();
    assert_eq!(ground.count("SELECT CAST(count(*) AS BIGINT) FROM outbox").await, 1);
    ground.send_all(&ground.sender()).await;
    assert_eq!(ground.office.mails().len(), 1);
}

async fn a_letter_is_sent_once_and_nothing_secret_is_left(db: TestDb) {
    let ground = Ground::new(&db).await;
    let id = ground.change("eva@a.example", false).await.unwrap();
    let (sealed, ..) = ground.row(id).await;
    assert!(!String::from_utf8_lossy(&sealed.unwrap()).contains("engangslank"), "the body is sealed while it waits");
    let sender = ground.sender();
    ground.wait(5);
    ground.send_all(&sender).await;
    ground.send_all(&sender).await;
    let mails = ground.office.mails();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].text.contains(SECRET));
    assert_eq!(mails[0].message_id, format!("{id}@region.example"));
    assert_eq!(ground.outcome(id).await, Outcome::Sent(ground.now()));
    assert_eq!(ground.row(id).await, (None, 1, None));
}

async fn a_woken_sender_sends_at_once_and_stops_when_asked(db: TestDb) {
    let ground = Ground::new(&db).await;
    let sending = ground.sender().begin();
    // It looks once at its start, and then every half minute: what follows is because it was woken.
    tokio::time::sleep(Duration::from_millis(200)).await;
    ground.change("eva@a.example", false).await.unwrap();
    ground.outbox.wake();
    for _ in 0..100 {
        if !ground.office.mails().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(ground.office.mails().len(), 1);
    sending.stop(Duration::from_secs(5)).await;
    ground.change("bo@a.example", false).await.unwrap();
    ground.outbox.wake();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(ground.office.mails().len(), 1, "it was stopped");
}

/// A mail server that is away, and how often it was looked for.
struct Away(Arc<AtomicI64>);

impl Carrier for Away {
    fn carry<'a>(&'a self, _: &'a Post) -> Carried<'a> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(async { Err(NotCarried::Unreachable("there is nobody".to_owned())) })
    }
}

async fn while_the_mail_server_is_away_new_letters_do_not_make_it_be_tried_again(db: TestDb) {
    let ground = Ground::new(&db).await;
    let tries = Arc::new(AtomicI64::new(0));
    ground.change("eva@a.example", false).await.unwrap();
    let sending = ground.sender_by(Away(Arc::clone(&tries))).begin();
    for _ in 0..100 {
        if tries.load(Ordering::SeqCst) > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    for at in 0..5 {
        ground.change(&format!("bo{at}@a.example"), false).await.unwrap();
        ground.outbox.wake();
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(tries.load(Ordering::SeqCst), 1, "the next try is the next round's");
    sending.stop(Duration::from_secs(5)).await;
}

async fn whatever_the_server_does_a_letter_is_not_lost(db: TestDb) {
    let ground = Ground::new(&db).await;
    let sender = ground.sender();
    let id = ground.change("eva@a.example", false).await.unwrap();
    let storms = [
        Weather::HangsUp,
        Weather::Slow(Duration::from_secs(5)),
        Weather::AtSender("535 5.7.8 no".to_owned()),
        Weather::AtRecipient("450 4.2.0 greylisted".to_owned()),
        Weather::AtRecipient("554 5.7.1 relay access denied".to_owned()),
        Weather::AtLetter("451 4.3.0 try again".to_owned()),
        Weather::CutsTheLetter,
    ];
    for (attempts, weather) in (1..).zip(storms) {
        ground.office.set_weather(weather.clone());
        ground.send_all(&sender).await;
        let (body, tried, why) = ground.row(id).await;
        assert!(body.is_some() && why.is_some(), "{weather:?}");
        assert_eq!(tried, attempts, "{weather:?}: one attempt, and then a wait");
        assert_eq!(ground.outcome(id).await, Outcome::Waiting, "{weather:?}");
        ground.wait(HOUR);
    }
    assert!(ground.office.mails().is_empty());
    ground.office.set_weather(Weather::Fair);
    ground.send_all(&sender).await;
    assert_eq!(ground.office.mails().len(), 1);
    assert_eq!(ground.row(id).await, (None, 8, None));
}

async fn a_refused_letter_is_given_up_and_does_not_stand_in_the_way_of_others(db: TestDb) {
    let ground = Ground::new(&db).await;
    let sender = ground.sender();
    let nobody = ground.change("nobody@a.example", false).await.unwrap();
    ground.office.set_weather(Weather::AtRecipient("550 5.1.1 <nobody@a.example>: no such mailbox".to_owned()));
    ground.send_all(&sender).await;
    assert_eq!(ground.outcome(nobody).await, Outcome::Failed(ground.now()));
    assert_eq!(ground.row(nobody).await, (None, 1, Some("the recipient: 550 5.1.1".to_owned())));
    assert_eq!(ground.standing(nobody).await, Standing::Refused(ground.now()));
    // One that must wait is passed by as well.
    ground.office.set_weather(Weather::AtRecipient("450 4.2.0 later".to_owned()));
    let waiting = ground.change("grey@a.example", false).await.unwrap();
    ground.send_all(&sender).await;
    ground.office.set_weather(Weather::Fair);
    let eva = ground.change("eva@a.example", false).await.unwrap();
    ground.send_all(&sender).await;
    assert_eq!(ground.outcome(eva).await, Outcome::Sent(ground.now()));
    assert_eq!(ground.outcome(waiting).await, Outcome::Waiting);
    assert!(matches!(ground.standing(waiting).await, Standing::TriedInVain(again) if again > ground.now()));
    assert_eq!(ground.standing(eva).await, Standing::Sent(ground.now()));
    assert_eq!(ground.office.mails().len(), 1);
}

async fn a_server_that_stays_away_makes_a_letter_given_up_after_its_time(db: TestDb) {
    let ground = Ground::new(&db).await;
    ground.office.set_weather(Weather::HangsUp);
    let sender = ground.sender();
    let id = ground.change("eva@a.example", false).await.unwrap();
    for _ in 0..9 {
        ground.send_all(&sender).await;
        assert_eq!(ground.outcome(id).await, Outcome::Waiting);
        ground.wait(8 * HOUR - 60_000);
    }
    ground.send_all(&sender).await;
    assert_eq!(ground.outcome(id).await, Outcome::Failed(ground.now()), "no further attempt within its time");
    let (body, attempts, why) = ground.row(id).await;
    assert!(body.is_none() && attempts == 10 && why.is_some());
    assert_eq!(ground.standing(id).await, Standing::TimeOver(ground.now()));
    // Where nothing sends at all, tidying gives up.
    let other = ground.change("bo@a.example", false).await.unwrap();
    assert_eq!(ground.standing(other).await, Standing::Waiting);
    assert_eq!(tidy(&ground.db, ground.now()).await.unwrap().given_up, 0);
    ground.wait(72 * HOUR);
    assert_eq!(tidy(&ground.db, ground.now()).await.unwrap().given_up, 1);
    assert!(ground.row(other).await.0.is_none());
    assert_eq!(ground.standing(other).await, Standing::TimeOver(ground.now()));
    ground.office.set_weather(Weather::Fair);
    ground.send_all(&sender).await;
    assert!(ground.office.mails().is_empty(), "what is given up never goes");
}

async fn many_senders_send_each_letter_once(db: TestDb) {
    let ground = Ground::new(&db).await;
    for number in 0..24 {
        ground.change(&format!("p{number}@a.example"), false).await.unwrap();
    }
    let nodes = [db.open_again().await, db.open_again().await, ground.db.clone()];
    let senders: Vec<_> = nodes
        .iter()
        .map(|node| {
            let time = Arc::clone(&ground.time);
            let now = move || Instant(time.load(Ordering::SeqCst));
            let sender = Sender::new(node.clone(), outbox(), mailer(&ground.office), now, Pace::default());
            tokio::spawn(async move { while sender.send_one().await.unwrap() {} })
        })
        .collect();
    for sender in senders {
        sender.await.unwrap();
    }
    // Whoever found the last letters claimed left early; they are sent by who claimed them.
    let mut recipients: Vec<String> = ground.office.mails().into_iter().flat_map(|mail| mail.recipients).collect();
    recipients.sort();
    let sent = recipients.len();
    recipients.dedup();
    assert_eq!((sent, recipients.len()), (24, 24));
    nodes[..2].iter().for_each(Db::close);
}

/// Sends, and is never heard of again.
struct DiesAfterSending(BySmtp);

impl Carrier for DiesAfterSending {
    fn carry<'a>(&'a self, post: &'a Post) -> Carried<'a> {
        Box::pin(async move {
            self.0.carry(post).await.unwrap();
            std::future::pending().await
        })
    }
}

async fn a_sender_that_dies_after_sending_leads_to_a_repeat_with_the_same_id_and_not_to_a_loss(db: TestDb) {
    let ground = Ground::new(&db).await;
    let id = ground.change("eva@a.example", false).await.unwrap();
    let time = Arc::clone(&ground.time);
    let now = move || Instant(time.load(Ordering::SeqCst));
    let pace = Pace::default();
    let sender =
        Sender::new(ground.db.clone(), ground.outbox.clone(), DiesAfterSending(mailer(&ground.office)), now, pace);
    let dying = tokio::spawn(async move { sender.send_one().await });
    while ground.office.mails().is_empty() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    dying.abort();
    assert!(dying.await.unwrap_err().is_cancelled());
    let survivor = ground.sender();
    ground.send_all(&survivor).await;
    assert_eq!(ground.office.mails().len(), 1, "the lease is the dead one's still");
    ground.wait(i64::try_from(pace.lease.as_millis()).unwrap());
    ground.send_all(&survivor).await;
    let mails = ground.office.mails();
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0].message_id, mails[1].message_id);
    assert_eq!(ground.outcome(id).await, Outcome::Sent(ground.now()));
}

async fn a_withdrawn_letter_never_goes_and_a_late_note_of_it_is_kept(db: TestDb) {
    let ground = Ground::new(&db).await;
    let id = ground.change("eva@a.example", false).await.unwrap();
    let actor = Actor::system(Door::System, ground.now());
    let take_back = async || {
        ground
            .db
            .write(&actor, id, |tx, id| {
                Box::pin(async move {
                    withdraw(tx, *id).await?;
                    Ok::<_, StoreError>(Recorded::nothing_to_record((), "a test"))
                })
            })
            .await
            .unwrap();
    };
    take_back().await;
    assert_eq!(ground.row(id).await, (None, 0, Some("withdrawn".to_owned())));
    assert_eq!(ground.standing(id).await, Standing::Withdrawn(ground.now()));
    let sender = ground.sender();
    ground.send_all(&sender).await;
    assert!(ground.office.mails().is_empty());
    // One that was sent stays so.
    let sent = ground.change("bo@a.example", false).await.unwrap();
    ground.send_all(&sender).await;
    take_back().await;
    assert_eq!(ground.outcome(sent).await, Outcome::Sent(ground.now()));
}

async fn a_letter_sealed_with_another_key_waits_for_who_has_it(db: TestDb) {
    let ground = Ground::new(&db).await;
    let id = ground.change("eva@a.example", false).await.unwrap();
    let time = Arc::clone(&ground.time);
    let now = move || Instant(time.load(Ordering::SeqCst));
    let stranger = Outbox::new(Keys::new(&[8; 32], &[]).unwrap());
    let sender = Sender::new(ground.db.clone(), stranger, mailer(&ground.office), now, Pace::default());
    ground.send_all(&sender).await;
    assert_eq!(ground.outcome(id).await, Outcome::Waiting);
    ground.wait(HOUR);
    ground.send_all(&ground.sender()).await;
    assert_eq!(ground.office.mails().len(), 1);
}

async fn old_rows_are_tidied_away(db: TestDb) {
    let ground = Ground::new(&db).await;
    ground.change("eva@a.example", false).await.unwrap();
    ground.send_all(&ground.sender()).await;
    ground.wait(90 * 24 * HOUR);
    assert_eq!(tidy(&ground.db, ground.now()).await.unwrap().removed, 0);
    ground.wait(1);
    assert_eq!(tidy(&ground.db, ground.now()).await.unwrap().removed, 1);
    assert_eq!(ground.count("SELECT CAST(count(*) AS BIGINT) FROM outbox").await, 0);
}

async fn no_log_names_a_recipient_or_tells_what_was_written(db: TestDb) {
    use std::sync::Mutex;
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);
    impl std::io::Write for Log {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let log = Log::default();
    let writer = log.clone();
    let everything =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone());
    let ground = Ground::new(&db).await;
    ground.change("eva.lund@a.example", false).await.unwrap();
    let sender = ground.sender();
    let listening = tracing::subscriber::set_default(everything.finish());
    for weather in [
        Weather::HangsUp,
        Weather::AtRecipient("450 4.1.1 <eva.lund@a.example>: later".to_owned()),
        Weather::AtLetter("451 4.3.0 eva.lund@a.example".to_owned()),
        Weather::AtRecipient("550 5.1.1 <eva.lund@a.example>: no".to_owned()),
    ] {
        ground.office.set_weather(weather);
        ground.send_all(&sender).await;
        ground.wait(HOUR);
    }
    drop(listening);
    let told = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        told.matches("a letter could not be sent yet").count() == 3 && told.contains("a letter was given up"),
        "{told}"
    );
    for secret in ["eva", "engangslank", "5ec2e7", "Hej"] {
        assert!(!told.contains(secret), "{secret}: {told}");
    }
}
