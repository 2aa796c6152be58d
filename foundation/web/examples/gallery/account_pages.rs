//! The account list and a user's page with its tabs.

use behorig_web::components::{
    Button, Change, Chip, Choice, Column, Crumb, Dialog, Event, Fields, Filters, Icon, Notice, Page, Pager,
    PersonBanner, PostForm, Row, Section, Shell, Tab, Table, Tag, Timeline, Tone, Width, dialog_link, print_button,
    save_bar, side_by_side, tabs, tag,
};
use behorig_web::{Errors, FieldName, Form, Lang, Message, field};
use maud::{Markup, html};

use crate::NOW;
use crate::people::{PEOPLE, Standing, test_number};

const GIVEN_NAME: FieldName = field("given-name", "gallery-given-name");
const FAMILY_NAME: FieldName = field("family-name", "gallery-family-name");
const HSA_ID: FieldName = field("hsa-id", "gallery-hsa-id");
const IDENTITY: FieldName = field("identity-number", "gallery-identity-number");
const TITLE: FieldName = field("title", "gallery-title");
const LONG_TITLE: FieldName = field("long-title", "gallery-long-title");
const CATEGORY: FieldName = field("category", "gallery-category");
const USER_NAME: FieldName = field("user-name", "gallery-user-name");
const PASSWORD: FieldName = field("password", "gallery-start-password");
const MOBILE: FieldName = field("mobile", "gallery-mobile");
const EMAIL: FieldName = field("email", "gallery-email");
const BLOCKED: FieldName = field("blocked", "gallery-blocked");
const GRANTS: FieldName = field("grants", "gallery-grants");
const FROM: FieldName = field("from", "gallery-from");
const UNTIL: FieldName = field("until", "gallery-until");
const ROLE: FieldName = field("role", "gallery-role");
const UNIT: FieldName = field("unit", "gallery-unit");

const CATEGORIES: [&str; 10] = [
    "Annan",
    "Fysioterapeut/Sjukgymnast",
    "Kiropraktor",
    "Logoped",
    "Läkare",
    "Naprapat",
    "Psykolog",
    "Receptionist",
    "Sekreterare",
    "Sjuksköterska",
];

pub fn list(shell: &Shell<'_>, query: &str) -> Markup {
    let lang = shell.lang;
    let any = || Choice::new("", lang.t("gallery-any"));
    let found = lang.tr("gallery-found", &[("count", 20_312.into())]);
    let filters = Filters::new(lang, "/konton", found)
        .search("q", lang.t("gallery-search-accounts"), query)
        .select("enhet", lang.t("gallery-unit"), [any(), Choice::new("1", "Vårdcentralen Söder")], "")
        .select(
            "kategori",
            lang.t("gallery-category"),
            std::iter::once(any()).chain(CATEGORIES.map(|c| Choice::new(c, c))),
            "",
        )
        .chips([Chip::new("Region Sörmland", "/konton"), Chip::new(lang.t("gallery-active"), "/konton")]);
    let columns = [
        Column::new(lang.t("gallery-name")).sortable("/konton?fallande=1", Some(false)),
        Column::new(lang.t("gallery-user-name")),
        Column::new(lang.t("gallery-category")),
        Column::new(lang.t("gallery-unit")),
        Column::new(lang.t("gallery-grants")),
        Column::new(lang.t("gallery-state")),
        Column::new(lang.t("gallery-last-seen")).unbroken(),
    ];
    let rows = PEOPLE.iter().map(|person| {
        Row::link("/konton/anna", person.name)
            .cell(person.user_name)
            .cell(person.category)
            .cell(person.unit)
            .cell(person.roles)
            .cell(standing(lang, person.standing))
            .cell(person.last_seen)
            .muted(person.standing == Standing::Ended)
    });
    Page::new(lang.t("gallery-accounts"))
        .wide()
        .actions(html! { (print_button(lang)) (Button::primary_link("/konton/ny", lang.t("gallery-new-account")).icon(Icon::Plus)) })
        .show(shell, html! {
            (filters)
            (Table::new(lang.t("gallery-accounts"), columns).rows(rows))
            (Pager::new(lang, None, Some("/konton?efter=x".into()), lang.t("gallery-shown")))
        })
}

fn standing(lang: Lang, standing: Standing) -> Markup {
    match standing {
        Standing::Active => tag(Tone::Good, &lang.t("gallery-active")),
        Standing::Blocked => html! { (Tag::new(Tone::Danger, lang.t("gallery-blocked-tag")).icon(Icon::Lock)) },
        Standing::Locked => html! { (Tag::new(Tone::Warning, lang.t("gallery-locked")).icon(Icon::Lock)) },
        Standing::Pending => html! { (Tag::new(Tone::Info, lang.t("gallery-pending")).icon(Icon::Clock)) },
        Standing::Ended => tag(Tone::Neutral, &lang.t("gallery-ended")),
    }
}

