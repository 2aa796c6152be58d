//! The program run for real: its log, its figures and its end.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use behorig_access::{AccountId, Assurance, BuiltIn, Hat, Instant, ObjectKind, ObjectRef, UnitId};
use behorig_sign_in::one_time_link;
use behorig_store::{Actor, Door, Recorded, StoreError, params};
use behorig_visit::{Clock as _, HatChoice, NewSession, SessionLimits, SystemClock, Token};
use proof_support::{TestDb, World, both_databases};

use super::Operator;

both_databases!(a_program_that_runs_for_real_tells_of_no_one_in_its_log_or_its_figures_and_stops_when_asked);

const GIVEN: &str = "Annikamaria";
const FAMILY: &str = "Ekstrandsson";
const USER: &str = "annika.ekstrandsson";
const PASSWORD: &str = "Blåbärspaj-utan-vispgrädde-7";
const KIN: &str = "Gyllenhammar";
const KIN_USER: &str = "karin.gyllenhammar";
/// Of the published test series.
const NUMBER: &str = "191212121212";

/// The program as a process of its own, killed when the test ends early.
struct Program {
    child: Child,
    site: SocketAddr,
    figures: SocketAddr,
    log: Arc<Mutex<Vec<String>>>,
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

fn start(operator: &Operator) -> Program {
    let (site, figures) = (free(), free());
    let text = std::fs::read_to_string(operator.path("behorig.toml")).unwrap();
    operator.configure(&format!(
        "{text}[server]\nlisten = \"{site}\"\n[log]\njson = true\nfilter = \"info,behorig=trace\"\n[metrics]\nlisten = {}\n",
        figures.port()
    ));
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_behorig"))
        .arg("serve")
        .current_dir(operator.folder.path())
        .env_clear()
        .env("BEHORIG_CONFIG", "behorig.toml")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let log = Arc::new(Mutex::new(Vec::new()));
    let (lines, kept) = (BufReader::new(child.stderr.take().unwrap()).lines(), Arc::clone(&log));
    std::thread::spawn(move || lines.for_each(|line| kept.lock().unwrap().push(line.unwrap())));
    let begun = std::time::Instant::now();
    while TcpStream::connect(site).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it did not start: {:?}", log.lock().unwrap());
        std::thread::sleep(Duration::from_millis(50));
    }
    Program { child, site, figures, log }
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

/// One request on a connection of its own.
fn ask(to: SocketAddr, request: &str, cookie: &str, form: Option<&str>) -> Answer {
    let mut stream = TcpStream::connect(to).unwrap();
    let form = form.map_or(String::new(), |form| {
        let length = form.len();
        format!("Content-Type: application/x-www-form-urlencoded\r\nOrigin: http://{to}\r\nContent-Length: {length}\r\n\r\n{form}")
    });
    let end = if form.is_empty() { "\r\n" } else { "" };
    write!(stream, "{request} HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\nCookie: {cookie}\r\n{form}{end}").unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    Answer { status, head: head.to_owned(), body: body.to_owned() }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Makes the account, and says the path of its link, and a code.
async fn account(operator: &Operator) -> (String, String) {
    use tokio::io::AsyncWriteExt as _;
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_behorig"));
    let mut command = operator.command(program);
    command.args(["account", "--user-name", USER, "--given-name", GIVEN, "--family-name", FAMILY]);
    command.args(["--organisation", "Vårdcentralen Solgläntan", "--with-identity-number"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(format!("{NUMBER}\n").as_bytes()).await.unwrap();
    let output = child.wait_with_output().await.unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{said} {}", String::from_utf8_lossy(&output.stderr));
    let link = said.lines().find(|line| line.contains("/engangslank/")).unwrap();
    let codes: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("    ")).collect();
    assert_eq!(codes.len(), 10, "there is no BankID to sign in with: {said}");
    (link.split_at(link.find("/engangslank/").unwrap()).1.trim().to_owned(), codes.last().unwrap().to_string())
}

/// The clock of the program that runs.
fn now() -> Instant {
    SystemClock.now()
}

fn by_hand() -> Actor {
    Actor::system(Door::System, now())
}

/// A relative, who signs in with a password alone; gives the path of a link.
async fn relative(db: &TestDb) -> String {
    let world = World::new(db).await;
    let world = world.later(now().0 - world.now.0);
    let account = world.account(&format!("Karin {KIN}")).at(world.home_care).await;
    let customer = world.resident(&format!("Kurt {KIN}")).await;
    let whose = ObjectRef { kind: ObjectKind::Customer, id: customer.as_object() };
    world.grant(account, BuiltIn::Relative, world.home_care).for_object(whose).await;
    let token = Token::random().unwrap();
    db.write(&by_hand(), (token.clone(), account), |tx, (token, account)| {
        Box::pin(async move {
            one_time_link::issue(tx, token, *account, one_time_link::VALID_FOR).await?;
            Ok::<_, StoreError>(Recorded::nothing_to_record((), "a test"))
        })
    })
    .await
    .unwrap();
    one_time_link::path(&token)
}

/// The administrator's cookie, as after a sign-in with BankID.
async fn signed_in(db: &TestDb) -> String {
    let mut tx = db.read().await.unwrap();
    let (account, unit): (AccountId, UnitId) =
        tx.one("SELECT id, unit_id FROM account WHERE user_name = ?1", params![USER]).await.unwrap();
    drop(tx);
    let choice = HatChoice { hat: Hat::Staff, account: Some(account), person: None, unit: Some(unit) };
    let session = NewSession { choice, assurance: Assurance::High, method: "bankid", address: None, agent: None };
    let token = Token::random().unwrap();
    db.write(&by_hand(), (token.clone(), session), |tx, (token, session)| {
        Box::pin(async move {
            behorig_visit::open(tx, token, session, SessionLimits::default()).await?;
            Ok::<_, StoreError>(Recorded::nothing_to_record((), "a test's own sign-in"))
        })
    })
    .await
    .unwrap();
    token.reveal().to_owned()
}

fn choose(site: SocketAddr, link: &str) {
    assert_eq!(ask(site, &format!("GET {link}"), "", None).status, 200);
    let chosen = ask(site, &format!("POST {link}"), "", Some(&format!("nytt={}", encoded(PASSWORD))));
    assert_eq!(chosen.status, 303, "{}", chosen.body);
}

/// The cookies that an answer sets, as a browser sends them back.
fn cookies(answer: &Answer) -> String {
    let pairs = answer.head.lines().filter_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next());
    pairs.collect::<Vec<_>>().join("; ")
}

/// Signs in in vain and well, and looks at pages; gives the cookie of who came in.
fn go_about(site: SocketAddr, secret: &str, code: &str) -> String {
    let sign_in = |user: &str, password: &str| {
        let typed = format!("anvandarnamn={}&losenord={}", encoded(user), encoded(password));
        ask(site, "POST /logga-in", "", Some(&typed))
    };
    assert_eq!(sign_in(USER, "Hallonpaj-utan-vaniljsås-3").status, 422);
    let asked = sign_in(USER, PASSWORD);
    let typed = format!("kod={}", code.to_lowercase());
    let first = ask(site, "POST /logga-in/reservkod", &cookies(&asked), Some(&typed));
    assert_eq!((asked.status, first.status), (303, 303), "{} {}", asked.body, first.body);
    let keys = ask(site, "GET /mina-nycklar", &cookies(&first), None);
    assert!(
        keys.status == 200 && keys.body.contains("action=\"/mina-nycklar/ny\""),
        "a key can be registered: {}",
        keys.body
    );
    assert_ne!(ask(site, "POST /logga-in/reservkod", &cookies(&sign_in(USER, PASSWORD)), Some(&typed)).status, 303);
    let came_in = sign_in(KIN_USER, PASSWORD);
    assert_eq!(came_in.status, 303, "{}", came_in.body);
    let cookie = came_in.head.lines().find_map(|line| line.strip_prefix("set-cookie: behorig="));
    let kins = cookie.unwrap_or_else(|| panic!("no cookie in {}", came_in.head)).split(';').next().unwrap().to_owned();
    let start = ask(site, "GET /", &format!("behorig={kins}"), None);
    assert!(start.status == 200 && start.body.contains(KIN), "{}", start.body);

    let cookie = format!("behorig={secret}");
    let users = ask(site, &format!("GET /anvandare?namn={FAMILY}"), &cookie, None);
    assert!(users.status == 200 && users.body.contains(FAMILY), "{} {}", users.head, users.body);
    let ids = users.body.split("href=\"/anvandare/").skip(1).filter_map(|rest| rest.split('"').next());
    let own = ids.into_iter().find(|id| id.len() == 36).unwrap().to_owned();
    assert!(ask(site, &format!("GET /anvandare/{own}"), &cookie, None).body.contains(FAMILY));
    // What people do wrong: a number in an address, a form that no page sends.
    assert_eq!(ask(site, &format!("GET /finns/inte/{NUMBER}?namn={FAMILY}"), &cookie, None).status, 404);
    let odd = ask(site, "POST /anvandare/ny", &cookie, Some(&format!("{FAMILY}={NUMBER}&{GIVEN}=%FF%00")));
    assert!((400..500).contains(&odd.status), "{} {}", odd.status, odd.body);
    kins
}

async fn a_program_that_runs_for_real_tells_of_no_one_in_its_log_or_its_figures_and_stops_when_asked(db: TestDb) {
    let operator = Operator::of(&db);
    let ((administrators, code), relatives) = (account(&operator).await, relative(&db).await);
    let mut program = start(&operator);
    choose(program.site, &administrators);
    choose(program.site, &relatives);
    // Whoever chooses a password ends the sessions there were.
    let secret = signed_in(&db).await;
    let kins = go_about(program.site, &secret, &code);
    let last = |link: &str| link.rsplit('/').next().unwrap().to_owned();
    let secrets = [secret, kins, last(&administrators), last(&relatives), code];
    let figures = ask(program.figures, "GET /metrics", "", None);
    assert_eq!(figures.status, 200);
    for line in [
        "behorig_sign_ins_total{outcome=\"opened\",way=\"password\"} 1",
        "behorig_sign_ins_total{outcome=\"refused\",way=\"password\"} 1",
        "behorig_sign_ins_total{outcome=\"opened\",way=\"recovery-code\"} 1",
        "behorig_sign_ins_total{outcome=\"refused\",way=\"recovery-code\"} 1",
        "behorig_requests_total{method=\"GET\",route=\"/anvandare/{id}\",status=\"200\"} 1",
        "behorig_requests_total{method=\"GET\",route=\"other\",status=\"404\"} 1",
        "behorig_database_up 1",
        "behorig_letters_waiting{way=\"mail\"} 0",
        "behorig_live_pages 0",
        "behorig_log_unsealed_oldest_seconds ",
        "behorig_log_checkpoint_age_seconds ",
    ] {
        assert!(figures.body.contains(line), "{line} is not in {}", figures.body);
    }
    assert!(ask(program.site, "GET /metrics", "", None).status == 404, "the site itself gives none out");

    let asked = std::process::Command::new("kill").arg(program.child.id().to_string()).status().unwrap();
    assert!(asked.success());
    let ended = program.child.wait().unwrap();
    assert!(ended.success(), "SIGTERM ends it in order: {ended}");
    let log = program.log.lock().unwrap().join("\n");
    assert!(log.lines().count() > 5, "something was logged: {log}");
    let short = NUMBER.get(2..).unwrap().to_owned();
    let dashed = format!("{}-{}", &NUMBER[..8], &NUMBER[8..]);
    let short_dashed = dashed[2..].to_owned();
    let nowhere = [
        GIVEN,
        FAMILY,
        USER,
        PASSWORD,
        "Blåbärspaj",
        "Hallonpaj",
        NUMBER,
        &short,
        &dashed,
        &short_dashed,
        "Solgläntan",
    ];
    for text in nowhere.iter().copied().map(str::to_owned).chain(secrets) {
        let in_log = log.lines().find(|line| line.to_lowercase().contains(&text.to_lowercase()));
        assert_eq!(in_log, None, "{text}");
        assert!(!figures.body.contains(&text), "{text} is in {}", figures.body);
    }
    for line in log.lines() {
        assert!(line.starts_with('{') && line.ends_with('}'), "each line is one object: {line}");
    }
}
