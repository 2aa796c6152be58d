//! When an order that nobody took up is quietly replaced.

use crate::{Collected, Flow, HintCode};

/// What a sign-in page remembers of its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// How the person was to start the app.
    pub flow: Flow,
    /// Whether any answer so far [showed that somebody started](HintCode::shows_that_somebody_started).
    pub somebody_started: bool,
    /// How many times this page has quietly replaced its order.
    pub restarts: u32,
}

/// Whether to make a new order without telling the person.
///
/// An unstarted order lives about 30 seconds, less than it takes to find one's phone. So a page with a QR code gets one
/// new order, once. Not after somebody took the order up, for then they must hear what happened; and not on the same
/// device, where the app has to be opened again by the person's own touch.
#[must_use]
pub fn should_restart(collected: &Collected, attempt: Attempt) -> bool {
    let ran_out = matches!(collected, Collected::Failed(HintCode::ExpiredTransaction | HintCode::StartFailed));
    ran_out && attempt.flow == Flow::Qr && !attempt.somebody_started && attempt.restarts == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Screen;

    const FRESH: Attempt = Attempt { flow: Flow::Qr, somebody_started: false, restarts: 0 };

    #[test]
    fn a_qr_code_that_nobody_scanned_is_replaced_once() {
        for hint in [HintCode::ExpiredTransaction, HintCode::StartFailed] {
            let failed = Collected::Failed(hint);
            assert!(should_restart(&failed, FRESH));
            assert!(!should_restart(&failed, Attempt { restarts: 1, ..FRESH }));
        }
    }

    #[test]
    fn an_order_that_somebody_took_up_is_never_replaced() {
        let failed = Collected::Failed(HintCode::ExpiredTransaction);
        assert!(!should_restart(&failed, Attempt { somebody_started: true, ..FRESH }));
        assert!(!HintCode::OutstandingTransaction.shows_that_somebody_started());
        assert!(HintCode::Started.shows_that_somebody_started());
        assert!(HintCode::Unknown("userMeditates".to_owned()).shows_that_somebody_started());
    }

    #[test]
    fn a_no_and_an_order_on_the_same_device_are_not_replaced() {
        assert!(!should_restart(&Collected::Failed(HintCode::UserCancel), FRESH));
        assert!(!should_restart(&Collected::Pending(HintCode::ExpiredTransaction), FRESH));
        let same_device = Attempt { flow: Flow::SameDevice(Screen::Mobile), ..FRESH };
        assert!(!should_restart(&Collected::Failed(HintCode::StartFailed), same_device));
    }
}
