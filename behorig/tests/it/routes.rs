//! The walk over all routes: every page asked as nobody, as a stranger, with another permission at the unit, from another site,
//! and by the right one. A route that is missing from the samples fails.

use std::collections::BTreeSet;

use behorig::assemble::RouteLine;
use behorig_access::{AccountId, BuiltIn, Hat, PersonId, Service};
use behorig_case_types::Ready;
use behorig_visit::Access;
use http::{Method, StatusCode};
use proof_support::{TestDb, both_databases};

use crate::site::Site;

both_databases!(nobody_is_sent_to_sign_in);
both_databases!(a_stranger_learns_nothing);
both_databases!(another_permission_at_the_unit_is_told_the_reason);
both_databases!(the_right_one_gets_every_page_in_both_languages);
both_databases!(a_form_from_another_site_is_refused);
both_databases!(figures_tell_of_no_one_and_no_label_grows);

/// Records of the clinic that pages are asked for.
pub struct Samples {
    pub account: AccountId,
    role: String,
    order: String,
    grant_of_account: String,
    grant_of_resident: String,
    handed_out: String,
    pub case_type: String,
    template: String,
    pub case: String,
    group: String,
    absence: String,
    mail: String,
    report: String,
    appointment: String,
    service: String,
    home_care: crate::home_care::Samples,
    visit: String,
    request: String,
    unit: String,
    matter: String,
    round: String,
    deputy: String,
    review: String,
    event: String,
}

impl Samples {
    pub async fn of(site: &Site) -> Self {
        let world = &site.world;
        let account = world.account("Nils Öberg").at(world.clinic).await;
        let grant = world.grant(account, BuiltIn::CaseHandler, world.clinic).await;
        world.grant(account, BuiltIn::InternalMail, world.clinic).await;
        let resident: PersonId = world.resident("Signe Lund").await;
        let approval = world.grant(resident, BuiltIn::ApprovedResident, world.clinic).await;
        let boss = right_one(site).await;
        let mut browser = site.staff(boss, world.clinic).await;
        let order = crate::orders::an_order(&mut browser, world.clinic).await;
        let mail = crate::internal_mail::a_mail(&mut browser, &world.role(BuiltIn::CaseHandler).to_string()).await;
        let report = crate::reports::a_report(&mut browser, world.clinic).await;
        let home_care = crate::home_care::samples(world, &mut browser, world.clinic).await;
        let (appointment, service) = crate::orderers::samples(world).await;
        let (round, deputy) = crate::certification::a_round(site).await;
        let (review, event) = crate::log_review::samples(site, account, resident).await;
        let cases = crate::cases::samples(&site.world, account, resident).await;
        Self {
            account,
            home_care,
            visit: crate::daily_planning::a_visit(world, world.clinic).await,
            request: crate::new_account::a_request(world).await,
            unit: world.clinic.to_string(),
            matter: crate::support::a_matter(&site.world, account).await,
            round,
            deputy,
            review,
            event,
            case: cases.case,
            group: cases.group,
            absence: cases.absence,
            mail,
            report,
            appointment,
            service,
            role: world.role(BuiltIn::Relative).to_string(),
            order,
            grant_of_account: grant.to_string(),
            grant_of_resident: approval.to_string(),
            handed_out: crate::residents::handed_out(world, resident).await.to_string(),
            case_type: crate::case_types::activated(world, Ready::BookAppointment).await.to_string(),
            template: crate::case_types::a_template(world).await.to_string(),
        }
    }

