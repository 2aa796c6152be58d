//! The pages of the control tower: all units, a wall's, one unit's, what changed, and the stream that says that something did.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use behorig_access::{Instant, Service, UnitId, scope_of};
use behorig_live::{Live, topic};
use behorig_registers::units::UnitKind;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{
    Button, Choice, Crumb, EmptyState, Filters, Icon, Notice, Page, PostForm, Tone, link_button,
};
use behorig_web::{Lang, paths, static_files};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName};
use maud::{Markup, Render as _, html};

use super::alike::{Part, Question};
use super::board::{Picture, UnitRow};
use super::view::{Missed, Order, Seen, View, Wish};
use super::{CHANGED, PATH, Room, WALL, parts};

/// What an address asks for.
#[derive(Debug, Default, serde::Deserialize)]
pub(super) struct Asked {
    #[serde(default, rename = "ordning")]
    order: String,
    #[serde(default, rename = "slag")]
    kind: String,
    /// What the page has seen.
    #[serde(default, rename = "sedan")]
    seen: String,
    /// Whether it hangs on a wall.
    #[serde(default, rename = "vagg")]
    wall: String,
    /// The only unit that it shows.
    #[serde(default, rename = "enhet")]
    unit: String,
}

const BY_NAME: &str = "namn";
const CLINICS: &str = "mottagningar";
const ENTRANCES: &str = "patientingangar";

impl Asked {
    fn wish(&self) -> Wish {
        let kind = match self.kind.as_str() {
            CLINICS => Some(UnitKind::Clinic),
            ENTRANCES => Some(UnitKind::Entrance),
            _ => None,
        };
        Wish { order: if self.order == BY_NAME { Order::Name } else { Order::Urgency }, kind }
    }

    /// The chosen order as an address says it; nothing where it is the ordinary one.
    fn order_key(&self) -> &str {
        if self.wish().order == Order::Name { BY_NAME } else { "" }
    }

    /// The chosen kind as an address says it; nothing where it is none.
    fn kind_key(&self) -> &str {
        self.wish().kind.map_or("", |_| self.kind.as_str())
    }
}

/// All units. Service 411 where each unit is.
pub(super) async fn show(
    Extension(room): Extension<Room>,
    Extension(live): Extension<Live>,
    Query(asked): Query<Asked>,
    mut visit: Visit,
) -> Result<Response, PageError> {
    let scope = visit.require_somewhere(Service::ControlTower).await?;
    let picture = picture(&room, &live, &mut visit).await?;
    let (lang, now, wish) = (visit.lang, visit.now, asked.wish());
    let view = View::of(&picture, &scope, wish);
    let ask = format!("{CHANGED}?slag={}&ordning={}", asked.kind_key(), asked.order_key());
    let body = html! {
        (tower(lang, &picture, Seen::of(&picture, &scope, wish), now, &ask, wish.order, html! {
            (parts::total(lang, &view.total, now))
            (filters(lang, &asked, view.total.units))
            @if view.rows.is_empty() { (nothing(lang, wish)) } @else { (parts::table(lang, &view.rows)) }
        }))
    };
    let page = Page::new(lang.t("control-tower-title"))
        .lead(lang.t("control-tower-lead"))
        .actions(Button::link(wall_path(&asked), lang.t("control-tower-wall")).icon(Icon::Tower).render())
        .wide();
    Ok(visit.show(&page, body))
}

/// The most urgent units in large type, with nothing around them. Service 411 where each unit is.
pub(super) async fn wall(
    Extension(room): Extension<Room>,
    Extension(live): Extension<Live>,
    Query(asked): Query<Asked>,
    mut visit: Visit,
) -> Result<Response, PageError> {
    let scope = visit.require_somewhere(Service::ControlTower).await?;
    let picture = picture(&room, &live, &mut visit).await?;
    let (lang, now, wish) = (visit.lang, visit.now, Wish { order: Order::Urgency, ..asked.wish() });
    let view = View::of(&picture, &scope, wish);
    let ask = format!("{CHANGED}?vagg=ja&slag={}", asked.kind_key());
    let body = html! {
        div.wall {
            (tower(lang, &picture, Seen::of(&picture, &scope, wish), now, &ask, wish.order, parts::wall(lang, &view, now)))
            p.hint { (lang.tr("control-tower-wall-session", &[("minutes", (visit.app.settings.sessions.idle / 60_000).into())])) }
        }
    };
    let actions = html! {
        button.button.secondary type="button" data-fill-screen hidden { (lang.t("control-tower-fill-screen")) }
        (link_button(&format!("{PATH}?slag={}", asked.kind_key()), &lang.t("control-tower-leave-wall")))
    };
    let page = Page::new(lang.t("control-tower-title")).actions(actions).bare();
    Ok(visit.show(&page, body))
}

