//! What a browser calls itself, in words that its owner knows it by.

use behorig_bankid::Screen;

/// *Firefox*, *Edge*…, if it is one of those that people have.
pub(crate) fn browser_of(agent: &str) -> Option<&'static str> {
    // Edge and Opera call themselves Chrome too, and all of them Safari: the most particular comes first.
    [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]
    .into_iter()
    .find_map(|(mark, name)| agent.contains(mark).then_some(name))
}

/// *Windows*, *iPhone*…
pub(crate) fn system_of(agent: &str) -> Option<&'static str> {
    [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("CrOS", "Chromebook"),
        ("Linux", "Linux"),
    ]
    .into_iter()
    .find_map(|(mark, name)| agent.contains(mark).then_some(name))
}

/// Whether the page is on a telephone or tablet, where the BankID app usually is too.
pub(crate) fn screen_of(agent: &str) -> Screen {
    let mobile = ["Mobi", "Android", "iPhone", "iPad"].iter().any(|mark| agent.contains(mark));
    if mobile { Screen::Mobile } else { Screen::Desktop }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_that_pose_as_others_are_told_apart() {
        for (agent, browser, system) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0",
                Some("Edge"),
                Some("Windows"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
                Some("Safari"),
                Some("iPhone"),
            ),
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
                Some("Chrome"),
                Some("Android"),
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", Some("Firefox"), Some("Linux")),
            ("curl/8", None, None),
        ] {
            assert_eq!((browser_of(agent), system_of(agent)), (browser, system), "{agent}");
        }
    }

    #[test]
    fn a_phone_is_told_from_a_computer() {
        assert_eq!(screen_of("Mozilla/5.0 (iPhone; Mobile)"), Screen::Mobile);
        assert_eq!(screen_of("Mozilla/5.0 (X11; Linux x86_64)"), Screen::Desktop);
        assert_eq!(screen_of(""), Screen::Desktop);
    }
}
