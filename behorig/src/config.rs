//! Configuration: a TOML file, overridden by environment variables (`BEHORIG_SERVER_LISTEN` is `server.listen`).
//!
//! A wrong setting stops the start with one line that names the key and where it was set.

mod card_port;
mod files;
mod siths;
mod sms;
mod source;
mod witness;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use behorig_mail::{MailFrom, MailServer};
use behorig_store::{Authority, DbOptions, SystemName};
use behorig_visit::SessionLimits;

pub use card_port::{CardPortConfig, ProofConfig};
pub use files::{FilesConfig, FilesPlace};
pub use siths::OidcConfig;
pub use sms::SmsConfig;
pub use source::ConfigError;
use source::Source;
pub use witness::SealedLogConfig;

/// Everything that an installation chooses.
#[derive(Debug)]
pub struct Config {
    /// `server.listen`: address and port.
    pub listen: SocketAddr,
    /// `server.public-url`: the address that people type.
    pub public_url: String,
    /// `server.installation`: what the installation is called.
    pub installation: String,
    /// `server.trusted-proxies`: how many proxies stand in front.
    pub trusted_proxies: usize,
    /// `server.leave-seconds`: how long requests are still taken after the program was asked to stop.
    pub leaves_after: Duration,
    /// `server.tls-certificate` and `server.tls-key`: PEM files; without them a proxy must speak TLS.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// `database.url` (or `database.url-file`) with `database.authority`, or else `database.path`.
    pub database: DbOptions,
    /// `files.*`: where attachments are kept.
    pub files: FilesConfig,
    /// `backup.path`: where `behorig backup` keeps what it makes.
    pub backup: Option<PathBuf>,
    /// `key.file`: the program's keys, each 32 bytes as 64 hex digits, which seal what must never lie open in the database.
    pub key_file: PathBuf,
    /// `sessions.idle-minutes` and `sessions.absolute-hours`.
    pub sessions: SessionLimits,
    /// `sign-in.lock-after-unused-months`: zero means never.
    pub lock_after_unused_months: u32,
    /// `bankid.*`, if there is a BankID.
    pub bankid: Option<BankIdConfig>,
    /// `sign-in.siths.oidc.*`: the identity provider for SITHS cards, if there is one.
    pub siths_oidc: Option<OidcConfig>,
    /// `sign-in.siths.certificate.*`: the port for cards, if there is one.
    pub card_port: Option<CardPortConfig>,
    /// `yubico.*`: a validation server to ask besides our own check.
    pub yubico: Option<YubicoConfig>,
    /// `mail.*`, if mail is sent.
    pub mail: Option<MailConfig>,
    /// `sms.*`, if text messages are sent.
    pub sms: Option<SmsConfig>,
    /// `audit.system-id` and `audit.system-name`: how the log names this program.
    pub system: SystemName,
    /// `audit.log-name` and `audit.witness.*`: the sealed log.
    pub sealed_log: SealedLogConfig,
    /// `log.filter` and `log.json`.
    pub log: LogConfig,
    /// `metrics.listen`: where figures are given out, if anywhere.
    pub metrics: Option<SocketAddr>,
}

/// BankID as a relying party.
#[derive(Debug)]
pub struct BankIdConfig {
    /// `bankid.base-url`.
    pub base_url: String,
    /// `bankid.certificate`: PEM file.
    pub certificate: PathBuf,
    /// `bankid.key`: PEM file.
    pub key: PathBuf,
    /// `bankid.authority`: BankID's own certificate authority, PEM file.
    pub authority: PathBuf,
    /// `bankid.proxy`.
    pub proxy: Option<String>,
}

/// A validation server by Yubico's protocol 2.0.
#[derive(Debug)]
pub struct YubicoConfig {
    /// `yubico.url`.
    pub url: String,
    /// `yubico.client-id`.
    pub client_id: u64,
    /// `yubico.key-file`: the API key in base64.
    pub key_file: PathBuf,
}

