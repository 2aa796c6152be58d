//! Start page, residents, orders, sign-in, and every part that has no page of its own.

use axum::response::IntoResponse;
use behorig_web::components::{
    Button, Card, Choice, Command, EmptyState, Fields, Figure, Icon, Notice, Page, PersonBanner, PostForm, QrSignIn,
    Shell, Step, StepState, SummaryList, Tag, Tone, Way, card_grid, command_results, commands_json, copyable,
    error_page, figures, find_commands, one_time_link, print_button, tag, task_list, ways,
};
use behorig_web::{Errors, FieldName, Form, Message, field};
use maud::{Markup, html};
use serde_json::json;

use crate::people::test_number;

const USER_NAME: FieldName = field("user-name", "gallery-user-name");
const PASSWORD: FieldName = field("password", "gallery-password");
const YUBIKEY: FieldName = field("yubikey", "gallery-yubikey");
const REASON: FieldName = field("reason", "gallery-reason");
const ATTACHMENT: FieldName = field("attachment", "gallery-attachment");
const VALID: FieldName = field("valid", "gallery-valid");
const SERVICES: FieldName = field("services", "gallery-services");

pub fn start(shell: &Shell<'_>, _: &str) -> Markup {
    let lang = shell.lang;
    let figure = |label, value: &'static str, note| Figure {
        label: lang.t(label),
        value: value.into(),
        note: Some(lang.t(note)),
        path: Some("/".into()),
    };
    Page::new("Vårdcentralen Söder").lead(lang.t("gallery-start-lead")).wide().show(shell, html! {
        (Notice::new(Tone::Warning, lang.t("gallery-one-admin")).text(lang.t("gallery-one-admin-text")).link("/konton", lang.t("gallery-one-admin-link")))
        (figures(&[
            figure("gallery-figure-new", "7", "gallery-figure-new-note"),
            figure("gallery-figure-orders", "3", "gallery-figure-orders-note"),
            figure("gallery-figure-ending", "12", "gallery-figure-ending-note"),
            figure("gallery-figure-accounts", "48", "gallery-figure-accounts-note"),
        ]))
        (card_grid(&[
            Card::new(Icon::Case, "/arenden", lang.t("gallery-cases"), lang.t("gallery-card-cases")).waiting(lang.t("gallery-card-cases-waiting")),
            Card::new(Icon::People, "/invanare", lang.t("gallery-residents"), lang.t("gallery-card-residents")),
            Card::new(Icon::Person, "/konton", lang.t("gallery-accounts"), lang.t("gallery-card-accounts")),
            Card::new(Icon::Tasks, "/bestallningar", lang.t("gallery-orders"), lang.t("gallery-card-orders")).waiting(lang.t("gallery-card-orders-waiting")),
            Card::new(Icon::Key, "/roller", lang.t("gallery-roles"), lang.t("gallery-card-roles")),
            Card::new(Icon::Shield, "/loggranskning", lang.t("gallery-log-review"), lang.t("gallery-card-log")),
        ]))
    })
}

pub fn empty(shell: &Shell<'_>, _: &str) -> Markup {
    let lang = shell.lang;
    Page::new(lang.t("gallery-residents")).lead("Vårdcentralen Söder").wide().show(shell, html! {
        (EmptyState::new(Icon::People, lang.t("gallery-empty"), lang.t("gallery-empty-text")).action(Button::primary_link("/invanare/godkann", lang.t("gallery-approve"))))
    })
}

pub fn resident(shell: &Shell<'_>, _: &str) -> Markup {
    let lang = shell.lang;
    let banner = PersonBanner::new(lang, "Åsa Nyström")
        .fact(lang.t("gallery-identity-number"), test_number(1991, 8, 23))
        .fact(lang.t("gallery-age"), "35")
        .fact(lang.t("gallery-unit"), "Vårdcentralen Söder")
        .protected(true);
    Page::new(lang.t("gallery-approve")).back("/invanare", lang.t("gallery-residents")).banner(html! { (banner) }).show(shell, html! {
        p { (lang.t("gallery-approve-text")) }
        (PostForm::to("#", html! { div.button-row { (Button::primary(lang.t("gallery-approve-button"))) (Button::link("/invanare", lang.t("web-cancel"))) } }).once("k"))
    })
}

