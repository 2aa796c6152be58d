//! Orders through their pages.

use behorig_access::UnitId;
use http::StatusCode;

use crate::site::Browser;

/// Places an order for a new user as the form's last step does, and gives the order's id.
pub async fn an_order(browser: &mut Browser, unit: UnitId) -> String {
    let unit = unit.to_string();
    let page = browser
        .post(
            "/bestallningar/ny-anvandare",
            &[
                ("enhet", &unit),
                ("user-name", "ny.anvandare"),
                ("given-name", "Ny"),
                ("family-name", "Användare"),
                ("email", "ny.anvandare@example.se"),
                ("staff-category", "receptionist"),
                ("title", "Receptionist"),
                ("steg", "skicka"),
            ],
        )
        .await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let location = page.location.unwrap();
    location.split('/').nth(2).unwrap().to_owned()
}
