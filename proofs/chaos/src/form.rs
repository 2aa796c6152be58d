//! What a form on a page would send if nobody touched it.

/// The fields of the form that goes to `action`, with their values; none where there is no such form on the page.
pub(crate) fn fields(page: &str, action: &str) -> Option<Vec<(String, String)>> {
    let opened = page.match_indices("<form").find(|(at, _)| {
        let tag = page.get(*at..).and_then(|rest| rest.split_once('>')).map_or("", |(tag, _)| tag);
        attribute(tag, "action").as_deref() == Some(action)
    })?;
    let form = page.get(opened.0..)?.split_once("</form>")?.0;
    let mut fields = Vec::new();
    let mut choice: Option<String> = None;
    for (tag, text) in form.split('<').filter_map(|part| part.split_once('>')) {
        let name = attribute(tag, "name");
        let value = attribute(tag, "value").unwrap_or_default();
        match (tag.split([' ', '/']).next().unwrap_or_default(), name) {
            ("input", Some(name)) => match attribute(tag, "type").as_deref() {
                Some("submit" | "file" | "button") => {}
                Some("checkbox" | "radio") if !has(tag, "checked") => {}
                _ => fields.push((name, value)),
            },
            ("textarea", Some(name)) => fields.push((name, plain(text.trim_start_matches('\n')))),
            ("select", Some(name)) => choice = Some(name),
            ("option", _) if has(tag, "selected") => fields.extend(choice.clone().map(|name| (name, value))),
            _ => {}
        }
    }
    Some(fields)
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(plain(rest.split_once('"')?.0))
}

fn has(tag: &str, word: &str) -> bool {
    tag.split_ascii_whitespace().any(|part| part.trim_end_matches('/').split('=').next() == Some(word))
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

/// Puts a value into a field, or adds the field.
pub(crate) fn set(fields: &mut Vec<(String, String)>, name: &str, value: &str) {
    fields.retain(|(field, _)| field != name);
    fields.push((name.to_owned(), value.to_owned()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_a_browser_would_send_it() {
        let page = "<form action=\"/a\"><input name=\"no\" value=\"1\"></form>
            <form method=\"post\" action=\"/b\"><input type=\"hidden\" name=\"version\" value=\"3\">
            <input type=\"checkbox\" name=\"c\" value=\"ja\"><input type=\"radio\" name=\"r\" value=\"x\" checked>
            <select name=\"s\"><option value=\"1\">A</option><option value=\"2\" selected>B</option></select>
            <textarea name=\"t\">\nEk &amp; Lind</textarea><button name=\"gor\" value=\"spara\">Spara</button></form>";
        let read = fields(page, "/b").unwrap();
        let read: Vec<(&str, &str)> = read.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(read, [("version", "3"), ("r", "x"), ("s", "2"), ("t", "Ek & Lind")]);
        assert!(fields(page, "/c").is_none());
    }
}