/// The server that our mail is sent by.
#[derive(Debug)]
pub struct MailConfig {
    /// `mail.server`: `smtps://…` or `smtp://…`.
    pub server: MailServer,
    /// `mail.from`: from whom letters are.
    pub from: MailFrom,
    /// `mail.user` and the file of `mail.password-file`.
    pub login: Option<(String, PathBuf)>,
    /// `mail.authority`: PEM file of the authority behind the server's certificate, where the system knows none.
    pub authority: Option<PathBuf>,
}

/// What is logged and how.
#[derive(Debug, Clone)]
pub struct LogConfig {
    /// A filter such as `info` or `behorig=debug,info`.
    pub filter: String,
    /// One JSON object a line, for machines.
    pub json: bool,
}

impl Config {
    /// Reads the file, if there is one, and the environment.
    ///
    /// # Errors
    /// The first setting that is missing, wrong or unknown.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let source = match file {
            Some(path) => Source::from_file(path)?,
            None => Source::empty(),
        };
        Self::from_source(source.with_environment(std::env::vars()))
    }

    fn from_source(mut source: Source) -> Result<Self, ConfigError> {
        let listen =
            source.parsed("server.listen", "an address and a port, such as 127.0.0.1:8080", "127.0.0.1:8080")?;
        let public_url = public_url(&mut source, listen)?;
        let mail = mail(&mut source)?;
        let config = Self {
            listen,
            sealed_log: SealedLogConfig::read(&mut source, &public_url, mail.as_ref())?,
            public_url,
            installation: source.text_or("server.installation", "Behörig")?,
            trusted_proxies: source.parsed("server.trusted-proxies", "a whole number", "0")?,
            leaves_after: Duration::from_secs(source.parsed(
                "server.leave-seconds",
                "a whole number of seconds",
                "0",
            )?),
            tls: pair(&mut source, "server.tls-certificate", "server.tls-key")?,
            database: database(&mut source)?,
            files: FilesConfig::read(&mut source)?,
            backup: source.text("backup.path")?.map(PathBuf::from),
            key_file: source.text_or("key.file", "behorig.key")?.into(),
            sessions: sessions(&mut source)?,
            lock_after_unused_months: source.parsed(
                "sign-in.lock-after-unused-months",
                "a whole number of months",
                "12",
            )?,
            bankid: bankid(&mut source)?,
            siths_oidc: OidcConfig::read(&mut source)?,
            card_port: CardPortConfig::read(&mut source)?,
            yubico: yubico(&mut source)?,
            mail,
            sms: SmsConfig::read(&mut source)?,
            system: SystemName {
                id: source.text_or("audit.system-id", "behorig")?,
                name: source.text_or("audit.system-name", "Behörig")?,
            },
            log: LogConfig {
                filter: source.text_or("log.filter", "info")?,
                json: source.parsed("log.json", "true or false", "false")?,
            },
            metrics: metrics(&mut source)?,
        };
        source.refuse_unknown()?;
        Ok(config)
    }
}

fn public_url(source: &mut Source, listen: SocketAddr) -> Result<String, ConfigError> {
    let url = source.text_or("server.public-url", &format!("http://{listen}"))?;
    let url = url.trim_end_matches('/').to_owned();
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', ' ']) => Ok(url),
        _ => Err(source.wrong("server.public-url", "must be https://… without a path")),
    }
}

fn database(source: &mut Source) -> Result<DbOptions, ConfigError> {
    let path: PathBuf = source.text_or("database.path", "behorig.sqlite")?.into();
    let connections = source.parsed("database.connections", "a whole number", "16")?;
    let url = match source.text("database.url-file")? {
        Some(file) => Some(read(source, "database.url-file", Path::new(&file))?.trim().to_owned()),
        None => source.text("database.url")?,
    };
    let authority = match source.text("database.authority")? {
        None => None,
        Some(_) if url.is_none() => return Err(source.wrong("database.authority", "is set, but database.url is not")),
        Some(file) => {
            let pem = read(source, "database.authority", Path::new(&file))?;
            let parsed = Authority::from_pem(pem.as_bytes());
            Some(parsed.map_err(|error| source.wrong("database.authority", &error.to_string()))?)
        }
    };
    match url {
        None => Ok(DbOptions::Sqlite { path }),
        Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
            Ok(DbOptions::Postgres { url, connections, authority })
        }
        Some(_) => Err(source.wrong("database.url", "must begin with postgres://")),
    }
}