/// One unit. Service 411 at the unit; what leads to its cases, service 405 there.
pub(super) async fn unit(
    Extension(room): Extension<Room>,
    Extension(live): Extension<Live>,
    Path(id): Path<String>,
    mut visit: Visit,
) -> Result<Response, PageError> {
    let id: UnitId = id.parse().map_err(|_| PageError::NotFound)?;
    visit.require(Service::ControlTower, id).await?;
    let assigning = assigning(&mut visit, id).await?;
    let scope = visit.scope(Service::ControlTower);
    let picture = picture(&room, &live, &mut visit).await?;
    let (lang, now) = (visit.lang, visit.now);
    let row = row_of(&picture, id)?;
    let ask = format!("{CHANGED}?enhet={id}");
    let body = html! {
        (tower(lang, &picture, Seen::of(&picture, &scope, Wish::default()), now, &ask, Order::Urgency, parts::unit(lang, row, now)))
        @if let Some(assigning) = assigning { (assigning) }
    };
    let page = Page::new(row.place.name.clone())
        .section(lang.t("control-tower-title"))
        .crumbs([Crumb::new(PATH, lang.t("control-tower-title"))]);
    Ok(visit.show(&page, body))
}

/// What changed since a page saw the figures, for the page itself. Service 411 where each unit is.
pub(super) async fn changed(
    Extension(room): Extension<Room>,
    Extension(live): Extension<Live>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    mut visit: Visit,
) -> Result<Response, PageError> {
    let scope = visit.require_somewhere(Service::ControlTower).await?;
    if !asked.unit.is_empty() {
        let id: UnitId = asked.unit.parse().map_err(|_| PageError::NotFound)?;
        return changed_at(&room, &live, &mut visit, id).await;
    }
    let picture = picture(&room, &live, &mut visit).await?;
    let (lang, now, wish) = (visit.lang, visit.now, asked.wish());
    let seen = Seen::of(&picture, &scope, wish);
    let part = if asked.wall.is_empty() {
        Part::Rows(asked.seen.parse().map_or(Missed::All, |before: Seen| before.has_missed(seen)))
    } else {
        Part::Wall
    };
    let question = Question { scope, wish, lang, part };
    let answer = room.answers().to(&picture, &question, now, || {
        let view = View::of(&picture, &question.scope, wish);
        let body = match part {
            Part::Wall => parts::wall(lang, &view, now),
            Part::Rows(missed) => changes(lang, &view, missed, now),
        };
        fresh(lang, &picture, seen, now, &body)
    });
    Ok((IS_NO_PAGE, answer.answer(&headers)).into_response())
}

/// The same of one unit. Service 411 at the unit.
async fn changed_at(room: &Room, live: &Live, visit: &mut Visit, unit: UnitId) -> Result<Response, PageError> {
    visit.require(Service::ControlTower, unit).await?;
    let scope = visit.scope(Service::ControlTower);
    let picture = picture(room, live, visit).await?;
    let seen = Seen::of(&picture, &scope, Wish::default());
    let body = parts::unit(visit.lang, row_of(&picture, unit)?, visit.now);
    Ok((IS_NO_PAGE, fresh(visit.lang, &picture, seen, visit.now, &body)).into_response())
}

/// It is put into a page by our own script, and never opened by itself.
const IS_NO_PAGE: [(HeaderName, &str); 1] = [(CONTENT_TYPE, "text/plain; charset=utf-8")];

/// What is put into a page, with what the page is to know of it.
fn fresh(lang: Lang, picture: &Picture, seen: Seen, now: Instant, body: &Markup) -> String {
    html! {
        div #tower-fresh data-seen=(seen) data-now=(now.0) data-clock=(parts::clock(parts::as_of(picture, now))) {
            (parts::time(lang, picture, now))
            (body)
        }
    }
    .into_string()
}

/// Says that figures have changed. Service 411 anywhere; what is then asked for is decided as always.
pub(super) async fn live(
    Extension(room): Extension<Room>,
    Extension(live): Extension<Live>,
    Query(asked): Query<behorig_live::Asked>,
    mut visit: Visit,
) -> Result<Response, PageError> {
    visit.require_somewhere(Service::ControlTower).await?;
    // Whoever listens is counted for, though the page may have been shown by another node.
    picture(&room, &live, &mut visit).await?;
    let may: behorig_live::May = Box::new(|_, viewer, now| {
        let may = !scope_of(viewer, Service::ControlTower, now).is_empty();
        Box::pin(async move { if may { Ok(()) } else { Err(PageError::NotFound) } })
    });
    behorig_live::open(&live, visit, asked, vec![topic::FIGURES], may).await
}