fn page<'a>(shell: &Shell<'_>, current: &str) -> Page<'a> {
    let lang = shell.lang;
    let tab = |path: &'static str, id| Tab::new(path, lang.t(id), path == current);
    let names = [
        ("/konton/anna", "gallery-tab-basics"),
        ("/konton/anna/anvandarkonto", "gallery-tab-account"),
        ("/konton/anna/hr", "gallery-tab-hr"),
        ("/konton/anna/behorigheter", "gallery-grants"),
        ("/konton/anna/anstallning", "gallery-tab-employment"),
        ("/konton/anna/kontakt", "gallery-tab-contact"),
        ("/konton/anna/dokument", "gallery-tab-documents"),
        ("/konton/anna/historik", "gallery-tab-history"),
    ];
    let tabs = tabs("Anna Andersson", &names.map(|(path, id)| tab(path, id)));
    Page::new("Anna Andersson")
        .section(lang.t("gallery-accounts"))
        .wide()
        .crumbs([Crumb::new("/", lang.t("gallery-start")), Crumb::new("/konton", lang.t("gallery-accounts"))])
        .below_heading(
            html! { p.tags { (standing(lang, Standing::Active)) (tag(Tone::Neutral, "Vårdcentralen Söder")) } (tabs) },
        )
}

fn known() -> Form {
    Form::filled([
        (&GIVEN_NAME, "Anna".to_owned()),
        (&FAMILY_NAME, "Andersson".to_owned()),
        (&IDENTITY, test_number(1982, 4, 7)),
        (&HSA_ID, "SE2321000016-1ABC".to_owned()),
        (&TITLE, "Leg. sjuksköterska".to_owned()),
        (&LONG_TITLE, "Leg. sjuksköterska, specialist i distriktssjukvård".to_owned()),
        (&CATEGORY, "Sjuksköterska".to_owned()),
        (&USER_NAME, "anna.andersson".to_owned()),
        (&EMAIL, "anna.andersson@exempel".to_owned()),
        (&MOBILE, "070-174 06 35".to_owned()),
    ])
}

pub fn basics(shell: &Shell<'_>, _: &str) -> Markup {
    let lang = shell.lang;
    let (form, errors) = (known(), Errors::new());
    let f = Fields::new(lang, &form, &errors);
    let support = lang.t("gallery-only-support");
    let body = html! {
        (Section::new(lang.t("gallery-person"), html! {
            (side_by_side(&html! { (f.text(&GIVEN_NAME).read_only(support.clone())) (f.text(&FAMILY_NAME).read_only(support.clone())) }))
            (f.identity_number(&IDENTITY))
            (f.code(&HSA_ID).read_only(support.clone()))
        }).about(lang.t("gallery-person-about")))
        (Section::new(lang.t("gallery-profession"), html! {
            (f.select(&CATEGORY).options(CATEGORIES.map(|c| Choice::new(c, c))))
            (f.text(&TITLE).width(Width::Half))
            (f.text(&LONG_TITLE).optional())
        }).about(lang.t("gallery-profession-about")))
        (save_bar(lang, &Button::primary(lang.t("gallery-save")), &html! { (Button::link("/konton", lang.t("gallery-close"))) }))
    };
    let shell = Shell { flash: Some(Notice::new(Tone::Good, lang.t("gallery-saved"))), ..shell.clone() };
    page(&shell, "/konton/anna").show(&shell, PostForm::to("/konton/anna", body).version(7).once("k").guarded())
}

pub fn account_tab(shell: &Shell<'_>, _: &str) -> Markup {
    let lang = shell.lang;
    let mut form = known();
    form.fill(&BLOCKED, "1");
    let mut errors = Errors::new();
    errors.add(&EMAIL, Message::new("email-wrong-domain"));
    errors.add(&PASSWORD, PASSWORD.missing());
    let f = Fields::new(lang, &form, &errors);
    let body = html! {
        (Section::new(lang.t("gallery-sign-in"), html! {
            (f.code(&USER_NAME))
            (f.email(&EMAIL))
            (f.phone(&MOBILE).optional())
            (f.password(&PASSWORD).new_password())
            (f.tick(&BLOCKED))
        }).about(lang.t("gallery-sign-in-about")))
        (save_bar(lang, &Button::primary(lang.t("gallery-save")), &html! { (Button::link("/konton", lang.t("gallery-close"))) }))
    };
    page(shell, "/konton/anna/anvandarkonto")
        .errors(&errors)
        .show(shell, PostForm::to("#", body).version(7).once("k").guarded())
}

