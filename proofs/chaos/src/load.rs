//! Load: people who change things by the pages' own forms, one after the other, and write down what was confirmed to them.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::Outcome;
use crate::form::{fields, set};
use crate::ground::{Ground, People};
use crate::http::{Answer, Browser, Lost};

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum What {
    /// A user's title, by support.
    User,
    /// A letter of internal mail.
    Mail,
    /// A case that a clinic begins with a resident.
    Case,
    /// A role given to a user, or taken.
    Grant,
}

impl What {
    pub(crate) const ALL: [Self; 4] = [Self::User, Self::Mail, Self::Case, Self::Grant];

    /// The events of the log that tell of it.
    pub(crate) const fn levels(self) -> &'static [&'static str] {
        match self {
            Self::User => &["accounts.save"],
            Self::Mail => &["internal-mail.send"],
            Self::Case => &["cases.start"],
            Self::Grant => &["grants.give", "grants.end"],
        }
    }
}

/// What was made of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// The program said that it was done.
    Confirmed,
    /// No answer: it may be done or not.
    Unanswered,
    /// Nobody listened.
    Unheard,
    /// Another answer than a confirmation.
    Refused(u16),
}

/// A form that was sent.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub(crate) what: What,
    /// The words that it wrote.
    pub(crate) token: String,
    /// The form's own key, of which the program keeps a receipt in the change's transaction.
    pub(crate) key: Uuid,
    pub(crate) fate: Fate,
}

/// All that was sent, and how many requests there were at all.
#[derive(Clone, Default)]
pub(crate) struct Ledger(Arc<Book>);

#[derive(Default)]
struct Book {
    sent: Mutex<Vec<Sent>>,
    asked: AtomicUsize,
    failed: AtomicUsize,
    /// In microseconds.
    slowest: AtomicU64,
}

impl Ledger {
    /// Written down before it is sent.
    fn about_to_send(&self, what: What) -> (usize, Sent) {
        let key = Uuid::new_v4();
        let sent = Sent { what, token: format!("kaos-{}", key.simple()), key, fate: Fate::Unanswered };
        let mut all = self.sent();
        all.push(sent.clone());
        (all.len() - 1, sent)
    }

    fn came_to(&self, place: usize, answer: &Result<Answer, Lost>) {
        let fate = match answer {
            // What another had ended already is over, as was wished; it was not done by this form.
            Ok(answer) if answer.head.contains("roles-ended-before") => Fate::Refused(answer.status),
            Ok(answer) if answer.status == 303 => Fate::Confirmed,
            Ok(answer) => Fate::Refused(answer.status),
            Err(Lost::Unanswered) => Fate::Unanswered,
            Err(Lost::Unheard) => Fate::Unheard,
        };
        self.note(answer);
        if let Some(sent) = self.sent().get_mut(place) {
            sent.fate = fate;
        }
    }

    pub(crate) fn all(&self) -> Vec<Sent> {
        self.sent().clone()
    }