/// The picture of now. The request's own snapshot is given up first: nobody waits for a second connection while holding one.
async fn picture(room: &Room, live: &Live, visit: &mut Visit) -> Result<Arc<Picture>, PageError> {
    visit.snapshot.give_up();
    Ok(room.tower(&visit.app, live).picture().await?)
}

fn row_of(picture: &Picture, unit: UnitId) -> Result<&UnitRow, PageError> {
    picture.rows.iter().find(|row| row.place.id == unit).map(|row| &**row).ok_or(PageError::NotFound)
}

/// The rows that a page has not seen as they stand now, and the sum. It says how many rows the page has when it has put them in: one
/// with others asks for all of them.
fn changes(lang: Lang, view: &View<'_>, missed: Missed, now: Instant) -> Markup {
    let rows = view.rows.iter().copied().filter(|row| missed.has(row));
    html! {
        (parts::total(lang, &view.total, now))
        table { tbody data-whole[missed == Missed::All] data-all=(view.rows.len()) { (parts::joined(lang, rows)) } }
    }
}

/// What surrounds figures that are shown anew: when they are from, what is said where the connection is lost, and how the script asks.
fn tower(lang: Lang, picture: &Picture, seen: Seen, now: Instant, ask: &str, order: Order, inside: Markup) -> Markup {
    // The script says ages in the same words, with its own numbers.
    let words = |id: &str| lang.tr(id, &[("large", "#".into()), ("small", "@".into())]);
    html! {
        link rel="stylesheet" href=(static_files::url("tower.css"));
        div data-tower=(ask) data-seen=(seen) data-now=(now.0) data-clock=(parts::clock(parts::as_of(picture, now)))
            data-order=(if order == Order::Name { BY_NAME } else { "" })
            data-lost-words=(lang.tr("control-tower-lost", &[("clock", "#".into())]))
            data-minutes=(words("control-tower-age-minutes")) data-hours=(words("control-tower-age-hours"))
            data-days=(words("control-tower-age-days")) {
            div.tower-line {
                (parts::time(lang, picture, now))
                noscript { (link_button("", &lang.t("control-tower-again"))) }
            }
            div.tower-lost #tower-lost role="status" {}
            (inside)
        }
        script type="module" src=(static_files::url("tower.js")) {}
    }
}

fn filters(lang: Lang, asked: &Asked, units: usize) -> Markup {
    let orders =
        [Choice::new("", lang.t("control-tower-by-urgency")), Choice::new(BY_NAME, lang.t("control-tower-by-name"))];
    let kinds = [
        Choice::new("", lang.t("control-tower-all-kinds")),
        Choice::new(CLINICS, lang.t("control-tower-clinics")),
        Choice::new(ENTRANCES, lang.t("control-tower-entrances")),
    ];
    Filters::new(lang, PATH, lang.tr("control-tower-found", &[("count", units.into())]))
        .select("ordning", lang.t("control-tower-order"), orders, asked.order_key())
        .select("slag", lang.t("control-tower-kind"), kinds, asked.kind_key())
        .render()
}

fn nothing(lang: Lang, wish: Wish) -> Markup {
    let text = if wish.kind.is_some() { "control-tower-none-of-kind" } else { "control-tower-none-text" };
    EmptyState::new(Icon::Tower, lang.t("control-tower-none"), lang.t(text)).render()
}

fn wall_path(asked: &Asked) -> String {
    match asked.kind_key() {
        "" => WALL.to_owned(),
        kind => format!("{WALL}?slag={kind}"),
    }
}

/// The way to the unit's cases, for who assigns them there. Lists of cases are of the unit whose hat is on.
async fn assigning(visit: &mut Visit, unit: UnitId) -> Result<Option<Markup>, PageError> {
    if !visit.permits(Service::AssignCases, unit).await? {
        return Ok(None);
    }
    let (lang, now) = (visit.lang, visit.now);
    let has_a_hat = visit.viewer.grants().iter().any(|grant| grant.unit == unit && grant.period.holds_at(now));
    Ok(Some(if visit.session.hat_unit == Some(unit) {
        html! {
            div.button-row {
                (Button::primary_link(behorig_cases::LIST, lang.t("control-tower-assign")))
                (link_button("/arenden/omfordela", &lang.t("control-tower-pass-on")))
            }
        }
    } else if has_a_hat {
        let button = html! { div.button-row { (Button::primary(lang.t("control-tower-assign-there"))) } };
        PostForm::to(paths::HATS, button)
            .hidden("uppdrag", format!("staff.{unit}"))
            .hidden("till", behorig_cases::LIST)
            .render()
    } else {
        Notice::new(Tone::Info, lang.t("control-tower-no-hat")).text(lang.t("control-tower-no-hat-text")).render()
    }))
}