fn sessions(source: &mut Source) -> Result<SessionLimits, ConfigError> {
    let idle: i64 = source.parsed("sessions.idle-minutes", "a whole number of minutes", "60")?;
    let absolute: i64 = source.parsed("sessions.absolute-hours", "a whole number of hours", "12")?;
    if !(1..=120).contains(&idle) {
        return Err(source.wrong("sessions.idle-minutes", "must be 1 to 120: BankID's terms allow no more"));
    }
    if !(1..=24).contains(&absolute) {
        return Err(source.wrong("sessions.absolute-hours", "must be 1 to 24"));
    }
    Ok(SessionLimits { idle: idle * 60_000, absolute: absolute * 3_600_000 })
}

fn bankid(source: &mut Source) -> Result<Option<BankIdConfig>, ConfigError> {
    let base_url = source.text("bankid.base-url")?;
    let proxy = source.text("bankid.proxy")?;
    let files = ["bankid.certificate", "bankid.key", "bankid.authority"].map(|key| (key, source.text(key)));
    let Some(base_url) = base_url else {
        return match files.into_iter().find(|(_, value)| !matches!(value, Ok(None))) {
            Some((key, _)) => Err(source.wrong(key, "is set, but bankid.base-url is not")),
            None => Ok(None),
        };
    };
    let [certificate, key, authority] = files;
    let needed = |(key, value): (&'static str, Result<Option<String>, ConfigError>)| match value? {
        Some(path) => Ok(PathBuf::from(path)),
        None => Err(ConfigError::missing(key, "bankid.base-url is set")),
    };
    Ok(Some(BankIdConfig {
        base_url,
        certificate: needed(certificate)?,
        key: needed(key)?,
        authority: needed(authority)?,
        proxy,
    }))
}

fn yubico(source: &mut Source) -> Result<Option<YubicoConfig>, ConfigError> {
    let client_id = source.text("yubico.client-id")?;
    let key_file = source.text("yubico.key-file")?;
    let Some(url) = source.text("yubico.url")? else {
        return match client_id.or(key_file) {
            Some(_) => Err(ConfigError::missing("yubico.url", "another yubico setting is set")),
            None => Ok(None),
        };
    };
    let client_id = client_id.ok_or_else(|| ConfigError::missing("yubico.client-id", "yubico.url is set"))?;
    let client_id = client_id.parse().map_err(|_| source.wrong("yubico.client-id", "must be a whole number"))?;
    let key_file = key_file.ok_or_else(|| ConfigError::missing("yubico.key-file", "yubico.url is set"))?;
    Ok(Some(YubicoConfig { url, client_id, key_file: key_file.into() }))
}

fn mail(source: &mut Source) -> Result<Option<MailConfig>, ConfigError> {
    let server = source.text("mail.server")?;
    let from = source.text("mail.from")?;
    let authority = source.text("mail.authority")?;
    let login = match (source.text("mail.user")?, source.text("mail.password-file")?) {
        (None, None) => None,
        (Some(user), Some(file)) => Some((user, PathBuf::from(file))),
        (Some(_), None) => return Err(ConfigError::missing("mail.password-file", "mail.user is set")),
        (None, Some(_)) => return Err(ConfigError::missing("mail.user", "mail.password-file is set")),
    };
    let Some(server) = server else {
        return match from.is_some() || authority.is_some() || login.is_some() {
            true => Err(ConfigError::missing("mail.server", "another mail setting is set")),
            false => Ok(None),
        };
    };
    let server = MailServer::parse(&server).map_err(|error| source.wrong("mail.server", &error.to_string()))?;
    let from = from.ok_or_else(|| ConfigError::missing("mail.from", "mail.server is set"))?;
    let from = MailFrom::parse(&from).map_err(|error| source.wrong("mail.from", &error.to_string()))?;
    Ok(Some(MailConfig { server, from, login, authority: authority.map(PathBuf::from) }))
}

