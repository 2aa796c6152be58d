//! Every function that the viewer may use, by the words of both languages: who works in English still reads the Swedish manual.

use behorig_visit::Visit;
use behorig_web::Lang;
use behorig_web::components::Command;
use behorig_web::paths;

/// The functions that are open to the viewer, then the guides.
pub(crate) fn open_to(visit: &Visit) -> Vec<Command<'static>> {
    let lang = visit.lang;
    let mut items: Vec<Command<'static>> = Vec::new();
    for item in visit.app.menu.items().filter(|item| visit.is_open(item.access)) {
        // A page that the menu leads to by two ways is found by the words of both, once.
        if let Some(known) = items.iter_mut().find(|known| known.path == item.path) {
            known.words = format!("{} {} {}", known.words, lang.t(item.label), words_of(lang, item.label)).into();
            continue;
        }
        items.push(Command {
            title: lang.t(item.label),
            place: item.section.map(|section| lang.t(section)).unwrap_or_default(),
            words: words_of(lang, item.label).into(),
            path: item.path.into(),
        });
    }
    let guides = visit.app.guides.iter().map(|guide| Command {
        title: lang.tr("start-help-about", &[("title", lang.t(guide.title).into())]),
        place: lang.t("start-help"),
        words: words_of(lang, guide.title).into(),
        path: format!("{}/{}", paths::HELP, guide.key).into(),
    });
    items.into_iter().chain(guides).collect()
}

fn words_of(lang: Lang, label: &str) -> String {
    let in_both = Lang::ALL.into_iter().filter_map(|lang| lang.attribute(label, "words"));
    let other_name = lang.other().t(label);
    in_both.chain([other_name]).collect::<Vec<_>>().join(" ")
}