    /// A real path for a route; `None` where what it is about is one's own and made anew in its own test.
    pub fn path(&self, route: &RouteLine) -> Option<String> {
        let path = route.path;
        if !path.contains('{') {
            return Some(path.to_owned());
        }
        let made_in_its_own_test =
            ["{document}", "/bilagor/", "{key}/avslut", "{token}", "/blev-inte-av", "/behorighetsregister/import/{id}"];
        if made_in_its_own_test.iter().any(|part| path.contains(part)) {
            return None;
        }
        let filled = if path.starts_with("/anvandare") {
            path.replace("{id}", &self.account.to_string()).replace("{grant}", &self.grant_of_account)
        } else if path.starts_with("/installningar/roller") {
            path.replace("{id}", &self.role)
        } else if path.starts_with("/installningar/bestallbara-tjanster") {
            path.replace("{id}", &self.service)
        } else if path.starts_with("/bestallare") {
            path.replace("{grant}", &self.appointment)
        } else if path.starts_with("/bestallningar") {
            path.replace("{id}", &self.order)
        } else if path.starts_with("/invanare/{grant}/andra") || path.ends_with("/ta-bort-arendetyp") {
            path.replace("{grant}", &self.handed_out)
        } else if path.starts_with("/invanare") {
            path.replace("{grant}", &self.grant_of_resident)
        } else if path.starts_with("/mottagning/arendetyper") {
            path.replace("{id}", &self.case_type).replace("{field}", "sought-where").replace("{alternative}", "booked")
        } else if path.starts_with("/mottagning/mallar") {
            path.replace("{id}", &self.template)
        } else if path.starts_with("/arenden/grupper") {
            path.replace("{id}", &self.group)
        } else if path.starts_with("/arenden/franvaro") {
            path.replace("{id}", &self.absence)
        } else if path.starts_with("/rapporter") || path.starts_with("/min-sida") {
            path.replace("{id}", &self.report)
        } else if path.starts_with("/dashboard") {
            path.replace("{figur}", "svarstider")
        } else if path.starts_with("/flygledartornet") {
            path.replace("{unit}", &self.unit)
        } else if path.starts_with("/internpost") {
            path.replace("{id}", &self.mail)
        } else if path.starts_with("/support") {
            path.replace("{id}", &self.matter)
        } else if path.starts_with("/omprovning") {
            path.replace("{id}", &self.round).replace("{grant}", &self.deputy)
        } else if path.starts_with("/loggranskning/handelser") {
            path.replace("{id}", &self.event)
        } else if path.starts_with("/loggranskning") {
            path.replace("{id}", &self.review)
        } else if path.starts_with("/planering") {
            path.replace("{unit}", &self.unit)
        } else if path.starts_with("/kontoansokningar") {
            path.replace("{id}", &self.request)
        } else if path.starts_with("/besok") {
            path.replace("{id}", &self.visit)
        } else if path.starts_with("/kunder") {
            self.home_care.fill(path)
        } else if path == "/arenden/sok" {
            "/arenden/sok?ord=kontakta".to_owned()
        } else if path.starts_with("/arenden") {
            path.replace("{id}", &self.case)
        } else if path.starts_with("/mina-") {
            // Residents are walked as residents, in the tests of their pages: whoever is none meets nothing there.
            let none = "01997c3e-7c00-7000-8000-000000000001";
            ["{unit}", "{type}", "{id}", "{file}"].iter().fold(path.to_owned(), |path, name| path.replace(name, none))
        } else if path == "/hjalp/{key}" {
            "/hjalp/anvandare".to_owned()
        } else {
            panic!("the walk has no sample for {path}: give it one")
        };
        assert!(!filled.contains('{'), "the walk has no sample for {path}: give it one");
        Some(filled)
    }
}

/// Somebody with every built-in permission for staff at the organisation and below.
pub async fn right_one(site: &Site) -> AccountId {
    let world = &site.world;
    let account = world.account("Rut Alm").at(world.clinic).await;
    for template in BuiltIn::ALL.iter().filter(|template| template.kind() == Hat::Staff) {
        world.grant(account, *template, world.region).branch().await;
    }
    account
}

fn is_guarded(access: Access) -> bool {
    matches!(access, Access::Service(_) | Access::AnyOf(_))
}

