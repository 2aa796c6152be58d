//! A small server with one of everything that a walk can meet.

use axum::Router;
use axum::extract::RawForm;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{Html, IntoResponse, Redirect};
use axum::routing::get;
use proof_manuals::{Outcome, Walk, walk_at};

/// Walks through this page with the name of the test that calls.
pub async fn walk<F>(name: &str, steps: F) -> Outcome<()>
where
    F: AsyncFnOnce(Walk) -> Outcome<()>,
{
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let pages = Router::new()
        .route("/", get(list))
        .route("/konto", get(account).post(saved))
        .route("/ordning", get(order).post(moved_up))
        .route("/otillganglig", get(async || document("Otillgänglig", UNUSABLE)))
        .route("/policy", get(breaks_policy))
        .route("/skript", get(async || document("Skript", SCRIPTED)))
        .route("/favicon.ico", get(async || ()));
    let server = tokio::spawn(async move { axum::serve(listener, pages).await });
    let result = walk_at(name, &base, steps).await;
    server.abort();
    result
}

fn document(title: &str, body: &str) -> Html<String> {
    Html(format!(
        "<!doctype html><html lang=sv><meta charset=utf-8><meta name=viewport content='width=device-width'>
        <title>{title}</title><style>
        :root {{ color-scheme: light dark; background: Canvas }} a, button {{ display: inline-block; padding: 8px }}
        .drawn input {{ position: absolute; opacity: 0 }} .drawn label::before {{ content: '○ ' }}
        .drawn input:checked + label::before {{ content: '● ' }}
        .hidden {{ position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; white-space: nowrap }}
        </style><main><h1>{title}</h1>{body}</main></html>"
    ))
}

async fn list(headers: HeaderMap) -> Html<String> {
    let language =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("none").to_owned();
    let body = format!(
        "<nav aria-label=Meny><a href='/konto'>Nytt konto</a></nav><p><a href='/konto'>Nytt konto</a></p>
        <table><caption>Konton</caption><tr><th scope=col>Namn<th scope=col>Åtgärd</tr>
        <tr><th scope=row>Anna Andersson<td><a href='/konto?namn=Anna'>Ändra <span class=hidden>Anna</span></a></tr>
        <tr><th scope=row>Björn Berg<td><a href='/konto?namn=Bj%C3%B6rn'>Ändra <span class=hidden>Björn</span></a></tr></table>
        <p>Språk: {language}</p>"
    );
    document("Alla användare", &body)
}

async fn account() -> Html<String> {
    document(
        "Ansluta en ny användare",
        "<form method=post>
        <p><label for=namn>Förnamn</label> <input id=namn name=namn value=Gammalt>
        <p><label for=lang>Lång titel <span>(valfritt)</span></label> <input id=lang name=lang>
        <p><label for=kategori>Personalkategori</label>
           <select id=kategori name=kategori><option>Annan<option>Läkare<option>Sjuksköterska</select>
        <p><label for=fran>Från och med</label> <input id=fran name=fran type=date>
        <p><label><input type=checkbox name=internpost checked> Internpost</label>
        <p><label><input type=checkbox name=batch> Batch</label>
        <fieldset class=drawn><legend>Inloggning</legend>
           <p><input type=radio id=siths name=in value=siths checked><label for=siths>SITHS</label>
           <p><input type=radio id=bankid name=in value=bankid><label for=bankid>BankID</label></fieldset>
        <p><button>Spara</button></form>
        <p><button type=button onclick='document.querySelector(\"dialog\").showModal()'>Ta bort</button>
        <dialog aria-labelledby=fraga><h2 id=fraga>Ta bort kontot?</h2>
          <form method=dialog><button>Avbryt</button> <button onclick='document.title=\"Borttaget\"'>Ta bort</button></form></dialog>",
    )
}

async fn saved(RawForm(form): RawForm) -> Html<String> {
    let sent = String::from_utf8_lossy(&form).replace('&', " ");
    document("Sparat", &format!("<p>{sent}</p>"))
}

/// A page whose form leads back to the same page, so that only what it shows tells the old one from the new, and sets out a while
/// after it was sent, as it does in a browser that has little of a busy machine.
async fn order(uri: Uri) -> Html<String> {
    let list = if uri.query() == Some("flyttad") { "<li>Två<li>Ett" } else { "<li>Ett<li>Två" };
    let late =
        "form.dispatchEvent(new SubmitEvent(\"submit\", { bubbles: true })); setTimeout(() => form.submit(), 300)";
    let button = format!("<button type=button onclick='{late}'>Flytta upp Två</button>");
    document("Ordning", &format!("<ol>{list}</ol><form method=post>{button}</form>"))
}

async fn moved_up() -> Redirect {
    Redirect::to("/ordning?flyttad")
}

const UNUSABLE: &str = "<p><img src='data:,'><p><input name=utan-etikett>
    <p style='color: #aaa; background: #fff'>Svår att läsa</p><div style='width: 900px'>En rad som är för bred för en telefon</div>";

const SCRIPTED: &str = "<p id=svar>Utan skript</p>
    <script>document.getElementById('svar').textContent = 'Med skript'</script>
    <p id=farg></p><script>farg.textContent = matchMedia('(prefers-color-scheme: dark)').matches ? 'Mörkt' : 'Ljust'</script>
    <p id=bredd></p><script>bredd.textContent = `${innerWidth} × ${innerHeight}`</script>";

async fn breaks_policy() -> impl IntoResponse {
    let policy = HeaderValue::from_static("default-src 'none'");
    ([(header::CONTENT_SECURITY_POLICY, policy)], document("Policy", "<p>Sidan bryter mot sin egen policy</p>"))
}