pub fn check_answers(shell: &Shell<'_>, _: &str) -> Markup {
    let lang = shell.lang;
    let list = SummaryList::new(lang)
        .text(lang.t("gallery-name"), "Leila Nazari")
        .change("#1")
        .text(lang.t("gallery-hsa-id"), "SE2321000016-9XYZ")
        .change("#2")
        .text(lang.t("gallery-email"), "leila.nazari@exempel.se")
        .change("#3")
        .line(
            lang.t("gallery-grants"),
            html! { span.tags { (tag(Tone::Neutral, "Dashboard")) (tag(Tone::Neutral, "Flygledartornet")) } },
        )
        .change("#4")
        .text(lang.t("gallery-mobile"), "")
        .change("#5");
    Page::new(lang.t("gallery-check")).back("/bestallningar", lang.t("gallery-orders")).lead(lang.t("gallery-check-lead")).show(shell, html! {
        (list)
        (PostForm::to("#", html! { div.button-row { (Button::primary(lang.t("gallery-send-order"))) } }).once("k"))
    })
}

pub fn receipt(shell: &Shell<'_>, _: &str) -> Markup {
    let lang = shell.lang;
    Page::new(lang.t("gallery-receipt")).show(shell, html! {
        (Notice::new(Tone::Good, lang.t("gallery-receipt-title")).text(lang.t("gallery-receipt-text")))
        (one_time_link(lang, &lang.t("gallery-link"), "https://behorig.exempel.se/start/4rTzQ0v7Yb2kLmN8sWcXeA", &lang.t("gallery-link-holds")))
        (task_list(lang, &[
            Step { title: lang.t("gallery-step-1"), text: None, path: Some("#1".into()), state: StepState::Done },
            Step { title: lang.t("gallery-step-2"), text: Some(lang.t("gallery-step-2-text")), path: Some("#2".into()), state: StepState::Started },
            Step { title: lang.t("gallery-step-3"), text: None, path: Some("#3".into()), state: StepState::NotStarted },
            Step { title: lang.t("gallery-step-4"), text: None, path: None, state: StepState::NotYet },
        ]))
        div.button-row { (print_button(lang)) }
    })
}

pub fn parts(shell: &Shell<'_>, _: &str) -> Markup {
    let lang = shell.lang;
    let mut form = Form::default();
    form.fill(&VALID, "until");
    form.fill(&SERVICES, "262");
    form.fill(&SERVICES, "290");
    let mut errors = Errors::new();
    errors.add(&VALID, Message::new("gallery-valid-wrong"));
    let f = Fields::new(lang, &form, &errors);
    let service = |number: &'static str, name: &'static str, group: &'static str| {
        Choice::new(number, name).code(number).group(group)
    };
    Page::new(lang.t("gallery-parts")).errors(&errors).show(shell, html! {
        p.tags { @for tone in [Tone::Neutral, Tone::Info, Tone::Good, Tone::Warning, Tone::Danger] { (Tag::new(tone, format!("{tone:?}"))) } }
        @for tone in [Tone::Neutral, Tone::Info, Tone::Good, Tone::Warning, Tone::Danger] { (Notice::new(tone, format!("{tone:?}")).text(lang.t("gallery-empty-text")).link("#", lang.t("gallery-one-admin-link"))) }
        (copyable(lang, &lang.t("gallery-reference"), "B-2026-000417"))
        (PostForm::to("#", html! {
            (f.radios(&VALID).options([Choice::new("date", lang.t("gallery-valid-date")).hint(lang.t("gallery-valid-date-hint")), Choice::new("until", lang.t("web-until-further-notice"))]))
            (f.ticks(&SERVICES).columns().options([
                service("262", "Kunduppdragsschema (webb)", "Hemtjänst"), service("376", "Kunduppdragsschema (mobilapp)", "Hemtjänst"),
                service("290", "Min sida", "Min sida"), service("179", "Abonnents egna rapporter", "Min sida"), service("266", "Hantera egna rapporter", "Min sida"),
            ]))
            (f.long_text(&REASON, 4).limit(200))
            (f.file(&ATTACHMENT, ".pdf,.png").optional())
            div.button-row { (Button::primary(lang.t("gallery-save"))) (Button::secondary(lang.t("gallery-close"))) (Button::danger(lang.t("gallery-end"))) }
        }).once("k").with_files())
    })
}