async fn nobody_is_sent_to_sign_in(test: TestDb) {
    let site = Site::new(test).await;
    let samples = Samples::of(&site).await;
    let mut nobody = site.browser();
    for route in &site.table {
        let Some(path) = samples.path(route) else { continue };
        let page = if route.method == Method::GET { nobody.get(&path).await } else { nobody.post(&path, &[]).await };
        match route.access {
            Access::Anyone => assert!(!page.status.is_server_error(), "{} {path}: {}", route.method, page.status),
            _ => {
                assert_eq!(page.status, StatusCode::SEE_OTHER, "{} {path}", route.method);
                let location = page.location.unwrap_or_default();
                assert!(location.starts_with("/logga-in"), "{} {path} leads to {location}", route.method);
            }
        }
    }
}

async fn a_stranger_learns_nothing(test: TestDb) {
    let site = Site::new(test).await;
    let samples = Samples::of(&site).await;
    let stranger = site.world.account("Kim Holm").at(site.world.other_clinic).await;
    site.world.grant(stranger, BuiltIn::SystemAdministrator, site.world.other_clinic).await;
    let mut browser = site.staff(stranger, site.world.other_clinic).await;
    for route in site.table.iter().filter(|route| is_guarded(route.access) && route.path.contains('{')) {
        let Some(path) = samples.path(route) else { continue };
        // Roles belong to the whole organisation: whoever may see them sees them all. A figure of the Dashboard is no record: it is of
        // the units that one holds.
        if path.starts_with("/installningar/") || path.starts_with("/dashboard/") {
            continue;
        }
        let page = if route.method == Method::GET {
            browser.get(&path).await
        } else {
            browser.post(&path, &[("version", "1")]).await
        };
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{} {path}: {}", route.method, page.body);
    }
}

async fn another_permission_at_the_unit_is_told_the_reason(test: TestDb) {
    let site = Site::new(test).await;
    let samples = Samples::of(&site).await;
    let other = site.world.account("Lo Berg").at(site.world.clinic).await;
    // Roles belong to the organisation, the other records to the clinic: known at both.
    site.world.grant(other, BuiltIn::InternalMail, site.world.clinic).await;
    site.world.grant(other, BuiltIn::InternalMail, site.world.region).await;
    // And one who holds another permission than that, for the pages that it opens.
    let third = site.world.account("My Ström").at(site.world.clinic).await;
    site.world.grant(third, BuiltIn::Reviewer, site.world.clinic).await;
    let mut others = site.staff(other, site.world.clinic).await;
    let mut thirds = site.staff(third, site.world.clinic).await;
    for route in site.table.iter().filter(|route| is_guarded(route.access)) {
        let Some(path) = samples.path(route) else { continue };
        let opens_it = route.access == Access::Service(Service::InternalMail);
        let browser = if opens_it { &mut thirds } else { &mut others };
        let page = if route.method == Method::GET { browser.get(&path).await } else { browser.post(&path, &[]).await };
        // A form without its fields may be malformed before anything is decided; it may never be carried out.
        let refused = [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND, StatusCode::BAD_REQUEST];
        assert!(refused.contains(&page.status), "{} {path}: {} {}", route.method, page.status, page.body);
        if route.method == Method::GET {
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}: {}", page.body);
            assert!(page.says("Varför?"), "{path} does not say why: {}", page.body);
        }
    }
}

/// The app in the phone is a relative's: no role of staff that comes with the program holds its service. It is walked with schedules.
const IN_THE_PHONE: Access = Access::Service(Service::AssignmentScheduleMobile);

