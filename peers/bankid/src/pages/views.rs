//! What the phone's pages look like. All on it is in Swedish, as the people who try the demo are.

use super::{FAILED_HINTS, PENDING_HINTS};
use crate::orders::Order;
use crate::{Person, Phone};
use maud::{DOCTYPE, Markup, html};

fn page(title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="sv" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " – testtelefonen" }
                link rel="stylesheet" href="/phone.css";
            }
            body {
                header.test { p { strong { "TEST" } " Ingen riktig BankID-app, bevisar ingenting." } }
                main.phone {
                    h1 { (title) }
                    (content)
                }
            }
        }
    }
}

/// The home screen: what waits, and a way to scan without a camera.
pub(super) fn home(phone: &Phone, scan_error: Option<&str>) -> Markup {
    let (waiting, now) = phone.waiting();
    page(
        "Testtelefonen",
        &html! {
            @if waiting.is_empty() {
                p.quiet { "Ingen väntar på dig just nu. Börja logga in med BankID i tjänsten och kom sedan hit." }
            } @else {
                h2 { "Väntar på dig" }
                ul.rows {
                    @for order in &waiting {
                        li { form method="post" action="/open" {
                            button.row.open name="order" value=(order.tokens.id.0) {
                                span.initials aria-hidden="true" { @if order.asked.is_signature { "✎" } @else { "→" } }
                                span { strong { (errand(order)) } span.quiet { (service(order)) ", för " (now.saturating_sub(order.made_at).as_secs()) " s sedan" } }
                            }
                        } }
                    }
                }
            }
            p { a href="/" { "Se efter igen" } }
            section {
                h2 { "Läs av en QR-kod" }
                form #scan method="post" action="/scan" {
                    label for="qr" { "Texten i QR-koden" }
                    p #qr-hint .quiet { "Den börjar med " code { "bankid." } " och gäller i några sekunder." }
                    @if let Some(error) = scan_error { p #qr-error .error role="alert" { (error) } }
                    textarea #qr name="qr" rows="3" required autocomplete="off" spellcheck="false"
                        aria-describedby=[Some(if scan_error.is_some() { "qr-hint qr-error" } else { "qr-hint" })]
                        aria-invalid=[scan_error.map(|_| "true")] {}
                    button { "Läs av" }
                }
            }
        },
    )
}

/// Who answers the order?
pub(super) fn choose(order: &Order, people: &[Person]) -> Markup {
    let required = order.asked.personal_number.as_deref();
    let able: Vec<&Person> =
        people.iter().filter(|person| required.is_none_or(|number| number == person.personal_number)).collect();
    page(
        "Vem är du?",
        &html! {
            p { (service(order)) " vill att du " (if order.asked.is_signature { "skriver under" } else { "legitimerar dig" }) "." }
            @if able.is_empty() { p.quiet { "Ingen av testpersonerna är den som tjänsten frågar efter." } }
            form method="post" action=(path(order, "person")) {
                ul.rows {
                    @for person in able {
                        li { button.row id={ "person-" (person.key) } name="person" value=(person.key) {
                            (initials(person))
                            span {
                                strong { (person.name()) }
                                span { (person.purpose) }
                                span.quiet { (person.written_number()) }
                            }
                        } }
                    }
                }
            }
            (ways_out(order))
        },
    )
}

/// The chosen person approves or not.
pub(super) fn confirm(order: &Order, person: &Person) -> Markup {
    let approve = if order.asked.is_signature { "Skriv under" } else { "Legitimera mig" };
    page(
        errand(order),
        &html! {
            div.row { (initials(person)) span { strong { (person.name()) } span { (person.purpose) } span.quiet { (person.written_number()) } } }
            p { "hos " strong { (service(order)) } }
            @if let Some(text) = &order.asked.text { blockquote.visible { (text) } }
            form method="post" action=(path(order, "approve")) { button #approve .primary { (approve) } }
            (ways_out(order))
            form method="post" action=(path(order, "person")) {
                input type="hidden" name="person" value="";
                button #someone-else .plain { "Var någon annan" }
            }
            details {
                summary { "Prova något ovanligt" }
                form method="post" action=(path(order, "hint")) {
                    label for="hint" { "Vad telefonen ska svara" }
                    select #hint name="hint" {
                        optgroup label="Väntar" { @for (code, meaning) in PENDING_HINTS { option value=(code) { (meaning) } } }
                        optgroup label="Misslyckas" { @for (code, meaning) in FAILED_HINTS { option value=(code) { (meaning) } } }
                    }
                    button #say { "Svara så" }
                }
            }
        },
    )
}

fn ways_out(order: &Order) -> Markup {
    html! {
        div.pair {
            form method="post" action=(path(order, "cancel")) { button #cancel { "Avbryt" } }
            form method="post" action=(path(order, "expire")) { button #expire { "Låt tiden gå ut" } }
        }
    }
}

/// What was done, for somebody who scanned and now looks at the other screen. `None` for an ending that does not exist.
pub(super) fn done(how: &str) -> Option<Markup> {
    let (title, text) = match how {
        "approved" => ("Klart", "Du har svarat. Fortsätt på den andra skärmen."),
        "cancelled" => ("Avbrutet", "Tjänsten får veta att du avbröt."),
        "expired" => ("Tiden gick ut", "Tjänsten får veta att ingen svarade i tid."),
        "failed" => ("Misslyckades", "Tjänsten får veta att det inte gick."),
        _ => return None,
    };
    Some(page(title, &html! { p #done { (text) } p { a href="/" { "Till telefonens början" } } }))
}

/// The order is over, collected or never was.
pub(super) fn gone() -> Markup {
    page(
        "Finns inte längre",
        &html! {
            p { "Beställningen är avslutad eller har gått ut. Börja om i tjänsten och kom sedan hit igen." }
            p { a href="/" { "Till telefonens början" } }
        },
    )
}

/// Another site's page pressed a button.
pub(super) fn refused() -> Markup {
    page("Stoppat", &html! { p { "En annan webbplats försökte trycka på telefonens knappar." } })
}

fn errand(order: &Order) -> &'static str {
    if order.asked.is_signature { "Skriva under?" } else { "Legitimera dig?" }
}

fn service(order: &Order) -> &str {
    order.asked.domain.as_deref().unwrap_or("Tjänsten")
}

fn path(order: &Order, act: &str) -> String {
    format!("/order/{}/{act}", order.tokens.id.0)
}

fn initials(person: &Person) -> Markup {
    let letters: String = [&person.given_name, &person.surname].iter().filter_map(|name| name.chars().next()).collect();
    html! { span.initials aria-hidden="true" { (letters) } }
}
