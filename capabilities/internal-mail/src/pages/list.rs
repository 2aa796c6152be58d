//! The inbox, unread first, and what was sent.

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::Service;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{
    Button, Column, EmptyState, Icon, Page, Pager, Row as TableRow, Tab, Table, Tone, tabs, tag,
};
use behorig_web::{Form, Lang, format};
use maud::{Markup, Render, html};

use super::{INBOX, MOST_COUNTED, NEW, SENT, path_of, to_in_words};
use crate::records::{self, Key, Listed, Place, Row};

/// What is for the reader. Service 399 anywhere; each row by its own unit.
pub(crate) async fn inbox(mut visit: Visit, RawQuery(asked): RawQuery) -> Result<Response, PageError> {
    visit.require_somewhere(Service::InternalMail).await?;
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let listed = records::inbox(visit.snapshot.get().await?, &viewer, place(asked)?, now).await?;
    show(visit, INBOX, &listed).await
}

/// What the reader has sent. Service 399 anywhere; each row by its own unit.
pub(crate) async fn sent(mut visit: Visit, RawQuery(asked): RawQuery) -> Result<Response, PageError> {
    visit.require_somewhere(Service::InternalMail).await?;
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let listed = records::sent(visit.snapshot.get().await?, &viewer, place(asked)?, now).await?;
    show(visit, SENT, &listed).await
}

fn place(query: Option<String>) -> Result<Place, PageError> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())
        .map_err(|_| PageError::Malformed("a query that no list has"))?;
    Ok(match (Key::from_text(query.value("efter")), Key::from_text(query.value("fore"))) {
        (Some(key), _) => Place::After(key),
        (_, Some(key)) => Place::Before(key),
        _ => Place::Top,
    })
}

async fn show(mut visit: Visit, path: &'static str, listed: &Listed) -> Result<Response, PageError> {
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let unread = records::unread(visit.snapshot.get().await?, &viewer, MOST_COUNTED, now).await?;
    let is_sent = path == SENT;
    let inbox_words = lang.tr("internal-tab-inbox", &[("count", unread.into())]);
    let both = [Tab::new(INBOX, inbox_words, !is_sent), Tab::new(SENT, lang.t("internal-tab-sent"), is_sent)];
    let title = if is_sent { "internal-sent" } else { "internal-inbox" };
    let mut page = Page::new(lang.t(title))
        .lead(lang.tr("internal-unread", &[("count", unread.into())]))
        .below_heading(tabs(&lang.t("internal-inbox"), &both))
        .wide();
    if !listed.rows.is_empty() {
        page = page.actions(Button::primary_link(NEW, lang.t("internal-new")).icon(Icon::Pencil).render());
    }
    let body = html! {
        @if listed.rows.is_empty() { (empty(lang, is_sent)) } @else {
            (table(&visit, is_sent, &lang.t(title), &listed.rows))
            (pager(lang, path, listed))
        }
    };
    Ok(visit.show(&page, body))
}

fn empty(lang: Lang, is_sent: bool) -> Markup {
    let (title, text) = match is_sent {
        true => ("internal-sent-none", "internal-sent-none-text"),
        false => ("internal-inbox-none", "internal-inbox-none-text"),
    };
    EmptyState::new(Icon::Mail, lang.tr(title, &[]), lang.tr(text, &[]))
        .action(Button::primary_link(NEW, lang.t("internal-new")))
        .render()
}

fn table(visit: &Visit, is_sent: bool, caption: &str, rows: &[Row]) -> Markup {
    let (lang, now) = (visit.lang, visit.now.0);
    let columns = [
        Column::new(lang.t("internal-subject")),
        Column::new(lang.t("internal-from")),
        Column::new(lang.t("internal-to")),
        Column::new(lang.t("internal-last")).unbroken(),
    ];
    let row = |row: &Row| {
        let mail = &row.mail;
        let subject = html! {
            @if row.unread && !is_sent { strong { (mail.subject) } " " (tag(Tone::Info, &lang.t("internal-new-mark"))) }
            @else { (mail.subject) }
        };
        TableRow::link(path_of(mail.id, ""), subject)
            .cell(mail.from_name.clone())
            .cell(to_in_words(lang, mail).into_owned())
            .cell(format::near_time(lang, mail.last_message_at.0, now))
    };
    Table::new(caption.to_owned(), columns).rows(rows.iter().map(row)).render()
}

fn pager(lang: Lang, path: &str, listed: &Listed) -> Pager<'static> {
    let to = |word: &str, row: Option<&Row>| row.map(|row| format!("{path}?{word}={}", row.key().to_text()).into());
    let before = listed.rows.first().filter(|_| listed.more_before);
    let after = listed.rows.last().filter(|_| listed.more_after);
    let shown = lang.tr("internal-shown", &[("count", listed.rows.len().into())]);
    Pager::new(lang, to("fore", before), to("efter", after), shown.into_owned())
}