pub fn refused(shell: &Shell<'_>, _: &str) -> Markup {
    let lang = shell.lang;
    error_page(
        shell,
        &lang.t("gallery-refused"),
        &lang.t("gallery-refused-text"),
        &[("/byt-uppdrag".into(), lang.t("web-switch-hat")), ("/".into(), lang.t("web-to-start"))],
    )
}

pub fn sign_in(shell: &Shell<'_>, _: &str) -> Markup {
    let lang = shell.lang;
    let way = |icon, path: &'static str, title, text| Way {
        icon,
        path: path.into(),
        title: lang.t(title),
        text: lang.t(text),
    };
    Page::new(lang.t("gallery-sign-in-title")).lead(lang.t("gallery-sign-in-lead")).narrow().show(
        shell,
        html! {
            (ways(&[
                way(Icon::Phone, "/logga-in/bankid", "gallery-bankid", "gallery-bankid-text"),
                way(Icon::Card, "/logga-in/siths", "gallery-siths", "gallery-siths-text"),
                way(Icon::Key, "/logga-in/losenord", "gallery-yubikey-way", "gallery-yubikey-way-text"),
            ]))
            p.hint { (lang.t("gallery-no-account")) " " a href="/skaffa-konto" { (lang.t("gallery-get-account")) } }
        },
    )
}

pub fn password(shell: &Shell<'_>, _: &str) -> Markup {
    let lang = shell.lang;
    let form = Form::filled([(&USER_NAME, "anna.andersson".to_owned())]);
    let mut errors = Errors::new();
    errors.add_general("gallery-wrong-password");
    let f = Fields::new(lang, &form, &errors);
    Page::new(lang.t("gallery-yubikey-way"))
        .back("/logga-in", lang.t("gallery-other-ways"))
        .narrow()
        .errors(&errors)
        .show(
            shell,
            PostForm::to(
                "#",
                html! {
                    (f.code(&USER_NAME).autocomplete("username"))
                    (f.password(&PASSWORD))
                    (f.code(&YUBIKEY))
                    div.button-row { (Button::primary(lang.t("gallery-sign-in-title"))) }
                },
            ),
        )
}

pub fn bankid(shell: &Shell<'_>, _: &str) -> Markup {
    let lang = shell.lang;
    let qr =
        QrSignIn::new(lang, "/logga-in/bankid/status", lang.t("gallery-bankid-message"), "/logga-in/bankid/avbryt")
            .code(square(0))
            .same_device("bankid:///?autostarttoken=gallery&redirect=null");
    Page::new("BankID")
        .back("/logga-in", lang.t("gallery-other-ways"))
        .narrow()
        .refresh_without_script(2)
        .show(shell, qr)
}

/// A picture in the place of a code.
fn square(turn: u32) -> String {
    let mut dots = String::new();
    for (x, y) in (0..25).flat_map(|x| (0..25).map(move |y| (x, y))) {
        if (x * 7 + y * 13 + x * y + turn) % 5 < 2 {
            dots.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    format!(
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 25 25'%3E%3Cpath d='{dots}'/%3E%3C/svg%3E"
    )
}

pub fn bankid_status() -> impl IntoResponse {
    ([("content-type", "application/json")], json!({ "message": "Starta BankID-appen.", "qr": square(1) }).to_string())
}

fn commands() -> Vec<Command<'static>> {
    [
        ("Alla användare", "Användare", "Arkiv Systemadministration Administrera användare konton", "/konton"),
        ("Ny användare", "Användare", "ansluta lägga till konto", "/konton/ny"),
        ("Byt lösenord", "Arkiv", "password yubikey", "/byt-losenord"),
        ("Roller", "Inställningar", "tjänster behörigheter", "/roller"),
        ("Invånare", "Start", "godkänn kommunikation dela ut ärendetyp", "/invanare"),
        ("Beställningar", "Administration", "avbeställa beställa behörighet", "/bestallningar"),
    ]
    .map(|(title, place, words, path)| Command {
        title: title.into(),
        place: place.into(),
        words: words.into(),
        path: path.into(),
    })
    .to_vec()
}

pub fn commands_answer() -> impl IntoResponse {
    ([("content-type", "application/json")], commands_json(&commands()))
}

pub fn search(shell: &Shell<'_>, query: &str) -> Markup {
    let commands = commands();
    Page::new(shell.lang.t("web-command-link"))
        .show(shell, command_results(shell.lang, "/sok", query, &find_commands(&commands, query)))
}
