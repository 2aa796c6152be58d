//! The pages of orders of permissions: of orderers, of those who receive orders and answer matters, of heads of operations, and the two
//! views that are ordered.

use proof_manuals::{Outcome, View, Walk};

use super::of_cases::{below, first_link};
use super::{hold, paths};
use crate::people::sign_in;

/// The form, one's own orders and matters, and the register.
pub(super) async fn as_orderer(walk: Walk) -> Outcome<()> {
    sign_in(&walk, "Gunilla Sjöberg").await?;
    hold(
        &walk,
        &paths(&[
            "/",
            "/support/nytt",
            "/support/mina",
            "/bestallningar",
            "/bestallningar/behorigheter/ny",
            "/behorighetsregister",
            "/hjalp/support",
            "/hjalp/bestallningar",
        ]),
    )
    .await
}

/// The queues, who may order, what can be ordered, and a matter.
pub(super) async fn as_receiver(walk: Walk) -> Outcome<()> {
    sign_in(&walk, "Samir Haddad").await?;
    let mut pages = paths(&[
        "/bestallningar",
        "/support",
        "/support?lage=waiting",
        "/support?lage=closed",
        "/support?lage=mina",
        "/bestallare",
        "/bestallare/ny",
        "/installningar/bestallbara-tjanster",
        "/installningar/bestallbara-tjanster/ny",
        "/behorighetsregister",
        "/behorighetsregister/import",
    ]);
    let matter = first_link(&walk, "/support", "/support/").await?;
    pages.push(matter);
    let service =
        first_link(&walk, "/installningar/bestallbara-tjanster", "/installningar/bestallbara-tjanster/").await?;
    pages.extend(below(&service, &["", "/avsluta"]));
    let orderer = first_link(&walk, "/bestallare", "/bestallare/").await?;
    pages.extend(below(&orderer, &["", "/avsluta"]));
    hold(&walk, &pages).await
}

/// Re-certification, and the Dashboard and the control tower of who holds them.
pub(super) async fn as_head_and_viewers(walk: Walk) -> Outcome<()> {
    sign_in(&walk, "Per Nyström").await?;
    hold(&walk, &paths(&["/", "/omprovning", "/omprovning/stallforetradare", "/bestallningar/behorigheter/ny"]))
        .await?;
    for (person, page) in
        [("Fatima Al-Sayed", "/dashboard"), ("Lars Öberg", "/dashboard"), ("Åsa Norberg", "/flygledartornet")]
    {
        let someone = walk.another(View::default()).await?;
        sign_in(&someone, person).await?;
        hold(&someone, &paths(&["/", page])).await?;
    }
    Ok(())
}