pub fn grants_tab(shell: &Shell<'_>, _: &str) -> Markup {
    let lang = shell.lang;
    let mut form = Form::default();
    form.fill(&GRANTS, "internpost");
    form.fill(&FROM, "2026-11-21");
    let errors = Errors::new();
    let f = Fields::new(lang, &form, &errors);
    let until = lang.t("web-until-further-notice");
    let columns = ["gallery-role", "gallery-unit", "gallery-object", "gallery-period", "gallery-basis"]
        .map(|id| Column::new(lang.t(id)));
    let end = || html! { (dialog_link("/konton/anna/behorigheter/1/avsluta", "end-grant", &lang.t("gallery-end"), Some("Internpost"))) };
    let table = Table::new(
        lang.t("gallery-grants"),
        columns.into_iter().chain([Column::new(lang.t("gallery-end")).unlabelled()]),
    )
    .rows([
        Row::new("Internpost")
            .cell("Vårdcentralen Söder")
            .cell("–")
            .cell(format!("2024-02-01 – {until}"))
            .cell(lang.t("gallery-basis-admin"))
            .cell(end()),
        Row::new("Ärendemottagare")
            .cell("Vårdcentralen Söder")
            .cell("–")
            .cell("2026-01-01 – 2026-12-31")
            .cell(lang.t("gallery-basis-admin"))
            .cell(end()),
        Row::new("Dashboard")
            .cell("Region Sörmland")
            .cell("–")
            .cell(format!("2026-09-01 – {until}"))
            .cell(lang.t("gallery-basis-order"))
            .cell(end()),
    ]);
    let ticks = ["Antwork supportpersonal", "Batch", "Internpost", "Journalsäkerhetsansvarig", "Systemadministratör"];
    let hints = [
        "gallery-hint-support",
        "gallery-hint-batch",
        "gallery-hint-mail",
        "gallery-hint-records",
        "gallery-hint-admin",
    ];
    let body = html! {
        (Section::new(lang.t("gallery-grants-quick"), html! {
            (f.ticks(&GRANTS).options(ticks.iter().zip(hints).map(|(name, hint)| Choice::new(name.to_lowercase(), *name).hint(lang.t(hint)))))
        }).about(lang.t("gallery-grants-quick-about")))
        (Section::new(lang.t("gallery-grant-add"), html! {
            (f.select(&UNIT).options([Choice::new("1", "Vårdcentralen Söder"), Choice::new("2", "Barnavårdscentralen")]))
            (f.select(&ROLE).prompt(lang.t("gallery-choose-role")).options(["Granskare", "Ärendehanterare", "Ärendemottagare"].map(|r| Choice::new(r, r))))
            (side_by_side(&html! { (f.date(&FROM)) (f.date(&UNTIL).optional()) }))
            p { (Button::secondary(lang.t("gallery-grant-add-button")).icon(Icon::Plus)) }
        }))
        (save_bar(lang, &Button::primary(lang.t("gallery-save")), &html! { (Button::link("/konton", lang.t("gallery-close"))) }))
    };
    page(shell, "/konton/anna/behorigheter").show(shell, html! {
        (table)
        (PostForm::to("#", body).version(7).once("k").guarded())
        (Dialog::new(lang, "end-grant", lang.t("gallery-end-title"), html! { p { (lang.t("gallery-end-text")) } ul { li { (lang.t("gallery-end-what")) } } }, Button::danger(lang.t("gallery-end")), "#"))
    })
}

pub fn history_tab(shell: &Shell<'_>, _: &str) -> Markup {
    let lang = shell.lang;
    let change = |field: &str, from: &'static str, to: &'static str| Change {
        field: lang.t(field),
        from: from.into(),
        to: to.into(),
    };
    let hour = 3_600_000;
    let events = vec![
        Event {
            at: NOW - 2 * hour,
            what: lang.t("gallery-event-contact"),
            who: "Magnus Olsson, Systemadministratör".into(),
            door: Some(lang.t("gallery-door-page")),
            changes: vec![
                change("gallery-mobile", "070-174 06 05", "070-174 06 35"),
                change("gallery-email", "", "anna.andersson@exempel.se"),
            ],
        },
        Event {
            at: NOW - 4 * hour,
            what: lang.t("gallery-event-signed-in"),
            who: "Anna Andersson".into(),
            door: Some("BankID".into()),
            changes: vec![],
        },
        Event {
            at: NOW - 26 * hour,
            what: lang.t("gallery-event-grant"),
            who: "Åsa Öberg, Behörighetsadministratör".into(),
            door: Some(lang.t("gallery-basis-order")),
            changes: vec![change("gallery-grants", "", "Dashboard, Region Sörmland")],
        },
        Event {
            at: NOW - 900 * hour,
            what: lang.t("gallery-event-created"),
            who: "Support".into(),
            door: Some("Import 2026-10-15".into()),
            changes: vec![],
        },
    ];
    let banner = PersonBanner::new(lang, "Anna Andersson")
        .fact(lang.t("gallery-identity-number"), test_number(1982, 4, 7))
        .fact(lang.t("gallery-unit"), "Vårdcentralen Söder");
    page(shell, "/konton/anna/historik").banner(html! { (banner) }).show(shell, Timeline::new(lang, NOW, events))
}