async fn the_right_one_gets_every_page_in_both_languages(test: TestDb) {
    let site = Site::new(test).await;
    let samples = Samples::of(&site).await;
    let right = right_one(&site).await;
    for lang in ["sv", "en"] {
        let mut browser = site.staff(right, site.world.clinic).await.speaking(lang);
        let of_others = [Access::Resident, IN_THE_PHONE];
        for route in site.table.iter().filter(|route| route.method == Method::GET && !of_others.contains(&route.access))
        {
            // What is open to everyone signed in and about one record is the record's owner's alone.
            let is_ones_own = route.access == Access::SignedIn && route.path.contains('{');
            let Some(path) = samples.path(route).filter(|_| !is_ones_own) else { continue };
            // A stream has no end; what it says is tried where live pages are.
            if path.ends_with("/handelser") && path != "/loggranskning/handelser" {
                continue;
            }
            let page = browser.get(&path).await;
            // An installation without BankID, and a visitor who is signed in already.
            if path.starts_with("/logga-in") || path == "/skaffa-konto" {
                assert!(!page.status.is_server_error(), "{path}: {}", page.status);
                continue;
            }
            assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
            if page.headers.get("content-type").is_some_and(|kind| kind.to_str().unwrap().starts_with("text/html")) {
                is_a_whole_page(&path, lang, &page.body);
            }
        }
    }
}

fn is_a_whole_page(path: &str, lang: &str, body: &str) {
    assert_eq!(body.matches("<h1").count(), 1, "{path} needs one h1: {body}");
    assert!(body.contains(&format!("<html lang=\"{lang}\"")), "{path} is not in {lang}");
    assert!(body.contains("<title>") && !body.contains("<title></title>"), "{path} needs a title");
    assert!(!body.contains("<script>") && !body.contains(" style=\""), "{path} has inline script or style");
}

async fn a_form_from_another_site_is_refused(test: TestDb) {
    let site = Site::new(test).await;
    let samples = Samples::of(&site).await;
    let right = right_one(&site).await;
    let mut browser = site.staff(right, site.world.clinic).await;
    for route in site.table.iter().filter(|route| route.method == Method::POST) {
        let Some(path) = samples.path(route) else { continue };
        for origin in ["https://evil.example", "null", "http://behorig.test.evil.example"] {
            let page = browser.post_from(origin, &path, &[]).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path} from {origin}");
            assert!(page.says("Formuläret kom från en annan webbplats"), "{path}: {}", page.body);
        }
    }
}

/// The figures of a walk over everything, and of addresses that nobody has: each label is one of few values that the code names.
async fn figures_tell_of_no_one_and_no_label_grows(test: TestDb) {
    let site = Site::new(test).await;
    let samples = Samples::of(&site).await;
    let right = right_one(&site).await;
    let mut browser = site.staff(right, site.world.clinic).await;
    for route in &site.table {
        let Some(path) = samples.path(route).filter(|path| !path.ends_with("/handelser")) else { continue };
        if route.method == Method::GET {
            browser.get(&path).await
        } else {
            browser.post(&path, &[]).await
        };
    }
    for unknown in ["/anvandare/191212121212", "/191212121212", "/anvandare?namn=%C3%96berg", "/invanare/Signe/Lund"] {
        browser.get(unknown).await;
    }
    let text = site.meters.render();
    let values = |name: &str| -> BTreeSet<String> {
        let begins = format!("{name}=\"");
        text.split(&begins).skip(1).filter_map(|rest| rest.split_once('"')).map(|(value, _)| value.to_owned()).collect()
    };
    let mut known: BTreeSet<String> = site.table.iter().map(|route| route.path.to_owned()).collect();
    known.insert("other".to_owned());
    let walked = values("route");
    assert!(walked.is_subset(&known), "{:?}", walked.difference(&known));
    assert!(walked.len() * 10 > known.len() * 8, "most routes were walked: {} of {}", walked.len(), known.len());
    assert!(values("method").iter().all(|method| ["GET", "POST", "other"].contains(&method.as_str())));
    assert!(values("status").iter().all(|status| status == "other" || status.len() == 3));
    let labels = ["route", "method", "status", "way", "outcome", "le"];
    let of_lines = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| Some(line.split_once('{')?.1));
    for label in of_lines.flat_map(|inside| inside.split(',')).filter_map(|label| Some(label.split_once("=\"")?.0)) {
        assert!(labels.contains(&label), "{label}");
    }
    for person in ["191212121212", "Öberg", "Lund", "Signe", "Rut", &samples.account.to_string(), &samples.case] {
        assert!(!text.contains(person), "{person}: {text}");
    }
}
