//! What every page promises, held against pages that use every part.

use std::collections::BTreeSet;

use maud::{Markup, Render as _, html};

use super::*;
use crate::forms::{Errors, FieldName, Form, Message, field};
use crate::{Lang, Theme, texts};

const NAME: FieldName = field("name", "web-search");
const SECRET: FieldName = field("secret", "web-help");
const KIND: FieldName = field("kind", "web-menu");
const MANY: FieldName = field("many", "web-theme");
const DAY: FieldName = field("day", "web-today");
const FILE: FieldName = field("file", "web-copy");
const TICK: FieldName = field("tick", "web-yes");
const ALL: [&FieldName; 7] = [&NAME, &SECRET, &KIND, &MANY, &DAY, &FILE, &TICK];
const NASTY: &str = "\"><script>alert('å')</script>";

fn shell(lang: Lang) -> Shell<'static> {
    texts::install(&[crate::TEXTS]).unwrap();
    Shell::signed_out(lang, Theme::Dark, "/konton?q=x")
}

fn form_of(lang: Lang, form: &Form, errors: &Errors) -> Markup {
    let f = Fields::new(lang, form, errors);
    let choices = || [Choice::new("a", "A").hint("H"), Choice::new(NASTY, NASTY).group("G").code("179")];
    PostForm::to("/x", html! {
        (f.text(&NAME).hint("Hint")) (f.password(&SECRET)) (f.radios(&KIND).options(choices())) (f.ticks(&MANY).options(choices()))
        (f.date(&DAY)) (f.file(&FILE, ".pdf")) (f.tick(&TICK))
    })
    .version(3)
    .once("key")
    .render()
}

fn typed() -> Form {
    Form::filled(ALL.map(|field| (field, NASTY.to_owned())))
}

fn wrong() -> Errors {
    let mut errors = Errors::new();
    ALL.iter().for_each(|field| errors.add(field, Message::new("web-choice-wrong")));
    errors
}

fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    html.split(&format!(" {name}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn whatever_refers_to_something_on_the_page_refers_to_something_that_is_there() {
    for lang in Lang::ALL {
        let errors = wrong();
        let html = Page::new("T").errors(&errors).show(&shell(lang), form_of(lang, &typed(), &errors)).into_string();
        let ids = attributes(&html, "id");
        let known: BTreeSet<_> = ids.iter().copied().collect();
        assert_eq!(ids.len(), known.len(), "an id stands twice: {ids:?}");
        let mut referred: Vec<&str> = attributes(&html, "for");
        referred.extend(
            ["aria-describedby", "aria-labelledby", "aria-controls"]
                .iter()
                .flat_map(|name| attributes(&html, name))
                .flat_map(str::split_whitespace),
        );
        referred.extend(attributes(&html, "href").into_iter().filter_map(|href| href.strip_prefix('#')));
        assert!(referred.len() > 20);
        assert_eq!(referred.into_iter().filter(|id| !known.contains(id)).collect::<Vec<_>>(), Vec::<&str>::new());
    }
}

#[test]
fn every_error_is_a_link_in_the_summary_and_stands_beside_its_field_in_the_same_words() {
    let errors = wrong();
    let html =
        Page::new("T").errors(&errors).show(&shell(Lang::Sv), form_of(Lang::Sv, &typed(), &errors)).into_string();
    assert!(html.contains("<title>Fel: T – Behörig</title>"));
    for field in ALL {
        assert!(html.contains(&format!("<a href=\"#{}\">Välj något av det som finns i listan.</a>", field.name)));
        assert!(html.contains(&format!("id=\"{}-error\"", field.name)));
    }
}

#[test]
fn a_page_without_errors_says_nothing_of_errors() {
    let errors = Errors::new();
    let html =
        Page::new("T").errors(&errors).show(&shell(Lang::En), form_of(Lang::En, &typed(), &errors)).into_string();
    assert!(
        html.contains("<title>T – Behörig</title>") && !html.contains("error") && !html.contains("aria-invalid"),
        "{html}"
    );
}

#[test]
fn what_was_typed_is_still_there_except_passwords() {
    let form = Form::filled([
        (&NAME, "Åsa".to_owned()),
        (&SECRET, "hemligt".to_owned()),
        (&KIND, "a".to_owned()),
        (&TICK, "1".to_owned()),
    ]);
    let html = form_of(Lang::Sv, &form, &Errors::new()).into_string();
    assert!(html.contains("value=\"Åsa\""));
    assert!(!html.contains("hemligt"));
    assert_eq!(html.matches(" checked").count(), 2, "{html}");
}

#[test]
fn nothing_typed_becomes_part_of_the_page() {
    let errors = wrong();
    let table = Table::new(NASTY, [Column::new(NASTY)]).rows([Row::link("/x", NASTY).cell(NASTY)]);
    let events = vec![Event {
        at: 0,
        what: NASTY.into(),
        who: NASTY.into(),
        door: Some(NASTY.into()),
        changes: vec![Change { field: NASTY.into(), from: NASTY.into(), to: NASTY.into() }],
    }];
    let body = html! {
        (form_of(Lang::Sv, &typed(), &errors)) (table) (Timeline::new(Lang::Sv, 0, events))
        (PersonBanner::new(Lang::Sv, NASTY).fact(NASTY, NASTY)) (EmptyState::new(Icon::Case, NASTY, NASTY))
        (Notice::new(Tone::Info, NASTY).text(NASTY)) (tag(Tone::Good, NASTY)) (SummaryList::new(Lang::Sv).text(NASTY, NASTY).change("/x"))
        (copyable(Lang::Sv, NASTY, NASTY)) (tabs(NASTY, &[Tab::new("/x", NASTY, true)])) (Filters::new(Lang::Sv, "/x", NASTY).search("q", NASTY, NASTY))
    };
    let who = Who { name: NASTY, hat: NASTY, unit: Some(NASTY), links: &[], can_switch: true };
    let shell = Shell { who: Some(who), ..shell(Lang::Sv) };
    let html = Page::new(NASTY)
        .section(NASTY)
        .lead(NASTY)
        .crumbs([Crumb::new("/", NASTY)])
        .errors(&errors)
        .show(&shell, body)
        .into_string();
    assert!(!html.contains("<script>alert"));
    assert_eq!(html.matches("<script").count(), 1);
}

#[test]
fn a_page_has_one_heading_one_main_and_nothing_inline() {
    let html = Page::new("T").show(&shell(Lang::Sv), form_of(Lang::Sv, &typed(), &wrong())).into_string();
    for (once, what) in
        [("<h1>", "heading"), ("<main", "main"), ("<title>", "title"), ("<header", "header"), ("<footer", "footer")]
    {
        assert_eq!(html.matches(once).count(), 1, "{what}");
    }
    assert!(html.contains("<html lang=\"sv\" data-theme=\"dark\">"));
    assert!(!html.contains(" style=") && !html.contains(" onclick=") && !html.contains("<style"));
}

#[test]
fn the_top_of_the_page_says_who_which_hat_and_which_unit() {
    let links = [NavItem::new("/mitt-konto", "Mitt konto")];
    let who = Who {
        name: "Anna Lindqvist",
        hat: "Systemadministratör",
        unit: Some("Vårdcentralen Söder"),
        links: &links,
        can_switch: true,
    };
    let nav = [NavSection { heading: "".into(), items: vec![NavItem::new("/konton", "Alla användare").count(3)] }];
    let shell = Shell { who: Some(who), nav: &nav, ..shell(Lang::Sv) };
    let html = Page::new("T").show(&shell, html! {}).into_string();
    let top = html.split("</header>").next().unwrap();
    for words in [
        "Anna Lindqvist",
        "Systemadministratör",
        "Vårdcentralen Söder",
        "href=\"/byt-uppdrag\"",
        "href=\"/hjalp\"",
        "lang=\"en\"",
        ">English<",
    ] {
        assert!(top.contains(words), "{words}");
    }
    assert!(html.contains("<a href=\"/konton\" aria-current=\"page\">"));
}

#[test]
fn a_field_that_may_only_be_read_is_text_with_who_can_change_it() {
    shell(Lang::Sv);
    let (form, errors) = (Form::filled([(&NAME, "Anna".to_owned())]), Errors::new());
    let html =
        Fields::new(Lang::Sv, &form, &errors).text(&NAME).read_only("Ändras av supporten.").render().into_string();
    assert!(html.contains("Anna") && html.contains("Ändras av supporten.") && !html.contains("<input"));
}

#[test]
fn a_whole_first_page_is_smaller_than_thirty_kilobytes() {
    let rows = (0..50).map(|i| {
        Row::link(format!("/konton/{i}"), format!("Person Nummer {i}"))
            .cell(format!("person.nummer{i}"))
            .cell("Sjuksköterska")
            .cell("Vårdcentralen Söder")
    });
    let columns = ["Namn", "Användarnamn", "Personalkategori", "Enhet"].map(Column::new);
    let page = Page::new("Alla användare").wide().show(&shell(Lang::Sv), Table::new("Användare", columns).rows(rows));
    let total = crate::static_files::packed_size(page.into_string().as_bytes());
    assert!(total < 30_000, "{total} bytes");
}
