//! The control tower (*Flygledartornet*): how every entrance and clinic that one holds stands just now.
//!
//! - [`figures`] are of one unit, and pure; [`board`] holds those of all units with their rows, and numbers its pictures.
//! - [`tower`] keeps the board of a node: one count a second at most for everybody, of the units that something has touched.
//! - [`view`] is what one viewer sees of a picture, by their own grants, in each request anew; the pages are made of it.
//! - [`alike`] has what changed made and packed once for all whom that leaves with the same.
//!
//! What is shown is at most two seconds old: a change is heard at its commit, counted within a second, and open pages are told at once.
//! What happens by the clock alone takes longer: a session that has been idle for too long is found within a quarter of a minute, a
//! right or an absence that ends within a minute.

mod alike;
mod board;
mod figures;
mod guide;
mod pages;
mod parts;
mod records;
mod row;
mod tower;
mod view;

use std::sync::{Arc, OnceLock};

use axum::Extension;
use axum::routing::get;
use behorig_access::Service;
use behorig_live::Live;
use behorig_visit::{Access, App, MenuItem, Route};
use behorig_web::components::Icon;

use alike::Answers;
pub(crate) use guide::help;
use tower::Tower;

/// The page.
const PATH: &str = "/flygledartornet";
/// The same for a screen on a wall.
const WALL: &str = "/flygledartornet/vagg";
/// What changed since a page was shown: asked by the page itself.
const CHANGED: &str = "/flygledartornet/andrat";

/// What all requests to a node share.
#[derive(Clone, Default)]
struct Room(Arc<Furniture>);

#[derive(Default)]
struct Furniture {
    /// The tower of this node, built when somebody first looks.
    tower: OnceLock<Tower>,
    answers: Answers,
}

impl Room {
    fn tower(&self, app: &App, live: &Live) -> &Tower {
        self.0.tower.get_or_init(|| Tower::of(app, live))
    }

    fn answers(&self) -> &Answers {
        &self.0.answers
    }
}

/// Its pages.
pub(crate) fn routes() -> Vec<Route> {
    let access = Access::Service(Service::ControlTower);
    let mut routes = vec![
        Route::get(PATH, access, get(pages::show)),
        Route::get(WALL, access, get(pages::wall)),
        Route::get(CHANGED, access, get(pages::changed)),
        Route::get("/flygledartornet/handelser", access, get(pages::live)),
        Route::get("/flygledartornet/{unit}", access, get(pages::unit)),
    ];
    let room = Room::default();
    for route in &mut routes {
        route.handler = std::mem::take(&mut route.handler).layer(Extension(room.clone()));
    }
    routes
}

/// Its place in the menu.
pub(crate) fn menu() -> Vec<MenuItem> {
    let item = |section, label, path| MenuItem {
        section,
        under: None,
        label,
        path,
        access: Access::Service(Service::ControlTower),
        icon: Some(Icon::Tower),
    };
    vec![item(Some(crate::MENU_SECTION), "control-tower-title", PATH), item(None, "control-tower-wall-title", WALL)]
}