/// A port alone is one of this machine's own.
fn metrics(source: &mut Source) -> Result<Option<SocketAddr>, ConfigError> {
    let Some(text) = source.text("metrics.listen")? else { return Ok(None) };
    let address = match text.parse::<u16>() {
        Ok(port) => Ok(SocketAddr::from((Ipv4Addr::LOCALHOST, port))),
        Err(_) => text.parse(),
    };
    let wanted = "must be a port, such as 9464, or an address and a port, such as 10.0.0.5:9464";
    address.map(Some).map_err(|_| source.wrong("metrics.listen", wanted))
}

fn pair(
    source: &mut Source,
    first: &'static str,
    second: &'static str,
) -> Result<Option<(PathBuf, PathBuf)>, ConfigError> {
    match (source.text(first)?, source.text(second)?) {
        (None, None) => Ok(None),
        (Some(one), Some(other)) => Ok(Some((one.into(), other.into()))),
        (Some(_), None) => Err(ConfigError::missing(second, first)),
        (None, Some(_)) => Err(ConfigError::missing(first, second)),
    }
}

fn read(source: &Source, key: &'static str, path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path).map_err(|error| source.wrong(key, &format!("the file can't be read: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str, environment: &[(&str, &str)]) -> Result<Config, String> {
        let environment = environment.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        Source::from_text("behorig.toml", text)
            .and_then(|source| Config::from_source(source.with_environment(environment)))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn an_empty_file_is_a_clinic_on_sqlite() {
        let config = load("", &[]).unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert!(matches!(config.database, DbOptions::Sqlite { .. }));
        assert_eq!(config.sessions.idle, 3_600_000);
    }

    #[test]
    fn the_environment_overrides_the_file() {
        let config = load(
            "[server]\nlisten = \"127.0.0.1:1\"",
            &[("BEHORIG_SERVER_LISTEN", "127.0.0.1:2"), ("BEHORIG_DATABASE_URL", "postgres://behorig@db/behorig")],
        )
        .unwrap();
        assert_eq!(config.listen.port(), 2);
        assert!(matches!(config.database, DbOptions::Postgres { connections: 16, .. }));
    }

    #[test]
    fn every_wrong_setting_is_one_line_that_names_the_key() {
        for (text, key) in [
            ("[server]\nlisten = \"nowhere\"", "server.listen"),
            ("[server]\nlisten = 8080", "server.listen"),
            ("[server]\nlisen = \"127.0.0.1:1\"", "server.lisen"),
            ("[server]\npublic-url = \"behorig.example.se\"", "server.public-url"),
            ("[server]\ntls-key = \"a\"", "server.tls-certificate"),
            ("[database]\nurl = \"mysql://x\"", "database.url"),
            ("[database]\nconnections = -1", "database.connections"),
            ("[database]\nauthority = \"a.pem\"", "database.authority"),
            ("[database]\nurl = \"postgres://a@db/b\"\nauthority = \"no/such/file.pem\"", "database.authority"),
            ("[database]\nurl = \"postgres://a@db/b\"\nauthority = \"Cargo.toml\"", "database.authority"),
            ("[sessions]\nidle-minutes = 240", "sessions.idle-minutes"),
            ("[bankid]\nbase-url = \"https://x\"", "bankid.certificate"),
            ("[bankid]\nkey = \"x\"", "bankid.key"),
            ("[sign-in.siths.oidc]\nissuer = \"https://x\"", "sign-in.siths.oidc.client-id"),
            ("[sign-in.siths.oidc]\nclient-id = \"x\"", "sign-in.siths.oidc.issuer"),
            ("[sign-in.siths.oidc]\nissuer = \"http://x\"\nclient-id = \"x\"", "sign-in.siths.oidc.issuer"),
            (
                "[sign-in.siths.oidc]\nissuer = \"https://x\"\nclient-id = \"x\"\nlevels = \"x=loa4\"",
                "sign-in.siths.oidc.levels",
            ),
            (
                "[sign-in.siths.oidc]\nissuer = \"https://x\"\nclient-id = \"x\"\nsign-out-there = \"perhaps\"",
                "sign-in.siths.oidc.sign-out-there",
            ),
            ("[sign-in.siths.certificate]\nlisten = \"nowhere\"", "sign-in.siths.certificate.listen"),
            ("[sign-in.siths.certificate]\nurl = \"https://x\"", "sign-in.siths.certificate.listen"),
            ("[sign-in.siths.certificate]\nlisten = \"0.0.0.0:1\"", "sign-in.siths.certificate.url"),
            (
                "[sign-in.siths.certificate]\nlisten = \"0.0.0.0:1\"\nurl = \"http://x\"",
                "sign-in.siths.certificate.url",
            ),
            (
                "[sign-in.siths.certificate]\nlisten = \"0.0.0.0:1\"\nurl = \"https://x\"\nlevels = \"1.2.3=loa3\"",
                "sign-in.siths.certificate.levels",
            ),
            (
                "[sign-in.siths.certificate]\nlisten = \"0.0.0.0:1\"\nurl = \"https://x\"\nlevels = \"1.2.752.74.8.512=loa3\"",
                "sign-in.siths.certificate.revocation-lists",
            ),
            ("[sign-in.siths.certificate]\ntls-key = \"x\"", "sign-in.siths.certificate.tls-certificate"),
            ("[sign-in.siths.certificate]\ntls-certificate = \"x\"", "sign-in.siths.certificate.tls-key"),
            ("[sign-in.siths.certificate]\nproxies = \"0.0.0.0/0\"", "sign-in.siths.certificate.proxies"),
            ("[sign-in.siths.certificate]\nproxies = \"\"", "sign-in.siths.certificate.proxies"),
            (
                "[sign-in.siths.certificate]\nproxies = \"::1\"\ntls-certificate = \"x\"\ntls-key = \"x\"",
                "sign-in.siths.certificate.proxies",
            ),
            ("[sign-in.siths.certificate]\nheader = \"x\"", "sign-in.siths.certificate.header"),
            (
                "[sign-in.siths.certificate]\nproxies = \"::1\"\nheader-form = \"x\"",
                "sign-in.siths.certificate.header-form",
            ),
            ("[yubico]\nurl = \"https://x\"", "yubico.client-id"),
            ("[mail]\nserver = \"mail.example.se\"\nfrom = \"a@example.se\"", "mail.server"),
            ("[mail]\nserver = \"smtps://user:secret@mail.example.se\"", "mail.server"),
            ("[mail]\nserver = \"smtps://mail.example.se\"", "mail.from"),
            ("[mail]\nserver = \"smtps://mail.example.se\"\nfrom = \"nobody\"", "mail.from"),
            ("[mail]\nfrom = \"a@example.se\"", "mail.server"),
            ("[mail]\nuser = \"behorig\"", "mail.password-file"),
            ("[mail]\npassword-file = \"x\"", "mail.user"),
            ("[mail]\nserver = 25", "mail.server"),
            ("[audit.witness]\nmail = \"arkiv@example.se\"", "mail.server"),
            (
                "[mail]\nserver = \"smtps://mail.example.se\"\nfrom = \"a@example.se\"\n[audit.witness]\nmail = \"nobody\"",
                "audit.witness.mail",
            ),
            ("[sms]\nurl = \"http://api.46elks.com\"", "sms.url"),
            ("[sms]\nurl = \"https://u:p@api.46elks.com\"", "sms.url"),
            ("[sms]\nurl = 46", "sms.url"),
            ("[sms]\nurl = \"https://api.46elks.com\"", "sms.user"),
            ("[sms]\nurl = \"https://api.46elks.com\"\nuser = \"u\"", "sms.password-file"),
            ("[sms]\nurl = \"https://api.46elks.com\"\nuser = \"u\"\npassword-file = \"p\"", "sms.from"),
            (
                "[sms]\nurl = \"https://api.46elks.com\"\nuser = \"u\"\npassword-file = \"p\"\nfrom = \"Min klinik\"",
                "sms.from",
            ),
            ("[sms]\nfrom = \"Kliniken\"", "sms.url"),
            ("[sms]\nuser-name = \"u\"", "sms.user-name"),
            ("[files]\nclamd = \"nobody\"", "files.clamd"),
            ("[files]\nurl = \"https://x\"", "files.url"),
            ("[files]\nurl = \"s3://x\"\npath = \"y\"", "files.url"),
            ("[files]\nurl = \"s3://x\"", "files.access-key"),
            ("[files]\nurl = \"s3://x\"\naccess-key = \"y\"", "files.secret-key-file"),
            ("[files]\nendpoint = \"https://x\"", "files.endpoint"),
            ("[files]\nurl = \"s3:///folder\"", "files.url"),
            (
                "[files]\nurl = \"s3://x\"\nendpoint = \"x:9000\"\naccess-key = \"y\"\nsecret-key-file = \"z\"",
                "files.endpoint",
            ),
            ("[metrics]\nlisten = \"here\"", "metrics.listen"),
            ("[audit]\nlog-name = \"two words\"", "audit.log-name"),
            ("[audit.witness]\nurl = \"http://witness.example\"", "audit.witness.url"),
            ("[audit.witness]\nurl = \"https://witness.example\"", "audit.witness.key"),
            ("[audit.witness]\nurl = \"https://witness.example\"\nkey = \"x\"", "audit.witness.key"),
            ("[audit.witness]\nkey = \"x\"", "audit.witness.url"),
            ("[log]\njson = \"perhaps\"", "log.json"),
            ("surprise = 1", "surprise"),
            ("[server\n", "behorig.toml"),
        ] {
            let error = load(text, &[]).unwrap_err();
            assert!(error.contains(key), "{text:?} gave {error:?}");
            assert_eq!(error.lines().count(), 1, "{error:?}");
        }
    }

    #[test]
    fn a_mail_server_is_an_address_and_a_sender_and_needs_no_login() {
        let config = load("[mail]\nserver = \"smtp://mail.example.se\"\nfrom = \"Behörig <noreply@example.se>\"", &[]);
        let mail = config.unwrap().mail.unwrap();
        assert_eq!(mail.server.to_string(), "mail.example.se:587");
        assert_eq!(mail.server.security(), behorig_mail::Security::StartTls);
        assert!(mail.login.is_none() && load("", &[]).unwrap().mail.is_none());
    }

    #[test]
    fn figures_are_given_to_this_machine_alone_unless_an_address_says_otherwise() {
        let at = |text: &str| load(text, &[]).unwrap().metrics.map(|address| address.to_string());
        assert_eq!(at(""), None);
        assert_eq!(at("[metrics]\nlisten = 9464").as_deref(), Some("127.0.0.1:9464"));
        assert_eq!(at("[metrics]\nlisten = \"0.0.0.0:9464\"").as_deref(), Some("0.0.0.0:9464"));
    }

    #[test]
    fn an_sms_provider_is_an_address_a_login_and_a_sender_and_each_can_come_from_the_environment() {
        let file = "[sms]\nurl = \"https://api.46elks.com\"\nuser = \"u\"\npassword-file = \"p\"";
        let sms = load(file, &[("BEHORIG_SMS_FROM", "Kliniken")]).unwrap().sms.unwrap();
        assert_eq!((sms.url.to_string().as_str(), sms.from.as_str()), ("https://api.46elks.com", "Kliniken"));
        assert!(sms.authority.is_none() && load("", &[]).unwrap().sms.is_none());
        let wrong = load(file, &[("BEHORIG_SMS_FROM", "Min klinik")]).unwrap_err();
        assert!(wrong.contains("BEHORIG_SMS_FROM"), "{wrong}");
    }

    #[test]
    fn a_wrong_variable_is_named_as_the_variable_it_is() {
        let error = load("", &[("BEHORIG_SERVER_LISTEN", "nowhere")]).unwrap_err();
        assert!(error.contains("BEHORIG_SERVER_LISTEN"), "{error}");
    }
}