    fn sent(&self) -> MutexGuard<'_, Vec<Sent>> {
        self.0.sent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a request. One that was refused for a reason of the people's own has not failed.
    fn note(&self, answer: &Result<Answer, Lost>) {
        self.0.asked.fetch_add(1, Ordering::Relaxed);
        if !matches!(answer, Ok(answer) if answer.status < 500) {
            self.0.failed.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn note_time(&self, since: Instant) {
        let took = u64::try_from(since.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.0.slowest.fetch_max(took, Ordering::Relaxed);
    }

    /// How long the slowest request took, since this was last forgotten.
    pub(crate) fn slowest(&self) -> Duration {
        Duration::from_micros(self.0.slowest.load(Ordering::Relaxed))
    }

    pub(crate) fn forget_slowest(&self) {
        self.0.slowest.store(0, Ordering::Relaxed);
    }

    /// How many requests there were.
    pub(crate) fn asked(&self) -> usize {
        self.0.asked.load(Ordering::Relaxed)
    }

    /// How many of them got no answer, or one that the program failed.
    pub(crate) fn failed(&self) -> usize {
        self.0.failed.load(Ordering::Relaxed)
    }

    /// How many met this fate.
    pub(crate) fn count(&self, met: impl Fn(Fate) -> bool) -> usize {
        self.all().iter().filter(|sent| met(sent.fate)).count()
    }
}

/// So many work together.
const CREW: usize = 6;

/// People at work until they are stopped.
pub(crate) struct Load {
    stop: Arc<AtomicBool>,
    workers: Vec<JoinHandle<()>>,
}

impl Load {
    /// Six people, each with a user of their own to change; what one can't do now, one tries again in a moment.
    pub(crate) fn begin(ground: &Ground, at: SocketAddr, ledger: &Ledger) -> Self {
        Self::of_crew(0, ground, at, ledger)
    }

    /// Another crew of six, of which the ground has users for two: 0 and 1.
    pub(crate) fn of_crew(crew: usize, ground: &Ground, at: SocketAddr, ledger: &Ledger) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let workers = (crew * CREW..(crew + 1) * CREW)
            .map(|number| {
                let worker = Worker { people: ground.people.clone(), at, number, ledger: ledger.clone() };
                let stop = Arc::clone(&stop);
                tokio::spawn(async move {
                    for turn in number.. {
                        if stop.load(Ordering::Relaxed) {
                            return;
                        }
                        let what = What::ALL.get(turn % What::ALL.len()).copied().unwrap_or(What::User);
                        if worker.change(what).await.is_err() {
                            tokio::time::sleep(Duration::from_millis(20)).await;
                        }
                    }
                })
            })
            .collect();
        Self { stop, workers }
    }

    /// Lets everybody finish what they have in hand.
    pub(crate) async fn end(self) -> Outcome<()> {
        self.stop.store(true, Ordering::Relaxed);
        for worker in self.workers {
            worker.await?;
        }
        Ok(())
    }
}

struct Worker {
    people: People,
    at: SocketAddr,
    number: usize,
    ledger: Ledger,
}

type Fields = Vec<(String, String)>;

impl Worker {
    fn as_support(&self) -> Browser {
        Browser { at: self.at, cookie: self.people.support.clone() }
    }

    fn as_handler(&self) -> Browser {
        Browser { at: self.at, cookie: self.people.handler.clone() }
    }

    fn user(&self) -> String {
        self.people.users.get(self.number).map(ToString::to_string).unwrap_or_default()
    }

    async fn change(&self, what: What) -> Result<(), Lost> {
        match what {
            What::User => self.change_user().await,
            What::Mail => self.write_mail().await,
            What::Case => self.begin_case().await,
            What::Grant => self.give_or_take().await,
        }
    }

    async fn page(&self, browser: &Browser, path: &str) -> Result<Answer, Lost> {
        let begin = Instant::now();
        let page = browser.get(path).await;
        self.ledger.note_time(begin);
        self.ledger.note(&page);
        page
    }

    /// Sends a form under a key of our own.
    async fn send(
        &self,
        browser: &Browser,
        path: &str,
        what: What,
        mut fields: Fields,
        says: &[&str],
    ) -> Result<(), Lost> {
        let (place, sent) = self.ledger.about_to_send(what);
        for field in says {
            set(&mut fields, field, &sent.token);
        }
        set(&mut fields, "en-gang", &sent.key.to_string());
        let begin = Instant::now();
        let answer = browser.post(path, &fields).await;
        self.ledger.note_time(begin);
        self.ledger.came_to(place, &answer);
        match answer {
            Ok(answer) if answer.status == 303 => Ok(()),
            Ok(_) => Err(Lost::Unheard),
            Err(lost) => Err(lost),
        }
    }

    async fn change_user(&self) -> Result<(), Lost> {
        let (browser, path) = (self.as_support(), format!("/anvandare/{}", self.user()));
        let page = self.page(&browser, &path).await?;
        let fields = fields(&page.body, &path).ok_or(Lost::Unheard)?;
        self.send(&browser, &path, What::User, fields, &["title"]).await
    }

    async fn write_mail(&self) -> Result<(), Lost> {
        let to = format!("person:{}", self.people.receiver);
        let unit = self.people.clinic.to_string();
        let fields = named(&[("enhet", &unit), ("till", &to), ("gor", "skicka")]);
        self.send(&self.as_handler(), "/internpost/ny", What::Mail, fields, &["amne", "meddelande"]).await
    }

    async fn begin_case(&self) -> Result<(), Lost> {
        let fields = named(&[("till", &self.people.resident), ("slag", "information"), ("gor", "skicka")]);
        self.send(&self.as_handler(), "/arenden/nytt", What::Case, fields, &["amne", "meddelande"]).await
    }

    /// Takes what the user has, or gives again what was taken.
    async fn give_or_take(&self) -> Result<(), Lost> {
        let browser = self.as_support();
        let tab = format!("/anvandare/{}/behorigheter", self.user());
        let page = self.page(&browser, &tab).await?;
        let begins = format!("{tab}/");
        let mut links = page.body.split("href=\"").filter_map(|rest| rest.split_once('"')).map(|(link, _)| link);
        let ends = links.find(|link| link.starts_with(&begins) && link.ends_with("/avsluta"));
        let path = match ends {
            Some(path) => path.to_owned(),
            None => format!("{begins}ny"),
        };
        let ask = if ends.is_some() { path.clone() } else { format!("{path}?enhet={}", self.people.clinic) };
        let page = self.page(&browser, &ask).await?;
        let mut fields = fields(&page.body, &path).ok_or(Lost::Unheard)?;
        if ends.is_none() {
            set(&mut fields, "roll", &self.people.role.to_string());
        }
        self.send(&browser, &path, What::Grant, fields, &[]).await
    }
}

fn named(fields: &[(&str, &str)]) -> Fields {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}
