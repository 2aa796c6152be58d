//! How quick signed-in pages are: the list of users beside a constant string of its size through the same server, at two sizes of
//! installation; and the page of residents, with its durable audit event, beside that event's bare insert.

use proof_benches::bare::Insert;
use proof_benches::constant::{listen, serve};
use proof_benches::database::Kind;
use proof_benches::ground::{CLINIC, Ground, REGION};
use proof_benches::load::Reader;
use proof_benches::measure::{grouped, percentile};
use proof_benches::printed::{millis, progress, promised, rate, table};
use proof_benches::versus::{Effort, in_turns, side_by_side};
use proof_benches::{Outcome, is_quick};

/// Who looks: at what their eyes are, by user name, at which unit.
const VIEWERS: [(&str, &str, &str); 2] =
    [("support, the whole region", "support00", REGION), ("system administrator, a clinic", "person000000", CLINIC)];
/// So many browsers at once for a rate.
const BROWSERS: usize = 4;
/// The promise of a page's throughput.
const LEAST: f64 = 0.2;
/// The promise of p99 when the installation grows a hundredfold.
const MOST_GROWTH: f64 = 1.3;
/// So many pages into the list.
const DEEP: usize = 10;

#[tokio::main]
async fn main() -> Outcome<()> {
    let large = if is_quick() { 2_000 } else { 100_000 };
    let (mut lists, mut residents) = (Vec::new(), Vec::new());
    for kind in Kind::here() {
        progress(&format!("pages on {}: laying the ground", kind.name()))?;
        let small = Ground::with_accounts(kind, 1_000).await?;
        let ground = Ground::with_accounts(kind, large).await?;
        lists.extend(lists_on(kind, &small, &ground).await?);
        residents.extend(residents_on(kind, &small).await?);
        small.remove().await?;
        ground.remove().await?;
    }
    let sentence = format!(
        "The list of users, fifty a page, with session, grants and decision read in the request's own snapshot, uncompressed, \
         at {} accounts, to {BROWSERS} browsers; beside it a constant string of the same size through the same server. p99 is that of \
         one browser that asks an installation of 1\u{a0}000 accounts and the large one in turns. Promised: a fifth of the constant \
         string's throughput, and p99 within {MOST_GROWTH} times.",
        grouped(large as f64)
    );
    let head = [
        "database",
        "viewer",
        "page",
        "bytes",
        "pages a second",
        "constant a second",
        "ratio",
        "p50",
        "p99",
        "p99 at 1 000",
        "growth",
    ];
    table(&sentence, 3, &head, &lists)?;
    let sentence = "\nThe residents of a clinic, fifty a page: before it is shown, one audit event with its fifty subjects is on disk. \
        Bare is one row of `audit_event` inserted and committed by the same driver, without subjects.";
    let head = ["database", "at once", "pages a second", "bare inserts a second", "ratio"];
    Ok(table(sentence, 1, &head, &residents)?)
}

async fn lists_on(kind: Kind, small: &Ground, large: &Ground) -> Outcome<Vec<Vec<String>>> {
    let effort = Effort::asked();
    let (near, far) = (listen(small.router.clone()).await?, listen(large.router.clone()).await?);
    let mut rows = Vec::new();
    for (eyes, user_name, unit) in VIEWERS {
        let cookies = [small.signed_in(user_name, unit).await?, large.signed_in(user_name, unit).await?];
        let [cookie_near, cookie_far] = &cookies;
        let deep_near = deep(near, cookie_near).await?;
        let deep_far = deep(far, cookie_far).await?;
        let searched = "/anvandare?q=an".to_owned();
        let pages = [
            ("first", ["/anvandare".to_owned(), "/anvandare".to_owned()]),
            ("deep", [deep_near, deep_far]),
            ("search *an*", [searched.clone(), searched]),
        ];
        for (page, [path_near, path_far]) in pages {
            progress(&format!("{}: {eyes}, {page}", kind.name()))?;
            let mut ours = Reader::many(BROWSERS, far, &path_far, cookie_far).await?;
            let bytes = match ours.first_mut() {
                Some(reader) => reader.page().await?.len(),
                None => 0,
            };
            let mut constant = Reader::many(BROWSERS, serve(bytes).await?, "/", "").await?;
            let versus = in_turns(&mut ours, &mut constant, effort).await?;
            let mut reader_near = Reader::of(near, &path_near, cookie_near).await?;
            let mut reader_far = Reader::of(far, &path_far, cookie_far).await?;
            let [times_near, times_far] = side_by_side(&mut reader_near, &mut reader_far, effort.timed).await?;
            let (p99_near, p99_far) = (percentile(&times_near, 0.99), percentile(&times_far, 0.99));
            let growth = p99_far / p99_near;
            rows.push(vec![
                kind.name().to_owned(),
                eyes.to_owned(),
                page.to_owned(),
                grouped(bytes as f64),
                rate(versus.ours),
                rate(versus.theirs),
                promised(versus.ratio, versus.ratio >= LEAST),
                millis(percentile(&times_far, 0.5)),
                millis(p99_far),
                millis(p99_near),
                promised(growth, growth <= MOST_GROWTH),
            ]);
        }
    }
    Ok(rows)
}

/// The path of a page far into the list, found as a reader would: by going on. Where the list ends before, its last page.
async fn deep(address: std::net::SocketAddr, cookie: &str) -> Outcome<String> {
    let mut path = "/anvandare".to_owned();
    for _ in 0..DEEP {
        let page = Reader::of(address, &path, cookie).await?.page().await?;
        let Some(next) = next_page(&page) else { break };
        path = next;
    }
    Ok(path)
}

fn next_page(page: &str) -> Option<String> {
    let start = page.find("/anvandare?efter=")?;
    page.get(start..)?.split('"').next().map(str::to_owned)
}

async fn residents_on(kind: Kind, ground: &Ground) -> Outcome<Vec<Vec<String>>> {
    let address = listen(ground.router.clone()).await?;
    let cookie = ground.signed_in("lokal", CLINIC).await?;
    let mut rows = Vec::new();
    for at_once in [1, 16] {
        progress(&format!("{}: residents, {at_once} at once", kind.name()))?;
        let mut ours = Reader::many(at_once, address, "/invanare", &cookie).await?;
        let mut bare = Insert::many(&ground.database, at_once).await?;
        let versus = in_turns(&mut ours, &mut bare, Effort::asked()).await?;
        rows.push(vec![
            kind.name().to_owned(),
            at_once.to_string(),
            rate(versus.ours),
            rate(versus.theirs),
            format!("{:.2}", versus.ratio),
        ]);
    }
    Ok(rows)
}
